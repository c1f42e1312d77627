// SPDX-License-Identifier: GPL-3.0-or-later
// Laying layers upon each other.
#include "model/knowledge/knowledge_files.h"
#include "model/knowledge/layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace archway {

namespace {

using Ids = std::unordered_set<std::string>;

/// Records of `upper` take the place of those with their id, `gone` ones leave, new ones follow in their order.
template <class T>
void overlay(std::vector<T>& base, const std::vector<T>& upper, const Ids& gone)
{
    if (upper.empty() && gone.empty())
        return;
    std::unordered_map<std::string, std::vector<const T*>> groups;
    for (const T& record : upper)
        groups[record_id(record)].push_back(&record);
    std::vector<T> out;
    out.reserve(base.size() + upper.size());
    for (T& record : base) {
        const std::string id = record_id(record);
        if (const auto group = groups.find(id); group != groups.end()) {
            for (const T* replacement : group->second)
                out.push_back(*replacement);
            group->second.clear(); // the id may come again below: it has been replaced
        } else if (!gone.contains(id)) {
            out.push_back(std::move(record));
        }
    }
    for (const T& record : upper) {
        if (!groups.find(record_id(record))->second.empty())
            out.push_back(record);
    }
    base = std::move(out);
}

/// Entities that only repeat what a model, accelerator or instance type says leave with the record they repeat; they are derived anew.
void forget_derived_entities(Catalog& base, const LayerRecords& layer)
{
    std::set<std::string> touched;
    for (const Withdrawal& w : layer.withdrawn) {
        if (w.kind == "model" || w.kind == "accelerator" || w.kind == "instance")
            touched.insert(w.id);
    }
    const auto touch = [&touched](const auto& records) {
        for (const auto& record : records)
            touched.insert(record.id);
    };
    touch(layer.catalog.models);
    touch(layer.catalog.accelerators);
    touch(layer.catalog.instances);
    if (touched.empty())
        return;
    Catalog derived;
    const auto copy = [&touched](const auto& from, auto& to) {
        std::copy_if(from.begin(), from.end(), std::back_inserter(to), [&](const auto& record) { return touched.contains(record.id); });
    };
    copy(base.models, derived.models);
    copy(base.accelerators, derived.accelerators);
    copy(base.instances, derived.instances);
    derive_entities(derived);
    std::erase_if(base.knowledge.entities, [&derived](const Entity& entity) {
        const auto& entities = derived.knowledge.entities;
        return std::any_of(entities.begin(), entities.end(), [&entity](const Entity& d) {
            return d.id == entity.id && d.kind == entity.kind && d.name == entity.name && d.summary == entity.summary
                && d.aliases == entity.aliases;
        });
    });
}

/// Leaves out what names something that is not there, until nothing does.
class Pruning {
public:
    explicit Pruning(LayeredCatalog& out)
        : m_out(out)
        , m_catalog(out.catalog)
    {
    }

    void run()
    {
        do {
            m_again = false;
            visit_lists(m_catalog, [this](const char* kind, const auto& list) {
                std::set<std::string, std::less<>>& ids = m_ids[kind];
                ids.clear();
                for (const auto& record : list)
                    ids.insert(record_id(record));
            });
            prune();
        } while (m_again);
    }

private:
    [[nodiscard]] bool there(const char* kind, const std::string& id) const { return m_ids.find(kind)->second.contains(id); }

    /// Drops each record for which `missing` says what it names in vain.
    template <class T>
    void drop(const char* kind, std::vector<T>& list, const std::function<std::string(const T&)>& missing)
    {
        std::erase_if(list, [&](const T& record) {
            const std::string because = missing(record);
            if (because.empty())
                return false;
            m_out.dropped.push_back({kind, record_id(record), because});
            m_again = true;
            return true;
        });
    }

    [[nodiscard]] std::string lacks(const char* kind, const std::string& id) const
    {
        return there(kind, id) ? std::string() : fmt::format("names the {} \"{}\", which is not there", kind, id);
    }

    /// A list of ids without those that are gone: what is left still carries the record, an empty rest does not.
    std::string keep_known(const char* kind, std::vector<std::string>& ids)
    {
        if (ids.empty())
            return {};
        const std::string first = ids.front();
        std::erase_if(ids, [&](const std::string& id) { return !there(kind, id); });
        return ids.empty() ? lacks(kind, first) : std::string();
    }

    std::string keep_known(std::vector<Citation>& citations)
    {
        if (citations.empty())
            return {};
        const std::string first = citations.front().document;
        std::erase_if(citations, [&](const Citation& citation) { return !there("source", citation.document); });
        return citations.empty() ? lacks("source", first) : std::string();
    }

    template <class T>
    [[nodiscard]] std::string sources_of(const T& record) const
    {
        for (const auto& [field, source] : record.sources) {
            if (!there("source", source))
                return lacks("source", source);
        }
        return {};
    }

    void prune();

    LayeredCatalog& m_out;
    Catalog& m_catalog;
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> m_ids;
    bool m_again = false;
};

void Pruning::prune()
{
    Knowledge& k = m_catalog.knowledge;
    for (Entity& entity : k.entities) {
        if (!entity.successor.empty() && !there("entity", entity.successor))
            entity.successor.clear();
    }
    // Lists inside a record are shortened in place, which the record survives unless nothing is left of what carried it.
    std::map<std::string, std::string> hollow;
    for (Claim& claim : k.claims) {
        if (const std::string because = keep_known(claim.sources); !because.empty())
            hollow["claim " + claim.id] = because;
    }
    for (Relation& relation : k.relations) {
        if (const std::string because = keep_known("claim", relation.claims); !because.empty())
            hollow["relation " + record_id(relation)] = because;
    }
    for (Check& check : k.checks) {
        if (const std::string because = keep_known("claim", check.claims); !because.empty())
            hollow["check " + check.claim] = because;
    }
    for (Rule& rule : k.rules) {
        const std::string claims = keep_known("claim", rule.claims);
        const std::string sources = keep_known(rule.sources);
        if (!claims.empty() || !sources.empty())
            hollow["rule " + rule.id] = claims.empty() ? sources : claims;
    }
    const auto hollowed = [&hollow](const std::string& name) {
        const auto found = hollow.find(name);
        return found == hollow.end() ? std::string() : found->second;
    };
    const auto first = [](std::string a, const std::string& b) { return a.empty() ? b : a; };
    drop<Claim>("claim", k.claims, [&](const Claim& c) { return first(lacks("entity", c.about), hollowed("claim " + c.id)); });
    drop<Relation>("relation", k.relations, [&](const Relation& r) {
        return first(first(lacks("entity", r.from), lacks("entity", r.to)), hollowed("relation " + record_id(r)));
    });
    drop<Rule>("rule", k.rules, [&](const Rule& r) { return hollowed("rule " + r.id); });
    drop<Check>("check", k.checks, [&](const Check& c) {
        std::string because = first(hollowed("check " + c.claim), lacks("claim", c.claim));
        because = first(because, c.entity.empty() ? std::string() : lacks("entity", c.entity));
        for (const Citation& citation : c.sources)
            because = first(because, lacks("source", citation.document));
        return because;
    });
    drop<DiagramText>("diagram", k.diagrams, [&](const DiagramText& d) { return lacks("source", d.source.document); });
    drop<ModelRecord>("model", m_catalog.models, [&](const ModelRecord& m) { return lacks("source", m.source.document); });
    drop<Accelerator>("accelerator", m_catalog.accelerators, [&](const Accelerator& a) {
        if (!a.factor_family.empty() && !m_catalog.factors.families.contains(a.factor_family))
            return fmt::format("names the factor family \"{}\", which is not there", a.factor_family);
        return sources_of(a);
    });
    drop<InstanceType>("instance", m_catalog.instances,
                       [&](const InstanceType& i) { return first(lacks("accelerator", i.accelerator), sources_of(i)); });
    drop<Price>("price", m_catalog.prices, [&](const Price& p) { return lacks("source", p.source); });
    drop<ApiPrice>("api_price", m_catalog.api_prices, [&](const ApiPrice& p) {
        return first(lacks("source", p.source), p.model.empty() ? std::string() : lacks("model", p.model));
    });
}

/// Multiplies on-demand prices; the price's source becomes one that names the discount and the list price's source.
void apply_discounts(Catalog& catalog, const std::map<std::string, Discount>& discounts)
{
    if (discounts.empty())
        return;
    std::map<std::string, Source> discounted;
    const auto discount_on = [&discounts](const std::string& instance) -> const Discount* {
        for (const std::string& scope : {instance, instance.substr(0, instance.find('.')), std::string("*")}) {
            if (const auto found = discounts.find(scope); found != discounts.end())
                return &found->second;
        }
        return nullptr;
    };
    for (Price& price : catalog.prices) {
        const Discount* discount = price.purchase == "on-demand" ? discount_on(price.instance) : nullptr;
        if (!discount || discount->fraction == 0)
            continue;
        const std::string of = discount->applies_to == "*" ? "all types" : discount->applies_to;
        const std::string id = fmt::format("{}-less-{:g}%-on-{}", price.source, discount->fraction * 100, discount->applies_to);
        if (!discounted.contains(id)) {
            const Source* list = catalog.source(price.source);
            Source named = list ? *list : Source{};
            named.title
                = fmt::format("own discount of {:g} % on {}, on: {}", discount->fraction * 100, of, list ? list->title : price.source);
            named.id = id;
            discounted.emplace(id, std::move(named));
        }
        price.usd_per_hour *= 1 - discount->fraction;
        price.source = id;
    }
    for (auto& [id, source] : discounted)
        catalog.knowledge.sources.push_back(std::move(source));
}

/// Lays the lists of one layer upon those of a catalog.
void overlay_lists(Catalog& base, const LayerRecords& layer)
{
    std::map<std::string, Ids, std::less<>> gone;
    for (const Withdrawal& w : layer.withdrawn)
        gone[w.kind].insert(w.id);
    const auto overlay_list = [&gone](const char* kind, auto& list, const auto& upper) {
        static const Ids none;
        const auto ids = gone.find(kind);
        overlay(list, upper, ids == gone.end() ? none : ids->second);
    };
    overlay_list("source", base.knowledge.sources, layer.catalog.knowledge.sources);
    overlay_list("entity", base.knowledge.entities, layer.catalog.knowledge.entities);
    overlay_list("relation", base.knowledge.relations, layer.catalog.knowledge.relations);
    overlay_list("claim", base.knowledge.claims, layer.catalog.knowledge.claims);
    overlay_list("rule", base.knowledge.rules, layer.catalog.knowledge.rules);
    overlay_list("diagram", base.knowledge.diagrams, layer.catalog.knowledge.diagrams);
    overlay_list("check", base.knowledge.checks, layer.catalog.knowledge.checks);
    overlay_list("model", base.models, layer.catalog.models);
    overlay_list("accelerator", base.accelerators, layer.catalog.accelerators);
    overlay_list("instance", base.instances, layer.catalog.instances);
    overlay_list("price", base.prices, layer.catalog.prices);
    overlay_list("api_price", base.api_prices, layer.catalog.api_prices);
    if (!layer.catalog.factors.source.empty())
        base.factors = layer.catalog.factors;
}

} // namespace

void stack(LayerRecords& below, LayerRecords above)
{
    // A record given again is no longer withdrawn.
    std::erase_if(below.withdrawn, [&above](const Withdrawal& w) {
        bool given = false;
        visit_lists(above.catalog, [&](const char* kind, const auto& list) {
            given = given
                || (w.kind == kind && std::any_of(list.begin(), list.end(), [&](const auto& record) { return record_id(record) == w.id; }));
        });
        return given;
    });
    overlay_lists(below.catalog, above);
    std::erase_if(below.discounts, [&above](const Discount& d) {
        return std::any_of(above.discounts.begin(), above.discounts.end(),
                           [&d](const Discount& x) { return x.applies_to == d.applies_to; });
    });
    std::move(above.discounts.begin(), above.discounts.end(), std::back_inserter(below.discounts));
    for (RecordNote& note : above.notes) {
        const auto known = std::find_if(below.notes.begin(), below.notes.end(),
                                        [&note](const RecordNote& n) { return n.kind == note.kind && n.id == note.id; });
        if (known == below.notes.end())
            below.notes.push_back(std::move(note));
        else
            *known = std::move(note);
    }
    std::move(above.withdrawn.begin(), above.withdrawn.end(), std::back_inserter(below.withdrawn));
}

LayeredCatalog laid_upon(Catalog base, const std::vector<LayerRecords>& layers)
{
    LayeredCatalog out{std::move(base), {}};
    std::map<std::string, Discount> discounts;
    bool changed = false;
    for (const LayerRecords& layer : layers) {
        if (layer.empty())
            continue;
        changed = true;
        forget_derived_entities(out.catalog, layer);
        overlay_lists(out.catalog, layer);
        for (const Discount& discount : layer.discounts)
            discounts[discount.applies_to] = discount;
    }
    if (!changed)
        return out;
    derive_entities(out.catalog);
    Pruning(out).run();
    apply_discounts(out.catalog, discounts);
    return out;
}

} // namespace archway
