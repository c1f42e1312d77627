// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/match/decision.h"

#include <QFrame>

class QLabel;

namespace archway {

/// A candidate that was not chosen: name, verdict, and in a line why it stands behind or is refused. A click explains.
class CandidateTile : public QFrame {
    Q_OBJECT
public:
    explicit CandidateTile(QWidget* parent = nullptr);
    void show(const Candidate& candidate);

Q_SIGNALS:
    void clicked(const QString& id);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLabel* m_name;
    QLabel* m_verdict;
    QLabel* m_text;
    QString m_id;
};

/// Sets text and colours of a badge label when they changed.
void set_badge(QLabel* label, const QString& text, const QColor& colour, const QColor& fill);

} // namespace archway
