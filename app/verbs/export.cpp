// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files.h"
#include "app/knowledge_location.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <map>
#include <memory>

namespace archway {

namespace {

/// What is exported: the base with all layers, or one of the user's layers as it can be given to somebody else.
Result<nlohmann::ordered_json> exported(const std::string& layer, const VerbContext& context)
{
    if (layer.empty()) {
        Result<CheckedKnowledge> knowledge = load_checked(context);
        if (!knowledge)
            return knowledge.error();
        std::map<std::string_view, std::string_view> verdicts;
        for (const CheckedClaim& checked : knowledge->checked)
            verdicts.emplace(checked.claim, name_of(checked.verdict));
        LayerRecords all;
        all.catalog = std::move(knowledge->catalog);
        nlohmann::ordered_json pack = pack_json(all, "Archway knowledge " + all.catalog.knowledge_version);
        for (auto& claim : pack["claims"])
            claim["verdict"] = verdicts[claim["id"].get_ref<const std::string&>()];
        return pack;
    }
    Result<std::vector<LayerRecords>> batches
        = user_layers(context).read(layer == "mine" ? KnowledgeLayer::Mine : KnowledgeLayer::Imported);
    if (!batches)
        return batches.error();
    LayerRecords all;
    for (LayerRecords& batch : *batches)
        stack(all, std::move(batch));
    return pack_json(all, "Archway layer " + layer);
}

} // namespace

void add_export(CLI::App& program, VerbContext& context)
{
    auto out = std::make_shared<std::string>();
    auto layer = std::make_shared<std::string>();
    CLI::App* verb = program.add_subcommand("export", "the whole knowledge base, as a pack that import reads");
    verb->add_flag("--json")->description("the only format there is");
    verb->add_option("-o", *out, "file to write; standard output without it")->type_name("OUT");
    verb->add_option("--layer", *layer, "only what you added: imported or mine");
    verb->callback([out, layer, &context] {
        if (!layer->empty() && *layer != "imported" && *layer != "mine")
            return context.fail({Error::Code::Usage, "--layer " + *layer, "is no layer", "expected imported or mine"});
        const Result<nlohmann::ordered_json> pack = exported(*layer, context);
        if (!pack)
            return context.fail(pack.error());
        const std::string text = pack->dump(1) + "\n";
        if (out->empty()) {
            std::fwrite(text.data(), 1, text.size(), stdout);
            return;
        }
        if (const Status written = write_file(*out, text); !written)
            context.fail(written.error());
    });
}

} // namespace archway
