// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/compare/verify.h"

#include "model/base/units.h"
#include "model/compare/record.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

/// "3–5" of a figure with a band, the number itself of one without.
std::string shown(const Json& value)
{
    if (value.is_object() && value.contains("low") && value.contains("high") && value["low"].is_number() && value["high"].is_number())
        return fmt::format("{}–{}", format_figures(value["low"].get<double>()), format_figures(value["high"].get<double>()));
    if (value.is_number())
        return format_figures(value.get<double>(), 4);
    if (value.is_string())
        return value.get<std::string>();
    return value.is_null() ? std::string() : value.dump();
}

/// The entries of a list by a key of theirs; what is no such list counts as empty.
std::vector<std::pair<std::string, Json>> keyed(const Json& list, std::initializer_list<const char*> keys)
{
    std::vector<std::pair<std::string, Json>> out;
    if (!list.is_array())
        return out;
    for (const Json& entry : list) {
        std::string name;
        for (const char* key : keys)
            name += (name.empty() ? "" : ", ") + (entry.is_object() && entry.contains(key) ? shown(entry[key]) : std::string());
        // The same reference twice: the second is another entry.
        const auto same = std::count_if(out.begin(), out.end(),
                                        [&](const auto& known) { return known.first == name || known.first.starts_with(name + " ("); });
        out.emplace_back(same > 0 ? fmt::format("{} ({})", name, same + 1) : name, entry);
    }
    return out;
}

const Json* find(const std::vector<std::pair<std::string, Json>>& list, const std::string& name)
{
    const auto found = std::find_if(list.begin(), list.end(), [&name](const auto& entry) { return entry.first == name; });
    return found == list.end() ? nullptr : &found->second;
}

Json field(const Json* entry, const char* key)
{
    return entry && entry->is_object() && entry->contains(key) ? (*entry)[key] : Json(nullptr);
}

class Verifier {
public:
    Verifier(const Json& before, const Json& after)
        : m_before(before)
        , m_after(after)
    {
    }

    Verification run()
    {
        m_out.date = shown(field(&m_before, "date"));
        m_out.knowledge_then = shown(field(&m_before, "knowledge"));
        m_out.knowledge_now = shown(field(&m_after, "knowledge"));
        inputs(field(&m_before, "scenario"), field(&m_after, "scenario"), {});
        choices();
        pairs(Change::Kind::Figure, members("figures", m_before), members("figures", m_after), nullptr);
        pairs(Change::Kind::Price, keyed(field(&m_before, "prices"), {"instance", "region", "purchase"}),
              keyed(field(&m_after, "prices"), {"instance", "region", "purchase"}), "usd_per_hour");
        return std::move(m_out);
    }

private:
    void note(Change::Kind kind, std::string what, std::string before, std::string after)
    {
        m_out.changed.push_back({kind, std::move(what), std::move(before), std::move(after)});
    }

    static std::vector<std::pair<std::string, Json>> members(const char* key, const Json& record)
    {
        std::vector<std::pair<std::string, Json>> out;
        const Json object = field(&record, key);
        if (object.is_object())
            for (const auto& [name, value] : object.items())
                out.emplace_back(name, value);
        return out;
    }

    /// Leaves of the scenario that differ, by path.
    void inputs(const Json& before, const Json& after, const std::string& path)
    {
        if (path == "/assumed" || path == "/title" || path == "/window" || before == after)
            return;
        if (!before.is_object() || !after.is_object())
            return note(Change::Kind::Input, path, shown(before), shown(after));
        for (const auto& [key, value] : before.items())
            inputs(value, field(&after, key.c_str()), path + '/' + key);
        for (const auto& [key, value] : after.items())
            if (!before.contains(key))
                inputs(nullptr, value, path + '/' + key);
    }

    /// Entries of two lists by name: gone, new, or of another value.
    void pairs(Change::Kind kind, const std::vector<std::pair<std::string, Json>>& before,
               const std::vector<std::pair<std::string, Json>>& after, const char* key)
    {
        const auto value = [key](const Json* entry) { return key ? field(entry, key) : entry ? *entry : Json(nullptr); };
        for (const auto& [name, entry] : before) {
            const Json* now = find(after, name);
            if (value(&entry) != value(now))
                note(kind, name, shown(value(&entry)), shown(value(now)));
        }
        for (const auto& [name, entry] : after)
            if (!find(before, name))
                note(kind, name, {}, shown(value(&entry)));
    }

    void choices()
    {
        const auto before = keyed(field(&m_before, "choices"), {"role"});
        const auto after = keyed(field(&m_after, "choices"), {"role"});
        for (const auto& [role, then] : before) {
            const Json* now = find(after, role);
            if (field(&then, "chosen") != field(now, "chosen") || !now) {
                m_out.holds = false;
                note(Change::Kind::Choice, role, shown(field(&then, "chosen")), shown(field(now, "chosen")));
            } else {
                // Of another choice every reason is another; of the same one the changed reasons are what matters.
                const auto prefixed = [&role = role](const Json& reasons) {
                    auto list = keyed(reasons, {"ref"});
                    for (auto& [name, reason] : list)
                        name = fmt::format("{}: {}", role, name);
                    return list;
                };
                pairs(Change::Kind::Reason, prefixed(field(&then, "reasons")), prefixed(field(now, "reasons")), "text");
            }
        }
        for (const auto& [role, now] : after)
            if (!find(before, role)) {
                m_out.holds = false;
                note(Change::Kind::Choice, role, {}, shown(field(&now, "chosen")));
            }
    }

    const Json& m_before;
    const Json& m_after;
    Verification m_out;
};

} // namespace

std::string_view name_of(Change::Kind kind)
{
    switch (kind) {
    case Change::Kind::Choice: return "choice";
    case Change::Kind::Reason: return "reason";
    case Change::Kind::Figure: return "figure";
    case Change::Kind::Price: return "price";
    case Change::Kind::Input: return "input";
    }
    return {};
}

Result<Verification> verify_record(std::string_view record, const std::string& place, const Answer& today,
                                   const std::string& knowledge_version)
{
    const Json before = Json::parse(record, nullptr, false);
    if (before.is_discarded() || !before.is_object() || !before.contains("archway") || !before.contains("choices"))
        return bad_input(place, "is no record of a decision", "expected what `archway brief` writes beside its report");
    if (before["archway"] != 1)
        return bad_input(place, "is of a version this program does not read", "expected \"archway\": 1");
    const Json after = Json::parse(decision_record(today, knowledge_version, {}));
    return Verifier(before, after).run();
}

nlohmann::ordered_json verify_json(const Verification& verification)
{
    const auto text_or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
    Json changed = Json::array();
    for (const Change& change : verification.changed)
        changed.push_back({{"kind", name_of(change.kind)},
                           {"what", change.what},
                           {"before", text_or_null(change.before)},
                           {"after", text_or_null(change.after)}});
    return {{"holds", verification.holds},
            {"date", text_or_null(verification.date)},
            {"knowledge", {{"then", verification.knowledge_then}, {"now", verification.knowledge_now}}},
            {"changed", std::move(changed)}};
}

std::string verify_text(const Verification& verification, const std::string& report)
{
    std::string out
        = fmt::format("{}{}: the decision {}{}\n", report, verification.date.empty() ? "" : fmt::format(" of {}", verification.date),
                      verification.holds ? "holds" : "does not hold any more",
                      verification.changed.empty() ? ", and nothing it rests on has changed"
                          : verification.holds     ? ", but what it rests on has changed"
                                                   : "");
    for (const Change& change : verification.changed)
        out += fmt::format("  {} {}: {} → {}\n", name_of(change.kind), change.what, change.before.empty() ? "nothing" : change.before,
                           change.after.empty() ? "nothing" : change.after);
    return out;
}

} // namespace archway
