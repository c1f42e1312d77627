// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace archway {

/// A card that is pressed as a whole, by mouse or key: a mark, a title, and lines below. All of it is plain text.
class PressCard : public QFrame {
    Q_OBJECT
public:
    explicit PressCard(QWidget* parent = nullptr);

    /// An empty part is not shown.
    void setTexts(const QString& mark, const QString& title, const QString& below);
    /// Drawn with a dashed line: what does not exist.
    void setDashed(bool dashed);

Q_SIGNALS:
    void pressed();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLabel* m_mark;
    QLabel* m_title;
    QLabel* m_below;
};

} // namespace archway
