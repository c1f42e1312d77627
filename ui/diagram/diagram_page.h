// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/perspective.h"
#include "ui/workspace.h"

#include <QWidget>

#include <set>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
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
    /// Shows a kind; `about` is the entity of a neighbourhood or the role of a decision.
    void showKind(const QString& kind, const QString& about = {});
    [[nodiscard]] DiagramView* view() const { return m_view; }

    void setOverlay(Overlay overlay);
    /// Lights what holds the text; empty lights everything again. Returns how many nodes hold it.
    int find(const QString& text);
    void traceSelected(bool up, bool down);
    /// Folds the selected node's branch, or unfolds it.
    void foldSelected();
    /// Shows only what the selected node is linked to.
    void focusSelected();
    void showAll();
    void copy() const;

Q_SIGNALS:
    void failed(const QString& message);
    /// A layout arrived and is shown.
    void drawn();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makeBar(class QBoxLayout& bar);
    void makeMenu();
    void fillAbout();
    void rebuild();
    void derive();
    void place();
    void dress();
    void moveNode(const QString& id, QPointF by);
    void fillOutline();
    void explainNode(int node);
    void openNode(int node);
    void exportAs();
    void printPreview(bool poster);
    [[nodiscard]] std::string kind() const;
    /// Name under which the project keeps how this picture was arranged.
    [[nodiscard]] std::string picture() const;

    Workspace& m_workspace;
    LayoutClient* m_client;
    QComboBox* m_kind;
    QComboBox* m_about;
    QComboBox* m_direction;
    QComboBox* m_overlay;
    QLineEdit* m_find;
    DiagramView* m_view;
    QTreeWidget* m_outline;
    QLabel* m_note;
    QPushButton* m_zoom;
    QMenu* m_menu;
    Diagram m_built;   ///< as the builder made it
    Diagram m_diagram; ///< without what is folded or out of focus
    Layout m_raw;      ///< as it was laid out
    Nudges m_nudges;
    std::vector<CheckedClaim> m_checked;
    std::set<std::string> m_fold;
    std::string m_focus;
    std::string m_shown; ///< the picture on screen
    int m_hit = 0;       ///< of those that hold the text, the one last gone to
    bool m_stale = true;
};

} // namespace archway
