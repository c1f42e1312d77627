// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QMap>
#include <QScrollArea>

class QVBoxLayout;

namespace archway {

class DecisionCard;

/// One card a decision, in the order of the answer.
class ServicesPage : public QScrollArea {
    Q_OBJECT
public:
    explicit ServicesPage(Workspace& workspace, QWidget* parent = nullptr);

private:
    void refresh();
    Workspace& m_workspace;
    QVBoxLayout* m_column;
    QMap<QString, DecisionCard*> m_cards;
};

} // namespace archway
