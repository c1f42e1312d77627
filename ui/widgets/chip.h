// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace archway {

/// A small switch in the colour of its group. State is shown by colour and by the bold text of what is on.
class Chip : public QPushButton {
    Q_OBJECT
public:
    /// The sheet of the theme colours a chip by its property "group".
    Chip(const QString& text, const QString& group, QWidget* parent = nullptr);
};

} // namespace archway
