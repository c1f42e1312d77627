// SPDX-License-Identifier: GPL-3.0-or-later
// What may come: the roadmap's items by horizon, the services proposed for it, the trends behind them, and how feasible they are held.
#pragma once

#include "ui/workspace.h"

#include <QScrollArea>

class QVBoxLayout;

namespace archway {

class PressCard;

/// Nothing on this page can be had, and it says so: proposals are dashed and never recommended. A click explains.
class RoadmapPage : public QScrollArea {
    Q_OBJECT
public:
    explicit RoadmapPage(Workspace& workspace, QWidget* parent = nullptr);

private:
    void addHorizons(QVBoxLayout* column);
    void addProposed(QVBoxLayout* column);
    void addTrends(QVBoxLayout* column);
    void addFeasibility(QVBoxLayout* column);
    PressCard* card(const Entity& entity, const QString& mark, const QString& below);
    Workspace& m_workspace;
};

} // namespace archway
