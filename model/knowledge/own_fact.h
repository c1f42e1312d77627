// SPDX-License-Identifier: GPL-3.0-or-later
// What the user says of a fact, a price or a discount, as records of the user's own layer with their source and note. Pure: what is typed
// and the catalog in, records out; nothing is changed here.
#pragma once

#include "model/knowledge/layer.h"

#include <optional>
#include <string>
#include <vector>

namespace archway {

/// Where it stands: a source the catalog has, or one that comes with the change.
struct SourceEntry {
    std::string id;      ///< of the catalog; empty = `fresh`
    Source fresh;        ///< title, location, date and whether it was read; its id is made
    std::string section; ///< heading, line or table row in it
};

/// A fact as it is typed. Numbers are text: what is no number is said beside its field.
struct FactEntry {
    std::string about; ///< entity id; only of a new fact
    std::string statement, value, low, unit, qualifier, baseline, scope, as_of;
    SourceEntry source;
    std::string note; ///< why; required where something is corrected or withdrawn
};
/// One's own hourly price of an instance type. It takes the place of all dated prices of that type, Region and purchase.
struct PriceEntry {
    std::string instance, region, purchase, usd_per_hour, as_of;
    SourceEntry source;
    std::string note;
};
/// One's own discount on on-demand prices.
struct DiscountEntry {
    std::string applies_to; ///< type, family or "*"
    std::string percent;    ///< 0 to below 100; 0 ends an earlier one
    std::string note;
};

enum class FactChange { Add, Correct, Withdraw };

/// What keeps an entry from being kept, by the name of its field: "value", "source.title", "note" …; "" = the entry as a whole.
struct FieldProblem {
    std::string field;
    std::string words;
};

/// What one change of the user's own says; title and kind are those of its batch.
struct OwnChange {
    std::string kind; ///< fact, correction, withdrawal, price, discount
    std::string title;
    LayerRecords records;
};

/// The fields of a claim, to begin a correction with.
[[nodiscard]] FactEntry entry_of(const Claim&);

/// Everything wrong with an entry, in the order of the fields. `now` is the claim as all layers say it; nullptr for a new fact.
[[nodiscard]] std::vector<FieldProblem> problems_of(FactChange, const FactEntry&, const Claim* now, const Catalog&);
[[nodiscard]] std::vector<FieldProblem> problems_of(const PriceEntry&, const Catalog&);
[[nodiscard]] std::vector<FieldProblem> problems_of(const DiscountEntry&, const Catalog&);

/// The change. `now` as above; `below` is the claim as the layers under the user's own say it, nullptr where they have none. A withdrawn
/// fact keeps its wording and gets the status "withdrawn": it stays listed, and is no reason any more. BadInput with the first problem.
[[nodiscard]] Result<OwnChange> own_fact(FactChange, const FactEntry&, const Claim* now, const Claim* below, const Catalog&);
/// `below`: the prices of the same type, Region and purchase under the user's own layer.
[[nodiscard]] Result<OwnChange> own_price(const PriceEntry&, const std::vector<Price>& below, const Catalog&);
[[nodiscard]] Result<OwnChange> own_discount(const DiscountEntry&, const Catalog&);

/// A number as it may be typed into a field: digits with a point, grouped by blanks, perhaps an exponent. Nothing else: "1,5" is refused
/// rather than read as 15.
[[nodiscard]] std::optional<double> typed_number(std::string_view text);
/// A number as a field shows it; typed_number() gives it back exactly.
[[nodiscard]] std::string number_text(double value);

/// What became of what a change of the user's own took the place of.
enum class Since {
    Same,     ///< the layers below say what they said
    Changed,  ///< they say something else now
    Gone,     ///< they do not have it any more
    Appeared, ///< they had none, and have it now
};
/// `below_now` is the record as the layers below say it today; null where they have none. Fields that an older program did not know are no
/// change.
[[nodiscard]] Since since(const RecordNote&, const nlohmann::json& below_now);

} // namespace archway
