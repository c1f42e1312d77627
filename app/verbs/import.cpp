// SPDX-License-Identifier: GPL-3.0-or-later
// Adds to the user's layers, and takes back. What would change is worked out first and said; then it is written in one transaction.
#include "app/any_import.h"
#include "app/knowledge_location.h"
#include "db/import_file.h"
#include "model/base/nearest.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <set>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t examples = 5;

struct Options {
    std::vector<std::string> files;
    bool dry_run = false, undo = false, list = false, json = false;
    double discount = 0;
    std::string applies_to = "*";
    bool discount_given = false;
};

/// Text from a file, fit for a terminal: control characters would move the cursor.
std::string plain(std::string_view text)
{
    std::string out(text);
    std::replace_if(
        out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return out;
}

/// The shipped base with the imported layer upon it, and with the user's own too where `mine`.
Result<Catalog> catalog_below(const VerbContext& context, bool mine)
{
    const Result<KnowledgeStore> store = open_knowledge(context);
    if (!store)
        return store.error();
    Result<Catalog> base = store->catalog();
    if (!base)
        return base;
    const UserLayers layers = user_layers(context);
    const Result<std::vector<LayerRecords>> records = mine ? layers.read_all() : layers.read(KnowledgeLayer::Imported);
    if (!records)
        return records.error();
    return laid_upon(std::move(*base), *records).catalog;
}

void print_changes(const char* what, const std::vector<PlannedChange>& changes)
{
    for (std::size_t i = 0; i < std::min(changes.size(), examples); ++i)
        fmt::print("  {:<9} {} {}  {}\n", what, changes[i].kind, plain(changes[i].id), plain(changes[i].what));
    if (changes.size() > examples)
        fmt::print("  {:<9} … and {} more\n", "", changes.size() - examples);
}

Json changes_json(const ImportPlan& plan)
{
    Json list = Json::array();
    const auto add = [&list](const char* what, const std::vector<PlannedChange>& changes) {
        for (const PlannedChange& change : changes)
            list.push_back({{"change", what}, {"kind", change.kind}, {"id", change.id}, {"what", change.what}});
    };
    add("added", plan.added);
    add("changed", plan.changed);
    add("withdrawn", plan.withdrawn);
    return list;
}

void report(const std::vector<ImportFile>& files, const ImportPlan& plan, const Options& options)
{
    if (options.json) {
        Json answer{{"dry_run", options.dry_run}, {"files", Json::array()}};
        for (const ImportFile& file : files)
            answer["files"].push_back({{"file", file.name}, {"kind", file.kind}, {"title", file.title}, {"left_out", file.left_out}});
        answer["added"] = plan.added.size();
        answer["changed"] = plan.changed.size();
        answer["withdrawn"] = plan.withdrawn.size();
        answer["unchanged"] = plan.unchanged;
        answer["changes"] = changes_json(plan);
        fmt::print("{}\n", answer.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
        return;
    }
    for (const ImportFile& file : files) {
        fmt::print("{}: {}\n", plain(file.name), plain(file.title));
        for (const auto& [reason, count] : file.left_out)
            fmt::print("  left out  {:>9} {}\n", count, plain(reason));
    }
    fmt::print("{}{} added, {} changed, {} withdrawn; {} are there already\n", options.dry_run ? "would change: " : "", plan.added.size(),
               plan.changed.size(), plan.withdrawn.size(), plan.unchanged);
    print_changes("added", plan.added);
    print_changes("changed", plan.changed);
    print_changes("withdrawn", plan.withdrawn);
}

/// Writes the plan as one batch, unless there is nothing in it or it is only asked for.
void carry_out(const std::vector<ImportFile>& files, const ImportPlan& plan, const Batch& batch, const Options& options,
               VerbContext& context)
{
    if (!options.dry_run && !plan.empty()) {
        if (const Status added = user_layers(context).add(batch, plan.records); !added)
            return context.fail(added.error());
    }
    report(files, plan, options);
}

void import_files(const Options& options, VerbContext& context)
{
    const Result<Catalog> below = catalog_below(context, false);
    if (!below)
        return context.fail(below.error());
    std::vector<ImportFile> files;
    LayerRecords records;
    Batch batch;
    for (const std::string& path : options.files) {
        Result<ImportFile> file = read_any_import(path, *below);
        if (!file)
            return context.fail(file.error());
        const std::string between = files.empty() ? "" : "; ";
        batch.kind = files.empty() || batch.kind == file->kind ? file->kind : "files";
        batch.title += between + file->title;
        batch.origin += between + file->name;
        stack(records, std::move(file->records));
        files.push_back(std::move(*file));
    }
    const Result<ImportPlan> plan = plan_import(*below, std::move(records), batch.origin);
    if (!plan)
        return context.fail(plan.error());
    carry_out(files, *plan, batch, options, context);
}

void set_discount(const Options& options, VerbContext& context)
{
    if (!(options.discount >= 0 && options.discount < 1))
        return context.fail(
            {Error::Code::Usage, "--discount", "is out of range", "expected a fraction from 0 to below 1: 0.25 is a quarter less"});
    const Result<Catalog> below = catalog_below(context, true);
    if (!below)
        return context.fail(below.error());
    std::set<std::string> scopes{"*"};
    for (const InstanceType& type : below->instances) {
        scopes.insert(type.id);
        scopes.insert(type.family);
    }
    if (!scopes.contains(options.applies_to))
        return context.fail({Error::Code::Usage, "--applies-to " + options.applies_to, "is neither family nor instance type",
                             "nearest known: " + nearest(options.applies_to, {scopes.begin(), scopes.end()})});
    LayerRecords records;
    records.discounts.push_back({options.applies_to, options.discount, ""});
    const Result<ImportPlan> plan = plan_import(*below, std::move(records), "--discount");
    if (!plan)
        return context.fail(plan.error());
    const std::string title
        = fmt::format("own discount of {:g} % on {}", options.discount * 100, options.applies_to == "*" ? "all types" : options.applies_to);
    carry_out({}, *plan, {0, KnowledgeLayer::Mine, "discount", title, "command line", 0}, options, context);
}

Json batch_json(const Batch& batch)
{
    return {{"id", batch.id},         {"layer", layer_name(batch.layer)}, {"kind", batch.kind}, {"title", batch.title},
            {"origin", batch.origin}, {"records", batch.records},         {"made", batch.made}};
}

void undo(const Options& options, VerbContext& context)
{
    const UserLayers layers = user_layers(context);
    Result<std::vector<Batch>> all = layers.batches();
    if (!all)
        return context.fail(all.error());
    Result<Batch> last = options.dry_run && !all->empty() ? Result<Batch>(all->back()) : layers.undo();
    if (!last)
        return context.fail(last.error());
    if (options.json)
        return print_json({{"dry_run", options.dry_run}, {"taken_back", batch_json(*last)}});
    fmt::print("{} {}: {} ({} records, layer {})\n", options.dry_run ? "would take back" : "took back", plain(last->kind),
               plain(last->title), last->records, layer_name(last->layer));
}

void list(const Options& options, VerbContext& context)
{
    const Result<std::vector<Batch>> all = user_layers(context).batches();
    if (!all)
        return context.fail(all.error());
    Json answer{{"batches", Json::array()}};
    for (const Batch& batch : *all) {
        answer["batches"].push_back(batch_json(batch));
        if (!options.json)
            fmt::print("{:>4}  {:<9} {:<15} {:>6} records  {}\n", batch.id, layer_name(batch.layer), plain(batch.kind), batch.records,
                       plain(batch.title));
    }
    if (options.json)
        print_json(answer);
}

} // namespace

void add_import(CLI::App& program, VerbContext& context)
{
    auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand("import", "adds to your own knowledge: packs, price lists, instance types, diagrams");
    verb->add_option("FILE", options->files,
                     "knowledge pack, AWS price list (JSON, CSV), answer of aws ec2 describe-instance-types, list of references, Mermaid or "
                     "DOT diagram");
    verb->add_flag("--dry-run,--preview", options->dry_run, "say what would change, change nothing");
    verb->add_flag("--undo", options->undo, "take back the last import");
    verb->add_flag("--list", options->list, "what was imported, the oldest first");
    verb->add_flag("--json", options->json, "answer as JSON");
    CLI::Option* discount
        = verb->add_option("--discount", options->discount, "your own discount on on-demand prices: 0.25 is a quarter less");
    discount->type_name("FRACTION");
    verb->add_option("--applies-to", options->applies_to, "family or instance type of the discount; all without it")->needs(discount);
    verb->callback([options, discount, &context] {
        options->discount_given = discount->count() > 0;
        const int asked = (options->files.empty() ? 0 : 1) + options->undo + options->list + options->discount_given;
        if (asked != 1)
            return context.fail({Error::Code::Usage, "import", asked == 0 ? "has nothing to do" : "is asked for several things at once",
                                 "expected files, --undo, --list or --discount"});
        if (options->undo)
            undo(*options, context);
        else if (options->list)
            list(*options, context);
        else if (options->discount_given)
            set_discount(*options, context);
        else
            import_files(*options, context);
    });
}

} // namespace archway
