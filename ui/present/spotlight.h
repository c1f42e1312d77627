// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QWidget>

namespace archway {

/// Dims everything but a circle around the pointer; takes no part in clicks.
class Spotlight : public QWidget {
    Q_OBJECT
public:
    explicit Spotlight(QWidget* over);

protected:
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QPoint m_at; ///< the pointer on the screen when last painted
    int m_timer = 0;
};

} // namespace archway
