// SPDX-License-Identifier: GPL-3.0-or-later
// What KnowledgeStore answers without the whole base in memory.
#include "db/knowledge_rows.h"
#include "db/knowledge_store_impl.h"
#include "db/search.h"

#include <algorithm>
#include <map>

namespace archway {

namespace {

using SQLite::Statement;
using Rows = std::vector<std::int64_t>;

constexpr int most_counted = 10'000;     ///< matching claims that are counted and divided into facets
constexpr std::size_t most_values = 500; ///< of one facet

/// The conditions of a filter on the columns of claim, as SQL with its texts.
struct Conditions {
    std::string sql;
    std::vector<std::string> texts;

    explicit Conditions(const ClaimConditions& filter)
    {
        in("kind", filter.kinds);
        in("status", filter.statuses);
        in("year", filter.years);
        if (!filter.about.empty())
            in("about", {filter.about});
        if (!filter.sources.empty()) {
            sql += " AND EXISTS (SELECT 1 FROM claim_source WHERE claim = claim.id";
            in("document", filter.sources);
            sql += ")";
        }
    }

    void bind(Statement& statement, int first) const
    {
        for (const std::string& text : texts)
            statement.bind(first++, text);
    }

private:
    void in(const char* column, const std::vector<std::string>& values)
    {
        if (values.empty())
            return;
        sql += fmt::format(" AND {} IN (", column);
        for (std::size_t i = 0; i < values.size(); ++i)
            sql += i == 0 ? "?" : ", ?";
        sql += ")";
        texts.insert(texts.end(), values.begin(), values.end());
    }
};

/// Claims that match, at most `most` after the first `skip`, in the order of the base.
Rows rows_of(SQLite::Database& db, const ClaimConditions& filter, std::size_t skip, std::size_t most)
{
    const Conditions conditions(filter);
    Rows out;
    if (!filter.words.empty()) {
        const Rows hits = matching_claims(db, search_expression(db, filter.words), most_counted + 1);
        Statement holds(db, "SELECT 1 FROM claim WHERE rowid = ?" + conditions.sql);
        conditions.bind(holds, 2);
        std::size_t count = 0;
        for (const std::int64_t hit : hits) {
            holds.bind(1, hit);
            const bool matches = conditions.texts.empty() || holds.executeStep();
            holds.reset();
            if (matches && count++ >= skip && out.size() < most)
                out.push_back(hit);
        }
        return out;
    }
    if (filter.sources.size() == 1 && conditions.texts.size() == 1) {
        // By the index of the sources: their claims in the order of their ids.
        Statement row(
            db,
            "SELECT claim.rowid FROM (SELECT DISTINCT claim AS id FROM claim_source WHERE document = ? ORDER BY claim LIMIT ? OFFSET ?) "
            "JOIN claim USING (id)");
        row.bind(1, filter.sources.front());
        row.bind(2, static_cast<std::int64_t>(most));
        row.bind(3, static_cast<std::int64_t>(skip));
        while (row.executeStep())
            out.push_back(row.getColumn(0).getInt64());
        return out;
    }
    // Without a condition rows are numbered from one on: nothing has to be stepped over.
    const bool all = conditions.texts.empty();
    Statement row(db, fmt::format("SELECT rowid FROM claim WHERE rowid > ?{} ORDER BY rowid LIMIT ? OFFSET ?", conditions.sql));
    const int after = static_cast<int>(conditions.texts.size());
    row.bind(1, static_cast<std::int64_t>(all ? skip : 0));
    conditions.bind(row, 2);
    row.bind(2 + after, static_cast<std::int64_t>(most));
    row.bind(3 + after, static_cast<std::int64_t>(all ? 0 : skip));
    while (row.executeStep())
        out.push_back(row.getColumn(0).getInt64());
    return out;
}

/// How many claims match: exactly where that was counted when the base was written, else up to `most_counted`.
std::pair<std::size_t, bool> count_of(SQLite::Database& db, const ClaimConditions& filter, const KnowledgeSize& size)
{
    const int facets = !filter.kinds.empty() + !filter.statuses.empty() + !filter.years.empty() + !filter.sources.empty();
    if (filter.words.empty() && filter.about.empty() && facets == 0)
        return {size.claims, false};
    if (filter.words.empty() && filter.about.empty() && facets == 1 && filter.sources.size() <= 1) {
        std::size_t count = 0;
        Statement row(db, "SELECT claims FROM facet WHERE facet = ? AND value = ?");
        for (const auto& [facet, values] : {std::pair("kind", &filter.kinds), std::pair("status", &filter.statuses),
                                            std::pair("year", &filter.years), std::pair("source", &filter.sources)}) {
            for (const std::string& value : *values) {
                row.bind(1, facet);
                row.bind(2, value);
                count += row.executeStep() ? static_cast<std::size_t>(row.getColumn(0).getInt64()) : 0;
                row.reset();
            }
        }
        return {count, false};
    }
    const std::size_t count = rows_of(db, filter, 0, most_counted + 1).size();
    return {std::min<std::size_t>(count, most_counted), count > most_counted};
}

Facets::Values by_frequency(const std::map<std::string, std::size_t>& counts)
{
    Facets::Values out(counts.begin(), counts.end());
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    out.resize(std::min(out.size(), most_values));
    return out;
}

Facets all_facets(SQLite::Database& db)
{
    Facets out;
    Statement row(db, "SELECT value, claims FROM facet WHERE facet = ? ORDER BY claims DESC, value LIMIT ?");
    for (const auto& [facet, values] : {std::pair("kind", &out.kinds), std::pair("status", &out.statuses), std::pair("year", &out.years),
                                        std::pair("source", &out.sources)}) {
        row.bind(1, facet);
        for (row.bind(2, static_cast<std::int64_t>(most_values)); row.executeStep();)
            values->emplace_back(row.getColumn(0).getString(), static_cast<std::size_t>(row.getColumn(1).getInt64()));
        row.reset();
    }
    return out;
}

} // namespace

Result<std::optional<Claim>> KnowledgeStore::claim(const std::string& id) const
{
    return m_impl->ask(query_limit, [&](SQLite::Database& db) { return RowReader(db).claim(id); });
}

Result<std::optional<Source>> KnowledgeStore::source(const std::string& id) const
{
    return m_impl->ask(query_limit, [&](SQLite::Database& db) { return RowReader(db).source(id); });
}

Result<std::optional<Entity>> KnowledgeStore::entity(const std::string& id) const
{
    return m_impl->ask(query_limit, [&](SQLite::Database& db) -> std::optional<Entity> {
        RowReader rows(db);
        if (std::optional<Entity> exact = rows.entity(id))
            return exact;
        for (const char* sql : {"SELECT id FROM entity WHERE id = ? COLLATE NOCASE ORDER BY id",
                                "SELECT entity FROM alias WHERE name = ? COLLATE NOCASE ORDER BY entity"}) {
            Statement row(db, sql);
            row.bind(1, id);
            if (row.executeStep())
                return rows.entity(row.getColumn(0).getString());
        }
        return std::nullopt;
    });
}

Result<ClaimPage> KnowledgeStore::claims(const ClaimConditions& filter, std::size_t first, std::size_t count) const
{
    return m_impl->ask(query_limit, [&](SQLite::Database& db) {
        ClaimPage page;
        std::tie(page.found, page.more) = count_of(db, filter, m_impl->size);
        RowReader rows(db);
        Statement row(db, fmt::format("SELECT {} FROM claim WHERE rowid = ?", claim_columns));
        for (const std::int64_t id : rows_of(db, filter, first, count)) {
            row.bind(1, id);
            if (row.executeStep())
                page.knowledge.claims.push_back(rows.claim(row));
            row.reset();
        }
        complete(rows, page.knowledge);
        return page;
    });
}

Result<Facets> KnowledgeStore::facets(const ClaimConditions& filter) const
{
    return m_impl->ask(query_limit, [&](SQLite::Database& db) {
        const Conditions conditions(filter);
        if (filter.words.empty() && conditions.texts.empty())
            return all_facets(db);
        Facets out;
        Rows matching = rows_of(db, filter, 0, most_counted + 1);
        out.more = matching.size() > most_counted;
        matching.resize(std::min<std::size_t>(matching.size(), most_counted));
        std::map<std::string, std::size_t> kinds, statuses, years, sources;
        Statement claim(db, "SELECT kind, status, year, id FROM claim WHERE rowid = ?");
        Statement cited(db, "SELECT DISTINCT document FROM claim_source WHERE claim = ?");
        for (const std::int64_t id : matching) {
            claim.bind(1, id);
            if (claim.executeStep()) {
                ++kinds[claim.getColumn(0).getString()];
                ++statuses[claim.getColumn(1).getString()];
                ++years[claim.getColumn(2).getString()];
                for (cited.bind(1, claim.getColumn(3).getString()); cited.executeStep();)
                    ++sources[cited.getColumn(0).getString()];
                cited.reset();
            }
            claim.reset();
        }
        out.kinds = by_frequency(kinds);
        out.statuses = by_frequency(statuses);
        out.years = by_frequency(years);
        out.sources = by_frequency(sources);
        return out;
    });
}

Status KnowledgeStore::check_pages() const
{
    const Result<std::string> answer = m_impl->ask(std::chrono::hours(1), [](SQLite::Database& db) {
        Statement row(db, "PRAGMA quick_check(1)");
        return row.executeStep() ? row.getColumn(0).getString() : std::string("gives no answer");
    });
    if (!answer)
        return answer.error();
    if (*answer != "ok")
        return bad_input(m_impl->path, "is damaged: " + *answer, "restore it from a copy");
    return Done{};
}

} // namespace archway
