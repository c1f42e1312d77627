// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/knowledge_location.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace archway {

void add_search(CLI::App& program, VerbContext& context)
{
    auto text = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    CLI::App* verb = program.add_subcommand("search", "full-text search over entities, claims and sources");
    verb->add_option("TEXT", *text, "words; the last one may be the beginning of a word")->required();
    verb->add_flag("--json", *json, "answer as JSON");
    verb->callback([text, json, &context] {
        const Result<SearchAnswer> found = search_knowledge(context, *text);
        if (!found)
            return context.fail(found.error());
        nlohmann::ordered_json answer;
        answer["results"] = nlohmann::ordered_json::array();
        for (const SearchHit& hit : found->hits) {
            if (*json)
                answer["results"].push_back({{"id", hit.id}, {"kind", hit.kind}, {"name", hit.name}, {"snippet", hit.snippet}});
            else
                fmt::print("{:<36} {:<16} {}\n", hit.id, hit.kind, hit.snippet);
        }
        answer["found"] = found->found;
        answer["more"] = found->more;
        if (*json)
            print_json(answer);
        else if (found->more || found->found > found->hits.size())
            fmt::print("{} of {}{}\n", found->hits.size(), found->more ? "more than " : "", found->found);
    });
}

} // namespace archway
