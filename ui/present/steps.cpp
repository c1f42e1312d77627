// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/present/steps.h"

#include "model/estimate/formula.h"
#include "model/scenario/inputs.h"
#include "ui/question/input_row.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>

#include <algorithm>

namespace archway {

namespace {

using Json = nlohmann::ordered_json;
constexpr const char* log_key = "decision_log"; ///< of the list in what the window keeps in a project
constexpr std::size_t most_lines = 6;           ///< that a room can read

QString tr(const char* text)
{
    return QCoreApplication::translate("Present", text);
}
QString words(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string milliseconds(double ms)
{
    return format_seconds(ms / 1e3);
}
std::string days(double value)
{
    return format_seconds(value * 86400);
}

QString label_of(const std::string& path)
{
    const NumericInput* input = numeric_input(path);
    return input ? words(input->label) : words(path);
}

const Decision* main_decision(const Workspace& workspace)
{
    return workspace.answer().decision("accelerator");
}

QString deployment_text(const Workspace& workspace)
{
    const auto& estimate = workspace.answer().estimate;
    if (estimate && estimate->trains()) {
        if (const TrainingPlan* plan = estimate->best_training())
            return QStringLiteral("%1 × %2").arg(plan->instances).arg(words(plan->instance));
    } else if (estimate) {
        if (const Deployment* best = estimate->best())
            return QStringLiteral("%1 × %2").arg(best->instances).arg(words(best->instance));
    }
    return {};
}

PresentStep question_step(const Workspace& workspace)
{
    const Scenario& s = workspace.scenario();
    PresentStep step{tr("The question"), s.title.empty() ? tr("Which AWS services and instances?") : words(s.title), {}, {}};
    for (const NumericInput& input : numeric_inputs()) {
        const auto value = get_number(s, input.path);
        if (applies(input, s) && value && *value && !s.assumed.contains(std::string(input.path)))
            step.lines << QStringLiteral("%1: %2").arg(words(input.label), input_text(input, **value));
    }
    QStringList regions, purchase;
    for (const std::string& region : s.constraints.regions)
        regions << words(region);
    for (const std::string& way : s.constraints.purchase)
        purchase << words(way);
    step.lines << tr("In %1, bought %2").arg(regions.join(QStringLiteral(", ")), purchase.join(QStringLiteral(", ")));
    return step;
}

PresentStep model_step(const Workspace& workspace)
{
    const ResolvedModel* model = workspace.model();
    if (!model)
        return {tr("The model"), tr("No model is chosen: the innovations alone speak."), {}, {}};
    const Architecture& a = model->architecture;
    PresentStep step{tr("The model"), words(a.name), {}, {}};
    step.lines << tr("%1 parameters, %2 of them active for a token")
                      .arg(words(format_parameters(static_cast<double>(a.total_parameters()))),
                           words(format_parameters(static_cast<double>(a.active_parameters()))));
    step.lines << (a.experts > 0 ? tr("%1 layers, %2 experts, %3 active").arg(a.layers.size()).arg(a.experts).arg(a.active_experts)
                                 : tr("%1 layers, dense").arg(a.layers.size()));
    QStringList found;
    for (const std::string& id : a.innovations())
        if (const Entity* entity = workspace.catalog().entity(id))
            found << words(entity->aliases.empty() ? entity->name : entity->aliases.front());
    if (!found.isEmpty())
        step.lines << tr("Has %1").arg(found.join(QStringLiteral(", ")));
    for (const std::string& change : model->changes)
        step.lines << tr("What if: %1").arg(words(change));
    return step;
}

PresentStep needs_step(const Workspace& workspace)
{
    const auto& estimate = workspace.answer().estimate;
    PresentStep step{tr("What it needs"), tr("Choose a model to compute it."), {}, {}};
    if (estimate && estimate->trains()) {
        const TrainingPlan* plan = estimate->best_training() ? estimate->best_training()
            : estimate->training.empty()                     ? nullptr
                                                             : &estimate->training.front();
        if (plan) {
            step.lead
                = tr("%1 for %2 tokens").arg(words(format_flop(plan->flops)), words(format_tokens(workspace.scenario().training.tokens)));
            step.lines << tr("A checkpoint takes %1").arg(words(format_bytes(plan->checkpoint_size)));
            step.chart = QStringLiteral("training-memory");
        }
    } else if (estimate && !estimate->deployments.empty()) {
        const Deployment& d = estimate->deployments.front();
        const double weights = d.memory.weights * d.tensor_parallel * d.pipeline_parallel;
        step.lead = tr("%1 of weights, and %2 of KV cache for each user")
                        .arg(words(format_bytes(weights)), words(format_bytes(d.kv_bytes_per_sequence)));
        const double users = workspace.scenario().workload.concurrent_sequences;
        step.lines << tr("%1 users at once: %2 of KV cache")
                          .arg(words(format_number(users)), words(format_bytes(users * d.kv_bytes_per_sequence)));
        if (d.fits)
            step.lines << tr("%1 has room for %2").arg(deployment_text(workspace), words(format_number(d.max_concurrent_sequences)));
        step.chart = QStringLiteral("memory");
    }
    return step;
}

PresentStep candidates_step(const Workspace& workspace)
{
    const Decision* decision = main_decision(workspace);
    PresentStep step{tr("Candidates"), tr("Nothing to choose from."), {}, {}};
    if (!decision)
        return step;
    const auto viable = std::count_if(decision->candidates.begin(), decision->candidates.end(),
                                      [](const Candidate& c) { return c.verdict != Verdict::Rejected; });
    step.lead = tr("%1 of %2 instance types can do it").arg(viable).arg(decision->candidates.size());
    int refused = 0;
    for (const Candidate& candidate : decision->candidates) {
        const QString name = words(candidate.name).remove(QStringLiteral("Amazon EC2 "));
        if (candidate.verdict == Verdict::Rejected) {
            if (++refused <= 2)
                step.lines << tr("✕ %1: %2").arg(name, words(candidate.rejected_because));
        } else if (static_cast<std::size_t>(step.lines.size()) < most_lines - 2) {
            const std::string& why = candidate.reasons.empty() ? candidate.use_when : candidate.reasons.front().text;
            step.lines << QStringLiteral("%1 %2: %3")
                              .arg(candidate.verdict == Verdict::Recommended ? QStringLiteral("✓") : QStringLiteral("○"), name, words(why));
        }
    }
    return step;
}

PresentStep choice_step(const Workspace& workspace)
{
    const Decision* decision = main_decision(workspace);
    const Candidate* winner = decision ? decision->winner() : nullptr;
    if (!winner)
        return {
            tr("The choice"), decision && decision->open() ? tr("Open: too little is known to choose.") : tr("Nothing feasible."), {}, {}};
    const QString deployment = deployment_text(workspace);
    PresentStep step{tr("The choice"), deployment.isEmpty() ? words(winner->name) : deployment, {}, {}};
    for (const Reason& reason : winner->reasons)
        if (static_cast<std::size_t>(step.lines.size()) < most_lines - 2)
            step.lines << words(reason.text);
    QStringList close;
    for (const Candidate& candidate : decision->candidates)
        if (candidate.too_close_to_call)
            close << words(candidate.name).remove(QStringLiteral("Amazon EC2 "));
    if (!close.isEmpty())
        step.lines << tr("≈ Too close to call on cost: %1").arg(close.join(QStringLiteral(", ")));
    for (const Decision& other : workspace.answer().decisions)
        if (other.role == "serving-platform" || other.role == "training-platform")
            if (const Candidate* platform = other.winner())
                step.lines << tr("Platform: %1").arg(words(platform->name));
    return step;
}

PresentStep cost_step(const Workspace& workspace)
{
    const auto& estimate = workspace.answer().estimate;
    PresentStep step{tr("The cost"), tr("Unknown: nothing that fits has a price."), {}, {}};
    const PriceUsed* price = estimate ? estimate->best_price() : nullptr;
    if (!price)
        return step;
    if (const TrainingPlan* plan = estimate->trains() ? estimate->best_training() : nullptr; plan && plan->usd_total) {
        step.lead = tr("%1 for the run").arg(words(format_band(*plan->usd_total, format_usd)));
        step.lines << tr("%1 on %2").arg(words(format_band(*plan->days, days)), deployment_text(workspace));
        step.chart = QStringLiteral("training-days");
    } else if (const Deployment* best = estimate->trains() ? nullptr : estimate->best(); best && best->usd_per_month) {
        step.lead = tr("%1 a month").arg(words(format_usd(*best->usd_per_month)));
        if (best->usd_per_million_output)
            step.lines << tr("%1 per 1M output tokens at %2 use")
                              .arg(words(format_band(*best->usd_per_million_output, format_usd)),
                                   words(format_percent(workspace.scenario().workload.utilisation)));
        if (best->tpot_ms)
            step.lines << tr("%1 a token").arg(words(format_band(*best->tpot_ms, milliseconds)));
        step.chart = QStringLiteral("cost-concurrency");
    }
    step.lines << tr("%1/h and instance, %2, %3, as of %4")
                      .arg(words(format_usd(price->usd_per_hour)), words(price->purchase), words(price->region), words(price->as_of));
    return step;
}

PresentStep flips_step(const Workspace& workspace)
{
    const Decision* decision = main_decision(workspace);
    PresentStep step{tr("What would change it"), tr("Nothing within the range of the inputs."), {}, {}};
    if (!decision || decision->chosen.empty())
        return {step.title, tr("There is no choice to change."), {}, {}};
    if (!decision->flips.empty())
        step.lead = tr("%1 wins until one of these").arg(words(decision->winner()->name).remove(QStringLiteral("Amazon EC2 ")));
    for (const Flip& flip : decision->flips) {
        const NumericInput* input = numeric_input(flip.input);
        if (!input || static_cast<std::size_t>(step.lines.size()) >= most_lines)
            continue;
        const Candidate* to = decision->candidate(flip.to);
        step.lines << QStringLiteral("%1 %2 %3  →  %4")
                          .arg(words(input->label), flip.at > flip.now ? QStringLiteral("≥") : QStringLiteral("≤"),
                               input_text(*input, flip.at), to ? words(to->name).remove(QStringLiteral("Amazon EC2 ")) : words(flip.to));
    }
    QStringList never;
    for (const std::string& path : decision->cannot_flip)
        never << label_of(path);
    if (!never.isEmpty())
        step.lines << tr("Never: %1").arg(never.join(QStringLiteral(", ")));
    return step;
}

PresentStep sources_step(const Workspace& workspace)
{
    const Catalog& catalog = workspace.catalog();
    PresentStep step{tr("Says who?"), tr("Every figure names its formula, every statement its source."), {}, {}};
    // Formulas of one source share a line: the room reads the source once.
    QList<std::pair<QString, QStringList>> formulas;
    QStringList documents;
    for (const Decision& decision : workspace.answer().decisions) {
        const Candidate* winner = decision.winner();
        if (!winner)
            continue;
        for (const Reason& reason : winner->reasons) {
            if (const Formula* used = formula(reason.ref)) {
                const QString title = words(used->title);
                const QString source = words(used->source);
                auto known = std::find_if(formulas.begin(), formulas.end(), [&](const auto& each) { return each.first == source; });
                if (known == formulas.end())
                    known = formulas.insert(formulas.end(), {source, {}});
                if (!known->second.contains(title))
                    known->second << title;
            } else if (const Claim* claim = catalog.claim(reason.ref)) {
                for (const Citation& citation : claim->sources)
                    if (const Source* source = catalog.source(citation.document))
                        documents << words(source->title) + (source->date.empty() ? QString() : QStringLiteral(", ") + words(source->date));
            }
        }
    }
    for (const auto& [source, titles] : formulas)
        step.lines << tr("Formulas: %1 (%2)").arg(titles.join(QStringLiteral(", ")), source);
    documents.removeDuplicates();
    step.lines << documents;
    step.lines = step.lines.mid(0, static_cast<qsizetype>(most_lines) + 2);
    return step;
}

Json kept(const Scenario& scenario)
{
    Json window = scenario.window.empty() ? Json::object() : Json::parse(scenario.window, nullptr, false);
    return window.is_object() ? window : Json::object();
}

} // namespace

QList<PresentStep> present_steps(const Workspace& workspace)
{
    return {question_step(workspace), model_step(workspace), needs_step(workspace), candidates_step(workspace),
            choice_step(workspace),   cost_step(workspace),  flips_step(workspace), sources_step(workspace)};
}

Scenario with_log_entry(const Workspace& workspace, const QString& date)
{
    Scenario next = workspace.scenario();
    Json window = kept(next);
    Json entry = Json::object();
    entry["date"] = date.toStdString();
    entry["choice"] = choice_step(workspace).lead.toStdString();
    entry["cost"] = cost_step(workspace).lead.toStdString();
    Json inputs = Json::object();
    for (const NumericInput& input : numeric_inputs())
        if (const auto value = get_number(next, input.path); value && *value && applies(input, next))
            inputs[std::string(input.path)] = **value;
    entry["inputs"] = std::move(inputs);
    if (!window[log_key].is_array())
        window[log_key] = Json::array();
    window[log_key].push_back(std::move(entry));
    next.window = window.dump();
    return next;
}

QStringList decision_log(const Scenario& scenario)
{
    QStringList lines;
    const Json window = kept(scenario);
    if (!window.contains(log_key) || !window[log_key].is_array())
        return lines;
    const auto text = [](const Json& entry, const char* name) {
        return entry.contains(name) && entry[name].is_string() ? words(entry[name].get<std::string>()) : QString();
    };
    for (const Json& entry : window[log_key])
        if (entry.is_object())
            lines << QStringLiteral("%1: %2, %3").arg(text(entry, "date"), text(entry, "choice"), text(entry, "cost"));
    return lines;
}

} // namespace archway
