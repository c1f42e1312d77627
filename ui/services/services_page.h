// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QMap>
#include <QScrollArea>
#include <QSet>
#include <QTimer>

class QVBoxLayout;

namespace archway {

class DecisionCard;

/// One card a decision, in the order of the answer. The cards in view follow every change at once; those out of view follow when
/// the changes pause, so that a slider's step costs what can be seen of it.
class ServicesPage : public QScrollArea {
    Q_OBJECT
public:
    explicit ServicesPage(Workspace& workspace, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void showInView();
    void showNextStale();
    void showCard(const Decision& decision, int index);
    Workspace& m_workspace;
    QVBoxLayout* m_column;
    QMap<QString, DecisionCard*> m_cards;
    QSet<QString> m_stale; ///< roles whose card shows an older answer
    QTimer m_rest;         ///< brings the stale cards up to date, one a turn of the event loop
};

} // namespace archway
