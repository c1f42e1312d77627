// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files.h"
#include "app/knowledge_location.h"
#include "app/offscreen.h"
#include "app/scenario_file.h"
#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "diagrams/mermaid.h"
#include "ui/paint/diagram_painter.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

namespace archway {

namespace {

struct Request {
    std::string kind, file, out, of, direction, theme = "light", date;
    double scale = 2; ///< pixels of a PNG for each unit
};

/// A diagram in another notation stands where a kind would: "map.mmd", "graph.dot".
bool is_notation(const std::string& kind)
{
    return kind.ends_with(".mmd") || kind.ends_with(".mermaid") || kind.ends_with(".dot") || kind.ends_with(".gv");
}

/// Reads it and ties its nodes to the entities whose names they bear. Lines that were not understood are said on standard error.
Result<Diagram> read_notation(const std::string& path, const Catalog& catalog)
{
    const Result<std::string> text = read_file(path, 4U << 20);
    if (!text)
        return text.error();
    Result<Diagram> diagram = Diagram();
    if (path.ends_with(".dot") || path.ends_with(".gv")) {
        diagram = read_dot(*text, path);
    } else {
        Result<MermaidReading> reading = read_mermaid(*text, path);
        if (!reading)
            return reading.error();
        for (const std::string& line : reading->unknown)
            fmt::print(stderr, "archway: {}: not understood, kept as it stands: {}\n", path, line);
        diagram = std::move(reading->diagram);
    }
    if (diagram)
        tie_to_entities(*diagram, catalog);
    return diagram;
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
    return diagram_bytes(*diagram, placed, colours, QString::fromStdString(format), request.scale).toStdString();
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
        if (!diagram_kind(request->kind) && !is_notation(request->kind))
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
