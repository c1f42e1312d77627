// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files.h"
#include "app/verb.h"
#include "model/base/units.h"
#include "model/estimate/estimate.h"
#include "model/transformer/config_reader.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace archway {

namespace {

std::string joined(const std::vector<std::string>& words)
{
    return words.empty() ? "none" : fmt::format("{}", fmt::join(words, ", "));
}

void print_text(const Architecture& model)
{
    fmt::print("{} ({})\n", model.name, model.model_type);
    fmt::print("  parameters   {} total, {} active\n", format_parameters(static_cast<double>(model.total_parameters())),
               format_parameters(static_cast<double>(model.active_parameters())));
    fmt::print("  KV cache     {} a token in BF16, {} a sequence of 32 768 tokens\n", format_bytes(model.kv_bytes_per_token()),
               format_bytes(model.kv_bytes_at(32768)));
    for (const LayerGroup& group : layer_groups(model))
        fmt::print("  layers       {} × {}{}\n", group.count, name_of(group.kind),
                   group.window > 0 ? fmt::format(", window {} tokens", format_number(static_cast<double>(group.window))) : "");
    fmt::print("  innovations  {}\n", joined(model.innovations()));
    fmt::print("  read         {}\n", joined(model.fields.read));
    fmt::print("  inferred     {}\n", joined(model.fields.inferred));
    fmt::print("  ignored      {}\n", joined(model.fields.ignored));
}

} // namespace

void add_inspect(CLI::App& program, VerbContext& context)
{
    auto path = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    CLI::App* verb = program.add_subcommand("inspect", "reads a Hugging Face config.json");
    verb->add_option("CONFIG", *path, "config.json of the model")->required();
    verb->add_flag("--json", *json, "answer as JSON");
    verb->callback([path, json, &context] {
        const Result<std::string> text = read_file(*path);
        if (!text)
            return context.fail(text.error());
        const Result<Architecture> model = read_config_text(*text, *path);
        if (!model)
            return context.fail(model.error());
        if (*json)
            print_json(inspect_json(*model));
        else
            print_text(*model);
    });
}

} // namespace archway
