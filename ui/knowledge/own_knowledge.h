// SPDX-License-Identifier: GPL-3.0-or-later
// The user's layers while the window is open: what is changed is written, laid upon the base anew, and can be undone.
#pragma once

#include "db/import_file.h"
#include "db/knowledge_store.h"
#include "ui/knowledge/layered.h"
#include "ui/workspace.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <functional>
#include <optional>

namespace archway {

/// Reads a file of any kind that can be imported.
using ReadImport = std::function<Result<ImportFile>(const std::string& path, const Catalog&)>;

/// The rest of a base that is too large to be read whole.
struct BeyondReach {
    KnowledgeSize size;
    /// The first records that hold the words are read with the working set from now on: `base` gives them, too.
    std::function<Status(const std::string& words)> reach;
    /// Finds by the index of the file.
    std::function<Result<SearchAnswer>(const std::string& words, int limit)> find;
};

/// Where knowledge comes from, and where the user's own goes.
struct KnowledgePlaces {
    ReadBase base;
    ReadImport import;
    UserLayers layers;
    std::optional<BeyondReach> beyond = {}; ///< nothing where `base` is all there is
};

/// What files would change, worked out and not yet done.
struct PlannedImport {
    std::vector<ImportFile> files; ///< their records are in the plan
    ImportPlan plan;
    Batch batch;
};

/// Reads files and holds them against base and imported layer. Touches nothing of the window: it may run beside it.
[[nodiscard]] Result<PlannedImport> plan_files(const KnowledgePlaces& places, const std::vector<std::string>& paths);

/// What one batch says, as far as it counts.
struct LayerContent {
    std::vector<std::string> claims; ///< ids
    std::string note;                ///< of its first record that has one
    Since since = Since::Same;       ///< of the record that changed most
    bool replaced = false;           ///< a later batch stands over everything it says
};

class OwnKnowledge : public QObject {
    Q_OBJECT
public:
    /// `knowledge` is what read_layered() and check_layered() made; its catalog and verdicts go to the workspace, which must outlive this.
    OwnKnowledge(Workspace& workspace, KnowledgePlaces places, WindowKnowledge knowledge, QObject* parent = nullptr);
    ~OwnKnowledge() override;

    [[nodiscard]] const KnowledgePlaces& places() const { return m_places; }
    [[nodiscard]] const std::vector<Batch>& batches() const { return m_knowledge.batches; }
    [[nodiscard]] const std::vector<DroppedRecord>& dropped() const { return m_knowledge.dropped; }
    /// nullptr where the shipped base says it. `kind` is one of visit_lists' or discount.
    [[nodiscard]] const RecordOrigin* origin(const char* kind, const std::string& id) const { return m_knowledge.origin(kind, id); }
    /// A claim that a layer gives, as what is under that layer says it; nullptr where there is none, or no layer gives it.
    [[nodiscard]] const Claim* claimUnder(const std::string& id) const;
    /// A claim as all but the user's own layer says it; nullptr where they have none.
    [[nodiscard]] const Claim* claimBelowMine(const std::string& id) const;
    /// A price of the user's own, as the layers under it say it; empty where they have none, or it is not the user's own.
    [[nodiscard]] std::vector<Price> pricesUnder(const std::string& id) const;
    /// What could not be read or laid upon the base, in sentences; empty when all is well.
    [[nodiscard]] QString problems() const;
    [[nodiscard]] LayerContent contentOf(std::int64_t batch) const;
    /// What became of the fact under a change, in a sentence; empty where it is as it was.
    [[nodiscard]] static QString sinceText(Since since);

    /// Keeps a change in the user's own layer. False where it cannot be written, which failed() says; then nothing has changed.
    bool keep(const OwnChange& change);
    /// Keeps an import in the imported layer.
    bool keep(const PlannedImport& import);
    /// Takes back one batch. Refused where a record of another batch would lose what it rests on.
    bool takeBack(std::int64_t batch);
    /// Undoes and redoes what was changed since the window opened; apart from the project's.
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
    /// All that the user's own layer says, as a pack.
    [[nodiscard]] Result<std::string> packOfMine() const;
    /// Reads base and layers again and hands them to the workspace.
    bool reload();

Q_SIGNALS:
    void changed();
    void failed(const QString& message);

private:
    friend class LayerChange;
    bool push(const QString& what, StoredBatch batch, bool adds);
    bool put(StoredBatch& batch);
    bool remove(StoredBatch& batch);

    Workspace& m_workspace;
    KnowledgePlaces m_places;
    WindowKnowledge m_knowledge; ///< without catalog and verdicts, which the workspace has
    QUndoStack m_undo;
};

} // namespace archway
