// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files.h"
#include "app/knowledge_location.h"
#include "model/knowledge/record_json.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <map>
#include <memory>

namespace archway {

void add_export(CLI::App& program, VerbContext& context)
{
    auto out = std::make_shared<std::string>();
    CLI::App* verb = program.add_subcommand("export", "the whole knowledge base");
    verb->add_flag("--json")->description("the only format there is");
    verb->add_option("-o", *out, "file to write; standard output without it")->type_name("OUT");
    verb->callback([out, &context] {
        const Result<CheckedKnowledge> knowledge = load_checked(context);
        if (!knowledge)
            return context.fail(knowledge.error());
        nlohmann::ordered_json content = knowledge_json(knowledge->catalog.knowledge);
        std::map<std::string_view, std::string_view> verdicts;
        for (const CheckedClaim& checked : knowledge->checked)
            verdicts.emplace(checked.claim, name_of(checked.verdict));
        for (auto& claim : content["claims"])
            claim["verdict"] = verdicts[claim["id"].get_ref<const std::string&>()];
        const std::string text = content.dump(1) + "\n";
        if (out->empty()) {
            std::fwrite(text.data(), 1, text.size(), stdout);
            return;
        }
        if (const Status written = write_file(*out, text); !written)
            context.fail(written.error());
    });
}

} // namespace archway
