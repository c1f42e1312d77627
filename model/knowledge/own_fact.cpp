// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/knowledge/own_fact.h"

#include "model/base/nearest.h"
#include "model/base/units.h"
#include "model/knowledge/record_json.h"
#include "model/knowledge/record_reader.h"
#include "model/knowledge/slug.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace archway {

namespace {

constexpr std::size_t longest_text = 4000;
constexpr std::size_t longest_title = 160;
constexpr std::size_t most_of_id = 60; // of a title, in the id that is made of it

const char* const purchases[]{"on-demand", "spot", "capacity-block", "savings-plan-1y", "savings-plan-3y", "reserved-1y", "reserved-3y"};

/// Without blanks at its ends, and on one line: what is pasted may hold breaks and tabs.
std::string tidy(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
        if (!blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

bool is_iso_date(const std::string& text)
{
    const nlohmann::json record{{"date", text}};
    RecordReader reader(record, "");
    (void)reader.date("date");
    return !reader.finish();
}

/// `stem`, or the first of stem-2, stem-3 … that is free.
template <class Taken>
std::string free_id(const std::string& stem, Taken taken)
{
    std::string id = stem;
    for (int i = 2; taken(id); ++i)
        id = fmt::format("{}-{}", stem, i);
    return id;
}

/// No longer than a line of a list, cut between characters.
std::string shortened(std::string text)
{
    if (text.size() <= longest_title)
        return text;
    std::size_t end = longest_title;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

using Problems = std::vector<FieldProblem>;

void check_length(Problems& out, const char* field, const std::string& text)
{
    if (text.size() > longest_text)
        out.push_back(
            {field, fmt::format("This is longer than {} characters: say it shorter, and name where the rest stands.", longest_text)});
}

void check_date(Problems& out, const char* field, const std::string& text, bool required)
{
    if (tidy(text).empty()) {
        if (required)
            out.push_back({field, "Say which day it is of, as 2026-11-21."});
    } else if (!is_iso_date(tidy(text))) {
        out.push_back({field, "This is no date: write 2026, 2026-11 or 2026-11-21."});
    }
}

void check_source(Problems& out, const SourceEntry& source, const Catalog& catalog)
{
    if (!source.id.empty()) {
        if (!catalog.source(source.id))
            out.push_back({"source", "This source is not known: choose one of the list, or describe a new one."});
        return;
    }
    if (tidy(source.fresh.title).empty())
        out.push_back({"source.title", "Say what the source is called."});
    check_length(out, "source.title", source.fresh.title);
    if (tidy(source.fresh.location).empty())
        out.push_back({"source.location", "Say where it can be found: an address, a file or a person."});
    check_date(out, "source.date", source.fresh.date, false);
    if (!source.fresh.read)
        out.push_back({"source.read", "Only what somebody read can be a source: tick it when you have."});
}

void check_note(Problems& out, const std::string& note, const char* why)
{
    if (tidy(note).empty())
        out.push_back({"note", why});
    check_length(out, "note", note);
}

/// The id under which the source stands; a new one is added to the records.
std::string source_of(const SourceEntry& entry, const Catalog& catalog, LayerRecords& records)
{
    if (!entry.id.empty())
        return entry.id;
    Source fresh = entry.fresh;
    fresh.title = tidy(fresh.title);
    fresh.location = tidy(fresh.location);
    fresh.date = tidy(fresh.date);
    if (fresh.kind.empty())
        fresh.kind = "own";
    // The same source described again is the same source.
    for (const Source& known : catalog.knowledge.sources) {
        if (known.title == fresh.title && known.location == fresh.location && known.date == fresh.date)
            return known.id;
    }
    const std::string name = slug(fresh.title, most_of_id);
    fresh.id = free_id(name.empty() ? "own-source" : "own-" + name, [&catalog](const std::string& id) { return catalog.source(id); });
    records.catalog.knowledge.sources.push_back(fresh);
    return fresh.id;
}

/// The claim that an entry describes; fields that no entry has are those of `now`.
Claim claim_of(const FactEntry& entry, const Claim* now)
{
    Claim claim = now ? *now : Claim{};
    if (!now)
        claim.about = entry.about;
    claim.statement = tidy(entry.statement);
    claim.value = typed_number(entry.value);
    claim.low = typed_number(entry.low);
    claim.unit = tidy(entry.unit);
    claim.qualifier = tidy(entry.qualifier);
    claim.baseline = tidy(entry.baseline);
    claim.scope = tidy(entry.scope);
    claim.as_of = tidy(entry.as_of);
    return claim;
}

Result<OwnChange> first_of(const Problems& problems)
{
    return bad_input(problems.front().field, problems.front().words);
}

template <class T>
nlohmann::json as_json(const T& record)
{
    return nlohmann::json::parse(to_json(record).dump());
}

} // namespace

std::optional<double> typed_number(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        // Blanks that group digits: plain, no-break, thin and narrow no-break.
        if (text[i] == ' ')
            continue;
        if (text.substr(i, 2) == "\u00a0") {
            ++i;
            continue;
        }
        if (text.substr(i, 3) == "\u2009" || text.substr(i, 3) == "\u202f") {
            i += 2;
            continue;
        }
        plain += text[i];
    }
    double value = 0;
    const char* end = plain.data() + plain.size();
    const auto [rest, code] = std::from_chars(plain.data(), end, value);
    if (code != std::errc{} || rest != end || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::string number_text(double value)
{
    return fmt::format("{}", value);
}

FactEntry entry_of(const Claim& claim)
{
    FactEntry out;
    out.about = claim.about;
    out.statement = claim.statement;
    out.value = claim.value ? number_text(*claim.value) : std::string();
    out.low = claim.low ? number_text(*claim.low) : std::string();
    out.unit = claim.unit;
    out.qualifier = claim.qualifier;
    out.baseline = claim.baseline;
    out.scope = claim.scope;
    out.as_of = claim.as_of;
    if (!claim.sources.empty())
        out.source = {claim.sources.front().document, {}, claim.sources.front().section};
    return out;
}

std::vector<FieldProblem> problems_of(FactChange change, const FactEntry& entry, const Claim* now, const Catalog& catalog)
{
    Problems out;
    if (change != FactChange::Add && !now) {
        out.push_back({"", "This fact is not there any more."});
        return out;
    }
    if (change == FactChange::Withdraw) {
        if (now->status == "withdrawn")
            out.push_back({"", "This fact is withdrawn already."});
        if (!entry.source.id.empty() || !tidy(entry.source.fresh.title).empty())
            check_source(out, entry.source, catalog);
        check_note(out, entry.note, "Say why it no longer stands: whoever meets it later will ask.");
        return out;
    }
    if (change == FactChange::Add && !catalog.entity(entry.about))
        out.push_back({"about", "Choose what the fact is about from the list."});
    if (tidy(entry.statement).empty())
        out.push_back({"statement", "Say the fact in one sentence."});
    check_length(out, "statement", entry.statement);
    const auto number = [&out](const char* field, const std::string& text) {
        const std::optional<double> value = typed_number(text);
        if (!tidy(text).empty() && !value)
            out.push_back({field,
                           text.find(',') == std::string::npos ? "This is no number: write it as 12.5 or 3e6, the unit beside it."
                                                               : "Write a point before the decimals, and no comma between thousands."});
        return value;
    };
    const std::optional<double> value = number("value", entry.value);
    const std::optional<double> low = number("low", entry.low);
    if (low && tidy(entry.value).empty())
        out.push_back({"low", "A range has an upper end too: fill in the value, or leave this empty."});
    if (low && value && *low > *value)
        out.push_back({"low", fmt::format("The lower end of the range is above the value, {}.", number_text(*value))});
    if (!tidy(entry.unit).empty() && tidy(entry.value).empty())
        out.push_back({"unit", "A unit needs a value: fill it in, or leave the unit empty."});
    for (const auto& [field, text] : {std::pair("unit", &entry.unit), std::pair("qualifier", &entry.qualifier),
                                      std::pair("baseline", &entry.baseline), std::pair("scope", &entry.scope)})
        check_length(out, field, *text);
    check_date(out, "as_of", entry.as_of, false);
    check_source(out, entry.source, catalog);
    if (change == FactChange::Correct) {
        check_note(out, entry.note, "Say why it is corrected: whoever meets it later will ask.");
        const FactEntry before = entry_of(*now);
        const bool same_source
            = !entry.source.id.empty() && entry.source.id == before.source.id && entry.source.section == before.source.section;
        if (out.empty() && same_source && now->status != "withdrawn" && as_json(claim_of(entry, now)) == as_json(*now))
            out.push_back({"", "Nothing differs from what is said now."});
    } else {
        check_length(out, "note", entry.note);
    }
    return out;
}

std::vector<FieldProblem> problems_of(const PriceEntry& entry, const Catalog& catalog)
{
    Problems out;
    const InstanceType* type = catalog.instance(entry.instance);
    if (!type || type->id != entry.instance)
        out.push_back({"instance", "Choose an instance type of the list."});
    if (tidy(entry.region).empty())
        out.push_back({"region", "Say in which Region, as us-east-1."});
    if (std::find(std::begin(purchases), std::end(purchases), entry.purchase) == std::end(purchases))
        out.push_back({"purchase", "Choose how it is bought."});
    const std::optional<double> usd = typed_number(entry.usd_per_hour);
    if (!usd)
        out.push_back({"usd_per_hour", "Write the price of one instance in US dollars per hour, as 31.46."});
    else if (*usd <= 0)
        out.push_back({"usd_per_hour", "A price is above 0. What is not sold that way has none."});
    check_date(out, "as_of", entry.as_of, true);
    check_source(out, entry.source, catalog);
    check_length(out, "note", entry.note);
    return out;
}

std::vector<FieldProblem> problems_of(const DiscountEntry& entry, const Catalog& catalog)
{
    Problems out;
    std::set<std::string> scopes{"*"};
    for (const InstanceType& type : catalog.instances) {
        scopes.insert(type.id);
        scopes.insert(type.family);
    }
    if (!scopes.contains(entry.applies_to))
        out.push_back({"applies_to",
                       "This is neither an instance type nor a family; the nearest is "
                           + nearest(entry.applies_to, {scopes.begin(), scopes.end()}) + "."});
    const std::optional<double> percent = typed_number(entry.percent);
    if (!percent || *percent < 0 || *percent >= 100)
        out.push_back({"percent", "Write a percentage from 0 to below 100; 0 ends the discount."});
    check_length(out, "note", entry.note);
    return out;
}

Result<OwnChange> own_fact(FactChange change, const FactEntry& entry, const Claim* now, const Claim* below, const Catalog& catalog)
{
    if (const Problems problems = problems_of(change, entry, now, catalog); !problems.empty())
        return first_of(problems);
    OwnChange out;
    Claim claim;
    if (change == FactChange::Withdraw) {
        out.kind = "withdrawal";
        claim = *now;
        claim.status = "withdrawn";
        // Whatever speaks against it is named beside where it stands.
        if (!entry.source.id.empty() || !tidy(entry.source.fresh.title).empty()) {
            const Citation against{source_of(entry.source, catalog, out.records), tidy(entry.source.section)};
            if (std::find(claim.sources.begin(), claim.sources.end(), against) == claim.sources.end())
                claim.sources.push_back(against);
        }
    } else {
        const bool is_new = change == FactChange::Add;
        out.kind = is_new ? "fact" : "correction";
        claim = claim_of(entry, now);
        claim.status = is_new ? "stated" : "corrected";
        claim.sources = {{source_of(entry.source, catalog, out.records), tidy(entry.source.section)}};
        if (is_new)
            claim.id = free_id("own-" + slug(entry.about, most_of_id), [&catalog](const std::string& id) { return catalog.claim(id); });
    }
    out.title = shortened(claim.statement);
    out.records.notes.push_back({"claim", claim.id, tidy(entry.note), below ? as_json(*below) : nlohmann::json()});
    out.records.catalog.knowledge.claims.push_back(std::move(claim));
    return out;
}

Result<OwnChange> own_price(const PriceEntry& entry, const std::vector<Price>& below, const Catalog& catalog)
{
    if (const Problems problems = problems_of(entry, catalog); !problems.empty())
        return first_of(problems);
    OwnChange out{"price", {}, {}};
    const Price price{entry.instance,    tidy(entry.region),
                      entry.purchase,    typed_number(entry.usd_per_hour).value_or(0),
                      tidy(entry.as_of), source_of(entry.source, catalog, out.records)};
    nlohmann::json before;
    for (const Price& each : below)
        before.push_back(as_json(each));
    out.title = fmt::format("{} {} in {}: {}/h", price.instance, price.purchase, price.region, format_usd(price.usd_per_hour));
    out.records.notes.push_back({"price", record_id(price), tidy(entry.note), std::move(before)});
    out.records.catalog.prices.push_back(price);
    return out;
}

Result<OwnChange> own_discount(const DiscountEntry& entry, const Catalog& catalog)
{
    if (const Problems problems = problems_of(entry, catalog); !problems.empty())
        return first_of(problems);
    OwnChange out{"discount", {}, {}};
    const double percent = typed_number(entry.percent).value_or(0);
    out.title = fmt::format("own discount of {:g} % on {}", percent, entry.applies_to == "*" ? "all types" : entry.applies_to);
    out.records.discounts.push_back({entry.applies_to, percent / 100, tidy(entry.note)});
    return out;
}

Since since(const RecordNote& note, const nlohmann::json& below_now)
{
    if (note.before.is_null())
        return below_now.is_null() ? Since::Same : Since::Appeared;
    if (below_now.is_null())
        return Since::Gone;
    const auto differs = [](const nlohmann::json& was, const nlohmann::json& is) {
        if (!was.is_object() || !is.is_object())
            return was != is;
        for (const auto& [name, value] : was.items()) {
            if (is.value(name, nlohmann::json()) != value)
                return true;
        }
        return false;
    };
    if (!note.before.is_array())
        return differs(note.before, below_now) ? Since::Changed : Since::Same;
    if (!below_now.is_array() || below_now.size() != note.before.size())
        return Since::Changed;
    for (std::size_t i = 0; i < below_now.size(); ++i) {
        if (differs(note.before[i], below_now[i]))
            return Since::Changed;
    }
    return Since::Same;
}

} // namespace archway
