// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/match/decision.h"

#include <QFrame>

namespace archway {

class Pill;
class WrappedLabel;

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
    WrappedLabel* m_name;
    Pill* m_verdict;
    WrappedLabel* m_text;
    QString m_id;
};

} // namespace archway
