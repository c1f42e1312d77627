// SPDX-License-Identifier: GPL-3.0-or-later
// The user's layers on disk: two small SQLite files in the user-data folder, one of imported packs and price lists, one of the user's own.
#pragma once

#include "model/base/result.h"
#include "model/knowledge/layer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace archway {

/// Later is higher: it wins.
enum class KnowledgeLayer { Imported, Mine };
[[nodiscard]] const char* layer_name(KnowledgeLayer); ///< "imported", "mine"

/// One import, or one change of the user's own: the unit that is taken back.
struct Batch {
    std::int64_t id = 0; ///< counts through both files
    KnowledgeLayer layer = KnowledgeLayer::Imported;
    std::string kind;   ///< pack, price-list, instance-types, diagram, discount; of one's own: correction, withdrawal, fact, price
    std::string title;  ///< what the file says of itself
    std::string origin; ///< the file's name
    std::size_t records = 0;
    std::string made = {}; ///< ISO date it was made on; empty = an older program wrote it
};

/// A batch with what it says.
struct StoredBatch {
    Batch batch;
    LayerRecords records;
};

/// The layers of one folder. Files are made when something is added; no file is an empty layer. A damaged, foreign or newer file is an
/// error, never overwritten. Nothing is cached: each call sees what is on disk.
class UserLayers {
public:
    /// `folder` need not exist; empty = no layers, and nothing can be added.
    explicit UserLayers(std::string folder);

    /// What the batches of a layer say, the oldest first, to be laid upon the shipped catalog in this order.
    [[nodiscard]] Result<std::vector<LayerRecords>> read(KnowledgeLayer) const;
    /// The same with the batches themselves.
    [[nodiscard]] Result<std::vector<StoredBatch>> read_batches(KnowledgeLayer) const;
    /// Imported, then mine.
    [[nodiscard]] Result<std::vector<LayerRecords>> read_all() const;
    /// Both layers' batches, the oldest first.
    [[nodiscard]] Result<std::vector<Batch>> batches() const;
    /// Adds a batch in one transaction: it is there whole, or not at all. `batch.id` and `batch.records` are ignored. Returns its id.
    [[nodiscard]] Result<std::int64_t> append(const Batch& batch, const LayerRecords& records) const;
    [[nodiscard]] Status add(const Batch& batch, const LayerRecords& records) const; ///< the same, for who does not need the id
    /// Takes back one batch, the newest or not, and returns it with what it said; No where it is not there.
    [[nodiscard]] Result<StoredBatch> remove(std::int64_t id) const;
    /// Puts back what remove() returned, under its id and so in its place.
    [[nodiscard]] Status put_back(const StoredBatch&) const;
    /// Takes back the newest batch of both layers and says which it was; No where there is none.
    [[nodiscard]] Result<Batch> undo() const;

    [[nodiscard]] std::string path(KnowledgeLayer) const; ///< "<folder>/imported.db", "<folder>/mine.db"

private:
    [[nodiscard]] Status write(const Batch&, const LayerRecords&) const;
    [[nodiscard]] Status erase(const Batch&) const;

    std::string m_folder;
};

} // namespace archway
