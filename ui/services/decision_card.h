// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QFrame>
#include <QList>

class QGridLayout;
class QLabel;
class QPushButton;

namespace archway {

class Pill;
class CandidateTile;
class WrappedLabel;

/// One decision: the chosen candidate with its strongest reasons, the others behind it, what would flip it. Labels are reused, so that a
/// moving slider only changes their texts.
class DecisionCard : public QFrame {
    Q_OBJECT
public:
    explicit DecisionCard(Workspace& workspace, const QString& role, QWidget* parent = nullptr);
    void show(const Decision& decision);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showWinner(const Decision& decision);
    void showTiles(const Decision& decision);
    void showLayers(const Decision& decision);
    void showFlips(const Decision& decision);

    Workspace& m_workspace;
    QString m_role;
    QLabel* m_question;
    QLabel* m_name;
    Pill* m_deployment;
    Pill* m_verdict;
    Pill* m_close;
    QLabel* m_price;
    QList<QLabel*> m_reasons;
    WrappedLabel* m_use;
    WrappedLabel* m_layers;
    WrappedLabel* m_flips;
    QGridLayout* m_grid;
    QList<CandidateTile*> m_tiles;
    QPushButton* m_more;
    int m_columns = 3; ///< of tiles
    bool m_all = false;
};

} // namespace archway
