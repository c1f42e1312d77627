// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files.h"
#include "app/knowledge_location.h"
#include "app/offscreen.h"
#include "app/scenario_file.h"
#include "diagrams/address.h"
#include "diagrams/diagram_file.h"
#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "diagrams/mermaid.h"
#include "ui/paint/diagram_painter.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace archway {

namespace {

struct Request {
    std::string kind, file, out, of, direction, theme = "light", date, overlay;
    std::vector<std::string> only;
    bool transparent = false;
    double scale = 2; ///< pixels of a PNG for each unit
};

/// The overlays by the words that ask for them.
const std::map<std::string, Overlay> overlays{{"claims", Overlay::Claims}, {"verdict", Overlay::Verdict}, {"status", Overlay::Standing},
                                              {"cost", Overlay::Cost},     {"memory", Overlay::Memory},   {"age", Overlay::Age}};

/// Reads it and ties its nodes to the entities whose names they bear. Lines that were not understood are said on standard error.
Result<Diagram> read_notation(const std::string& path, const Catalog& catalog)
{
    const Result<std::string> text = read_file(path, largest_diagram_file);
    if (!text)
        return text.error();
    Result<DiagramFile> file = read_diagram_file(*text, path);
    if (!file)
        return file.error();
    for (const std::string& line : file->unknown)
        fmt::print(stderr, "archway: {}: not understood, kept as it stands: {}\n", path, line);
    tie_to_entities(file->diagram, catalog);
    return std::move(file->diagram);
}

/// The scenario of a file, or a default one for the model that a bare id names.
Result<ScenarioInput> scenario_of(const std::string& named, const Catalog& catalog)
{
    std::error_code code;
    if (!named.ends_with(".archway") && !std::filesystem::exists(named, code) && catalog.model(named)) {
        ScenarioInput input;
        input.scenario = default_scenario();
        input.scenario.model = {ModelForm::Id, catalog.model(named)->id};
        return input;
    }
    return read_scenario_file(named);
}

Result<std::string> rendered(const Request& request, const std::string& format, const VerbContext& context)
{
    const Result<Catalog> catalog = load_catalog(context);
    if (!catalog)
        return catalog.error();
    std::optional<Answer> answer;
    const DiagramKind* kind = diagram_kind(request.kind);
    const bool about_entity = kind && kind->subject == "entity";
    if (!request.file.empty() && !about_entity) {
        const Result<ScenarioInput> input = scenario_of(request.file, *catalog);
        if (!input)
            return input.error();
        Result<Answer> matched = match(input->scenario, *catalog, false, input->config_text);
        if (!matched)
            return in_file(request.file, matched.error());
        answer = std::move(*matched);
    }
    const std::string& subject = request.of.empty() && about_entity ? request.file : request.of;
    Result<Diagram> diagram
        = kind ? build_diagram(request.kind, *catalog, answer ? &*answer : nullptr, subject) : read_notation(request.kind, *catalog);
    if (!diagram)
        return diagram.error();
    if (!request.direction.empty())
        diagram->direction = request.direction == "lr" ? FlowDirection::LeftRight
            : request.direction == "rl"                ? FlowDirection::RightLeft
            : request.direction == "bt"                ? FlowDirection::BottomUp
                                                       : FlowDirection::TopDown;
    else if (kind && format != "mmd" && format != "dot")
        turn_for_reading(*diagram);
    if (!diagram->note.empty())
        fmt::print(stderr, "archway: {}\n", diagram->note);
    if (format == "mmd")
        return write_mermaid(*diagram);
    if (format == "dot")
        return write_dot(*diagram);
    const Offscreen screen;
    const Layout placed = layout(*diagram, measure_with_fonts());
    if (!placed.message.empty())
        fmt::print(stderr, "archway: {}\n", placed.message);
    if (format == "json")
        return write_diagram_json(*diagram, placed);
    const Colours& colours = request.theme == "dark" ? Theme::dark() : request.theme == "print" ? Theme::print() : Theme::light();
    Layout shown = placed;
    if (!request.only.empty()) {
        std::set<std::size_t> nodes;
        for (const std::string& id : request.only) {
            const NodeIndex at = index_of(*diagram);
            if (!at.contains(id))
                return bad_input(request.kind, fmt::format("\"{}\" is no node of this diagram", id), "-o X.json names them");
            nodes.insert(at.at(id));
        }
        std::tie(*diagram, shown) = cut_out(*diagram, placed, nodes);
    }
    PictureOptions options{request.scale, request.transparent, {}, addresses(*catalog)};
    if (const auto overlay = overlays.find(request.overlay); overlay != overlays.end()) {
        const std::vector<CheckedClaim> checked = overlay->second == Overlay::Claims ? check(*catalog) : std::vector<CheckedClaim>();
        options.badges = badges(*diagram, overlay->second, {*catalog, answer ? &*answer : nullptr, &checked});
    }
    return diagram_bytes(*diagram, shown, colours, QString::fromStdString(format), options).toStdString();
}

} // namespace

void add_diagram(CLI::App& program, VerbContext& context)
{
    auto request = std::make_shared<Request>();
    CLI::App* verb = program.add_subcommand("diagram", "a diagram; `diagram list` names the kinds");
    verb->add_option("KIND", request->kind, "kind, or list, or a Mermaid (.mmd) or DOT (.dot) file to draw")->required();
    verb->add_option("FILE", request->file, "scenario, or the id of a model; for a neighbourhood the id of the entity");
    verb->add_option("--of", request->of, "the role of a decision (accelerator without it), the entity of a neighbourhood")
        ->type_name("ID");
    verb->add_option("-o", request->out, "file to write: svg, png, pdf, dot, mmd or json")->type_name("OUT");
    verb->add_option("--direction", request->direction, "lr, rl, tb or bt; without it the kind's own")
        ->check(CLI::IsMember({"lr", "rl", "tb", "bt"}));
    verb->add_option("--theme", request->theme, "light, dark or print")->check(CLI::IsMember({"light", "dark", "print"}));
    verb->add_option("--scale", request->scale, "pixels of a PNG for each unit")->check(CLI::Range(0.1, 8.0));
    verb->add_flag("--transparent", request->transparent, "no sheet behind an SVG or PNG");
    verb->add_option("--overlay", request->overlay, "figures on the nodes: claims, verdict, status, cost, memory or age")
        ->check(CLI::IsMember({"claims", "verdict", "status", "cost", "memory", "age"}));
    verb->add_option("--only", request->only, "a picture of these nodes alone, as they stand in the whole")
        ->delimiter(',')
        ->type_name("ID,…");
    verb->add_option("--date", request->date, "date of the picture; without it none is printed");
    verb->callback([request, &context] {
        if (request->kind == "list") {
            for (const DiagramKind& kind : diagram_kinds())
                fmt::print("{:<20} {}{}\n", kind.id, kind.title,
                           kind.needs_answer              ? " (needs a scenario)"
                               : kind.subject == "entity" ? " (needs an entity)"
                                                          : "");
            return;
        }
        if (!diagram_kind(request->kind) && !is_diagram_file(request->kind))
            return context.fail({Error::Code::Usage, request->kind, "is no kind of diagram", "archway diagram list names them"});
        const Result<std::string> format = output_format(request->out, {"svg", "png", "pdf", "dot", "mmd", "json"});
        if (!format)
            return context.fail(format.error());
        const Result<std::string> bytes = rendered(*request, *format, context);
        if (!bytes)
            return context.fail(bytes.error());
        if (const Status written = write_file(request->out, *bytes); !written)
            context.fail(written.error());
    });
}

} // namespace archway
