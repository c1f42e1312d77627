// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/perspective.h"
#include "ui/workspace.h"

#include <QFutureWatcher>
#include <QWidget>

#include <memory>
#include <optional>
#include <set>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QTreeWidget;

namespace archway {

class DiagramView;
class LayoutClient;
struct OpenedFile;
struct PictureOptions;

/// Setting that keeps whether the user opened or closed the outline.
inline const QString outline_setting = QStringLiteral("diagrams/outline");

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
    void editSelected();
    /// Writes the diagram in the format that the ending says; `chosen`: only what is lit or selected. False for another ending.
    bool writeTo(const QString& path, const PictureOptions& options, bool chosen = false);
    /// Reads a Mermaid or DOT file beside the window and shows it as one more kind; what cannot be read is said by failed().
    void openFile(const QString& path);
    /// The preview of what the opened diagram would add to the user's knowledge, as it is shown: with the names given to its nodes here.
    void keepOpened();
    [[nodiscard]] QAction* keepAction() const { return m_keep; }
    /// The words under the picture: what is not shown, or not understood.
    [[nodiscard]] QString note() const;
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
    void makeBar(class FlowLayout& bar);
    void makeMenu();
    void fillAbout();
    void rebuild();
    void derive();
    void place();
    void dress();
    void moveNode(const QString& id, QPointF by);
    void renameNode(const QString& id, const QString& name);
    /// The diagram as its text is written: whole, and in the direction it came in unless another was chosen.
    [[nodiscard]] Diagram written() const;
    void explainNode(int node);
    void explainEdge(int edge);
    /// Lights a step of a sequence and says what it is.
    void showStep(int edge);
    /// A layout came from the worker.
    void arrive(const Layout& layout);
    /// A flow without a direction of its own is drawn the way in which it is larger here.
    [[nodiscard]] bool turnsItself() const;
    void turnAsUsual();
    [[nodiscard]] bool tryOtherWay(const Layout& layout);
    [[nodiscard]] int roomOfOutline() const;
    /// Opens the outline where the picture stays readable beside it, unless the user opened or closed it.
    void makeRoom(const Layout& layout);
    void openNode(int node);
    [[nodiscard]] bool showsFile() const;
    [[nodiscard]] Diagram openedDiagram() const;
    void chooseFile();
    void showOpened();
    void exportAs();
    void exportChosen();
    [[nodiscard]] PictureOptions exportOptions() const;
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
    QLabel* m_hits; ///< which of how many that hold the text
    QTreeWidget* m_outline;
    QLabel* m_note;
    QPushButton* m_zoom;
    QPushButton* m_outlined = nullptr; ///< opens and closes the outline
    QMenu* m_menu;
    QAction* m_keep = nullptr;
    using Reading = std::shared_ptr<Result<OpenedFile>>;
    QFutureWatcher<Reading> m_reading;
    Reading m_opened;                             ///< the file that was opened last; never an error
    Diagram m_built;                              ///< as the builder made it, nodes renamed, in the direction it is read in
    FlowDirection m_own = FlowDirection::TopDown; ///< the direction it came in
    Diagram m_diagram;                            ///< without what is folded or out of focus
    Layout m_raw;                                 ///< as it was laid out
    Nudges m_nudges;
    std::map<std::string, std::string> m_names;
    std::vector<CheckedClaim> m_checked;
    std::set<std::string> m_fold;
    std::string m_focus;
    std::string m_shown; ///< the picture on screen
    int m_hit = 0;       ///< of those that hold the text, the one last gone to
    bool m_stale = true;
    std::map<std::string, FlowDirection> m_ways; ///< pictures that turned themselves, and how, while the window is open
    std::optional<Layout> m_first;               ///< in the usual direction, while the other is tried
    bool m_trying = false;
};

} // namespace archway
