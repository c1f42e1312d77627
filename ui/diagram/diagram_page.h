// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/diagram.h"
#include "ui/workspace.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace archway {

class DiagramView;
class LayoutClient;

/// The diagrams: chooser, drawing and outline. The outline is the accessible twin of the drawing and shares its selection.
class DiagramPage : public QWidget {
    Q_OBJECT
public:
    explicit DiagramPage(Workspace& workspace, QWidget* parent = nullptr);
    ~DiagramPage() override;
    void showKind(const QString& kind);
    [[nodiscard]] DiagramView* view() const { return m_view; }

Q_SIGNALS:
    void failed(const QString& message);
    /// A layout arrived and is shown.
    void drawn();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void rebuild();
    void fillOutline();
    void explainNode(int node);
    void exportAs();

    Workspace& m_workspace;
    LayoutClient* m_client;
    QComboBox* m_kind;
    QComboBox* m_direction;
    DiagramView* m_view;
    QTreeWidget* m_outline;
    QLabel* m_note;
    QPushButton* m_zoom;
    Diagram m_diagram;
    Layout m_layout;
    bool m_stale = true;
};

} // namespace archway
