// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeyEvent>
#include <QLineEdit>

#include <functional>

namespace archway {

/// A line that Escape leaves, though Escape means something else in the view around it.
class NameEdit : public QLineEdit {
public:
    using QLineEdit::QLineEdit;
    std::function<void()> leave;

protected:
    bool event(QEvent* event) override
    {
        const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
        if (!key || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape)
            return QLineEdit::event(event);
        if (event->type() == QEvent::KeyPress)
            leave();
        event->accept();
        return true;
    }
};

} // namespace archway
