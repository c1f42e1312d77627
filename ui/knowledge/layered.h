// SPDX-License-Identifier: GPL-3.0-or-later
// The knowledge of the window: the shipped base with the user's layers upon it, and for each record of a layer what it took the place of.
#pragma once

#include "db/user_layers.h"
#include "model/evidence/check.h"
#include "model/knowledge/own_fact.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace archway {

/// Reads the shipped base anew.
using ReadBase = std::function<Result<Catalog>()>;

/// Which layer a record is of, and what stands under it.
struct RecordOrigin {
    KnowledgeLayer layer = KnowledgeLayer::Imported;
    std::int64_t batch = 0;
    std::string note; ///< the user's words
    std::string made; ///< ISO date of the change
    Since since = Since::Same;
};

struct WindowKnowledge {
    Catalog catalog;
    std::vector<CheckedClaim> checked;                        ///< empty until check_layered()
    std::vector<Batch> batches;                               ///< of the layers that could be read, the oldest first
    std::map<std::string, RecordOrigin, std::less<>> origins; ///< by "kind id": the highest layer that gives it, notes apart
    std::map<std::string, Claim, std::less<>> claims_below;   ///< claims that a layer replaces, as what is under that layer says them
    std::map<std::string, std::vector<Price>, std::less<>> prices_below; ///< the same of one's own prices, by record_id()
    std::vector<DroppedRecord> dropped;
    std::vector<std::string> problems; ///< layers that cannot be read, and why; the others count

    [[nodiscard]] const RecordOrigin* origin(const std::string& kind, const std::string& id) const;
};

/// Reads base and layers. A layer that cannot be read is left alone, left out and named in `problems`; only the base itself can fail.
[[nodiscard]] Result<WindowKnowledge> read_layered(const ReadBase& base, const UserLayers& layers);
/// Tests the claims, so that no reason rests on those refuted or withdrawn.
void check_layered(WindowKnowledge&);
/// The base with the imported layer alone: what an import is held against.
[[nodiscard]] Result<Catalog> read_below_mine(const ReadBase& base, const UserLayers& layers);

/// Prices of one type, Region and purchase under the user's own layer, before any discount; `id` is record_id(Price).
[[nodiscard]] Result<std::vector<Price>> read_prices_below_mine(const ReadBase& base, const UserLayers& layers, const std::string& id);
/// Records of the layers that would lose what they rest on without one batch, and have it with it.
[[nodiscard]] Result<std::vector<DroppedRecord>> lost_without(const ReadBase& base, const UserLayers& layers, std::int64_t batch);

} // namespace archway
