// SPDX-License-Identifier: GPL-3.0-or-later
// Words through the full-text search, figures through their units, and what is left divided into facets.
#include "app/knowledge_location.h"
#include "model/evidence/figure_filter.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

constexpr int ranked = 3000;             ///< hits of the full-text search that facets are counted over
constexpr std::size_t compared = 20'000; ///< claims of a large base whose figures are compared

enum Facet { KindFacet, StatusFacet, VerdictFacet, SourceFacet, YearFacet, facet_count };
constexpr std::array<const char*, facet_count> facet_names{"kind", "status", "verdict", "source", "year"};

struct Options {
    std::string text;
    std::array<std::vector<std::string>, facet_count> chosen;
    int limit = 50;
    bool facets = false, json = false;
};

/// A hit with the values it has of each facet; a source has none but its kind.
struct Found {
    SearchHit hit;
    std::string figure; ///< what met the conditions: "50 ms"
    std::array<std::vector<std::string>, facet_count> values;
};

std::string year_of(const std::string& date)
{
    return date.empty() ? "not dated" : date.substr(0, 4);
}

/// Enters what the catalog knows of a hit.
class Describer {
public:
    explicit Describer(const CheckedKnowledge& knowledge)
        : m_catalog(knowledge.catalog)
    {
        for (const Claim& claim : m_catalog.knowledge.claims)
            m_claims.emplace(claim.id, &claim);
        for (const Entity& entity : m_catalog.knowledge.entities)
            m_entities.emplace(entity.id, &entity);
        for (const Source& source : m_catalog.knowledge.sources)
            m_sources.emplace(source.id, &source);
        for (const CheckedClaim& checked : knowledge.checked)
            m_verdicts.emplace(checked.claim, name_of(checked.verdict));
    }

    [[nodiscard]] const Claim* claim(const std::string& id) const
    {
        const auto found = m_claims.find(id);
        return found == m_claims.end() ? nullptr : found->second;
    }

    void describe(Found& found) const
    {
        found.values[KindFacet] = {found.hit.kind};
        if (const Claim* of = found.hit.kind == "claim" ? claim(found.hit.id) : nullptr) {
            const auto about = m_entities.find(of->about);
            if (about != m_entities.end())
                found.values[KindFacet].push_back(about->second->kind);
            found.values[StatusFacet] = {of->status.empty() ? "stated" : of->status};
            found.values[YearFacet] = {year_of(of->as_of)};
            if (const auto verdict = m_verdicts.find(of->id); verdict != m_verdicts.end())
                found.values[VerdictFacet] = {std::string(verdict->second)};
            for (const Citation& citation : of->sources)
                if (auto& list = found.values[SourceFacet]; std::find(list.begin(), list.end(), citation.document) == list.end())
                    list.push_back(citation.document);
            if (of->value)
                found.figure = fmt::format("{}{:g}{}{}", of->low ? fmt::format("{:g} to ", *of->low) : "", *of->value,
                                           of->unit.empty() ? "" : " ", of->unit);
        } else if (const auto entity = m_entities.find(found.hit.id); found.hit.kind != "source" && entity != m_entities.end()) {
            if (!entity->second->status.empty()) {
                found.values[StatusFacet] = {entity->second->status};
                found.values[YearFacet] = {year_of(entity->second->status_as_of)};
            }
        } else if (const auto source = m_sources.find(found.hit.id); found.hit.kind == "source" && source != m_sources.end()) {
            found.values[StatusFacet] = {source->second->read ? "read" : "not read"};
            found.values[YearFacet] = {year_of(source->second->date)};
        }
    }

private:
    const Catalog& m_catalog;
    std::map<std::string_view, const Claim*> m_claims;
    std::map<std::string_view, const Entity*> m_entities;
    std::map<std::string_view, const Source*> m_sources;
    std::map<std::string_view, std::string_view> m_verdicts;
};

/// Facet by facet: is one of its values chosen? `without` is left out of account.
bool chosen(const Found& found, const Options& options, int without)
{
    for (int facet = 0; facet < facet_count; ++facet) {
        const auto& wanted = options.chosen[static_cast<std::size_t>(facet)];
        if (facet == without || wanted.empty())
            continue;
        const auto& values = found.values[static_cast<std::size_t>(facet)];
        if (std::none_of(wanted.begin(), wanted.end(),
                         [&values](const std::string& value) { return std::find(values.begin(), values.end(), value) != values.end(); }))
            return false;
    }
    return true;
}

struct Answer {
    std::vector<Found> found; ///< of all facets
    bool more = false;
};

/// Claims and specifications whose figures meet the conditions; words are looked for anywhere in what they say.
Answer by_figure(const FigureQuery& query, const Describer& describer, const CheckedKnowledge& knowledge)
{
    Answer out;
    const Knowledge& k = knowledge.catalog.knowledge;
    const std::vector<std::string> words = lower_words(query.words);
    for (const Claim& claim : k.claims) {
        const Entity* about = meets(query.conditions, claim) ? knowledge.catalog.entity(claim.about) : nullptr;
        if (!about)
            continue;
        const std::string text = fmt::format("{} {} {} {} {} {} {}", claim.id, claim.statement, claim.unit, claim.baseline, claim.scope,
                                             about->name, fmt::join(about->aliases, " "));
        if (holds_words(fmt::format("{}", fmt::join(lower_words(text), " ")), words))
            out.found.push_back({{claim.id, "claim", claim.statement, claim.statement}, {}, {}});
    }
    for (const SpecificationFigure& figure : specification_figures(knowledge.catalog)) {
        const bool met = std::all_of(query.conditions.begin(), query.conditions.end(), [&figure](const FigureCondition& c) {
            return !c.dimension.empty() && meets(c, figure.value, {}, figure.unit);
        });
        const Entity* entity = met && holds_words(figure.words, words) ? knowledge.catalog.entity(figure.entity) : nullptr;
        if (entity)
            out.found.push_back({{entity->id, entity->kind, entity->name, entity->name + ": " + figure.text}, figure.text, {}});
    }
    for (Found& found : out.found) {
        const std::string figure = found.figure;
        describer.describe(found);
        if (!figure.empty())
            found.figure = figure;
    }
    return out;
}

/// Claims of a base that is not read whole, by its own queries: their verdicts are worked out only for those of the working set.
Status add_beyond(const VerbContext& context, const FigureQuery& query, const Describer& describer, Answer& answer)
{
    const Result<KnowledgeStore> store = open_knowledge(context);
    if (!store)
        return store.error();
    if (store->whole() || query.conditions.empty())
        return Done{};
    ClaimConditions filter;
    filter.words = query.words;
    // The units of these claims are compared here: the base has the figures as their sources give them.
    const Result<ClaimPage> page = store->claims(filter, 0, compared);
    if (!page)
        return page.error();
    answer.more |= page->more || page->found > compared;
    for (const Claim& claim : page->knowledge.claims) {
        if (!meets(query.conditions, claim) || describer.claim(claim.id))
            continue;
        Found found{{claim.id, "claim", claim.statement, claim.statement}, fmt::format("{:g} {}", *claim.value, claim.unit), {}};
        found.values[KindFacet].emplace_back("claim");
        found.values[StatusFacet].push_back(claim.status.empty() ? "stated" : claim.status);
        found.values[YearFacet].push_back(year_of(claim.as_of));
        for (const Citation& citation : claim.sources)
            found.values[SourceFacet].push_back(citation.document);
        answer.found.push_back(std::move(found));
    }
    return Done{};
}

/// How often each value of a facet comes, the most frequent first.
std::vector<std::pair<std::string, int>> counts(const std::vector<Found>& all, const Options& options, int facet)
{
    std::map<std::string, int> count;
    for (const Found& found : all)
        if (chosen(found, options, facet))
            for (const std::string& value : found.values[static_cast<std::size_t>(facet)])
                ++count[value];
    std::vector<std::pair<std::string, int>> out(count.begin(), count.end());
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return out;
}

Json json_of(const Found& found)
{
    Json out{{"id", found.hit.id}, {"kind", found.hit.kind}, {"name", found.hit.name}, {"snippet", found.hit.snippet}};
    if (!found.figure.empty())
        out["figure"] = found.figure;
    for (const Facet facet : {StatusFacet, VerdictFacet})
        if (!found.values[facet].empty())
            out[facet_names[facet]] = found.values[facet].front();
    return out;
}

void print(const Options& options, const FigureQuery& query, const Answer& answer)
{
    Json json;
    json["results"] = Json::array();
    std::size_t found = 0;
    for (const Found& one : answer.found) {
        if (!chosen(one, options, -1) || found++ >= static_cast<std::size_t>(options.limit))
            continue;
        if (options.json)
            json["results"].push_back(json_of(one));
        else
            fmt::print("{:<36} {:<16} {}\n", one.hit.id, one.hit.kind, one.hit.snippet);
    }
    json["found"] = found;
    json["more"] = answer.more;
    for (int facet = 0; facet < facet_count; ++facet) {
        const char* name = facet_names[static_cast<std::size_t>(facet)];
        json["facets"][name] = Json::object();
        if (options.facets)
            fmt::print("\n{}\n", name);
        for (const auto& [value, count] : counts(answer.found, options, facet)) {
            json["facets"][name][value] = count;
            if (options.facets)
                fmt::print("{:>7}  {}\n", count, value);
        }
    }
    if (options.json) {
        for (const FigureCondition& condition : query.conditions)
            json["conditions"].push_back({{"text", condition.text}, {"value", condition.value}, {"unit", condition.dimension}});
        print_json(json);
    } else if (answer.more || found > static_cast<std::size_t>(options.limit)) {
        fmt::print("{} of {}{}\n", std::min(found, static_cast<std::size_t>(options.limit)), answer.more ? "more than " : "", found);
    }
}

void search(const Options& options, VerbContext& context)
{
    const FigureQuery query = figure_query(options.text);
    const Result<CheckedKnowledge> knowledge = load_checked(context);
    if (!knowledge)
        return context.fail(knowledge.error());
    const Describer describer(*knowledge);
    Answer answer;
    if (query.conditions.empty()) {
        Result<SearchAnswer> hits = search_knowledge(context, options.text, ranked);
        if (!hits)
            return context.fail(hits.error());
        answer.more = hits->more || hits->found > hits->hits.size();
        for (SearchHit& hit : hits->hits) {
            answer.found.push_back({std::move(hit), {}, {}});
            describer.describe(answer.found.back());
        }
    } else {
        answer = by_figure(query, describer, *knowledge);
        if (const Status beyond = add_beyond(context, query, describer, answer); !beyond)
            return context.fail(beyond.error());
    }
    Options shown = options;
    shown.facets = options.facets && !options.json;
    print(shown, query, answer);
}

} // namespace

void add_search(CLI::App& program, VerbContext& context)
{
    auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand("search", "full-text search over entities, claims and sources, with figures and facets");
    verb->add_option("TEXT", options->text,
                     "words, the last one may be the beginning of a word; and figures: \"latency < 50 ms\", \"memory >= 80 GB\"")
        ->required();
    for (int facet = 0; facet < facet_count; ++facet)
        verb->add_option(fmt::format("--{}", facet_names[static_cast<std::size_t>(facet)]),
                         options->chosen[static_cast<std::size_t>(facet)], "only hits with one of these values")
            ->delimiter(',')
            ->allow_extra_args(false)
            ->type_name("VALUE,…");
    verb->add_option("--limit", options->limit, "hits that are shown")->check(CLI::Range(0, 100000));
    verb->add_flag("--facets", options->facets, "say how the hits divide by kind, status, verdict, source and year");
    verb->add_flag("--json", options->json, "answer as JSON, facets included");
    verb->callback([options, &context] { search(*options, context); });
}

} // namespace archway
