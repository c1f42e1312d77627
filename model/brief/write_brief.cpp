// SPDX-License-Identifier: GPL-3.0-or-later
// An answer as a report: every sentence with what it rests on.
#include "model/brief/brief.h"

#include "model/base/units.h"
#include "model/scenario/inputs.h"

#include <fmt/format.h>

#include <algorithm>

namespace archway {

namespace {

constexpr std::size_t most_separated = 4; ///< close calls spelled out; the table marks all of them

std::string milliseconds(double ms)
{
    return format_seconds(ms / 1e3);
}

std::string band_or_dash(const std::optional<Band>& band, std::string (*format)(double))
{
    return band ? format_band(*band, format) : "–";
}

/// The report is built top to bottom; the newest section is what is added to.
class Writer {
public:
    Writer(const Answer& answer, const Catalog& catalog, const std::string& date)
        : m_answer(answer)
        , m_catalog(catalog)
    {
        m_out.date = date;
    }

    Brief run()
    {
        m_out.title = m_answer.scenario.title.empty() ? "Architecture brief" : m_answer.scenario.title;
        summary();
        question();
        if (m_answer.estimate) {
            model();
            if (m_answer.estimate->trains())
                plans();
            else
                deployments();
        }
        for (const Decision& decision : m_answer.decisions)
            decide(decision);
        assumptions();
        return std::move(m_out);
    }

private:
    BriefSection& section(std::string title, int level = 2)
    {
        m_out.sections.push_back({});
        m_out.sections.back().title = std::move(title);
        m_out.sections.back().level = level;
        return m_out.sections.back();
    }

    static Sentence said(std::string text, std::vector<std::string> refs = {}) { return {std::move(text), std::move(refs)}; }

    void summary()
    {
        BriefSection& s = section("The answer");
        const Deployment* best = m_answer.estimate ? m_answer.estimate->best() : nullptr;
        if (!m_answer.estimate) {
            s.paragraphs.push_back(
                said("Without a model nothing is computed; what follows rests on the innovations and on stated rules alone."));
            return;
        }
        const Architecture& a = m_answer.estimate->model.architecture;
        if (m_answer.estimate->trains())
            return summarise_training(s);
        if (!best) {
            s.paragraphs.push_back(said(fmt::format("No instance type of the knowledge base serves {} under these constraints; the nearest "
                                                    "fixes stand with the refusals below.",
                                                    a.name),
                                        {"formula.memory-accelerator"}));
            return;
        }
        const Decision* platforms = m_answer.decision("serving-platform");
        const Candidate* platform = platforms ? platforms->winner() : nullptr;
        const std::string own = fmt::format("runs on {} × {}{}.", best->instances, best->instance,
                                            best->usd_per_month ? fmt::format(" for {} a month", format_usd(*best->usd_per_month)) : "");
        if (platform && brings_capacity(*platform)) {
            s.quotations.push_back(
                said(fmt::format("{} serves {}. On instances of your own it {}", platform->name, a.name, own), {"formula.cost-month"}));
            for (const Reason& reason : platform->reasons)
                if (reason.kind == ReasonKind::Computed)
                    s.paragraphs.push_back(said(reason.text + ".", refs_of(reason.ref)));
        } else {
            s.quotations.push_back(said(fmt::format("{} {}", a.name, own), {"formula.cost-month"}));
        }
        s.paragraphs.push_back(said(
            fmt::format("{} parameters, {} of them active, take {} in {}. A sequence of {} tokens keeps {} of KV cache, and the deployment "
                        "has room for {} of them at once.",
                        format_parameters(static_cast<double>(a.total_parameters())),
                        format_parameters(static_cast<double>(a.active_parameters())),
                        format_bytes(best->memory.weights * best->tensor_parallel * best->pipeline_parallel),
                        m_answer.estimate->model.weight_precision,
                        format_tokens(m_answer.scenario.workload.input_tokens + m_answer.scenario.workload.output_tokens),
                        format_bytes(best->kv_bytes_per_sequence), format_number(best->max_concurrent_sequences)),
            {"formula.weights-resident", "formula.kv-cache-sequence", "formula.max-sequences"}));
        if (best->tpot_ms)
            s.paragraphs.push_back(said(
                fmt::format("Expected are {} per output token and {} to the first token, from the quiet system to a burst. At {} use a "
                            "million tokens "
                            "cost {} of input, {} of cached input and {} of output.",
                            format_band(*best->tpot_ms, milliseconds), format_band(*best->ttft_ms, milliseconds),
                            format_percent(m_answer.scenario.workload.utilisation), band_or_dash(best->usd_per_million_input, format_usd),
                            band_or_dash(best->usd_per_million_cached, format_usd), band_or_dash(best->usd_per_million_output, format_usd)),
                {"formula.tpot", "formula.ttft", "formula.cost-input", "formula.cost-cached", "formula.cost-output"}));
    }

    static std::string days(double value) { return format_seconds(value * 86400); }

    void summarise_training(BriefSection& s)
    {
        const Architecture& a = m_answer.estimate->model.architecture;
        const TrainingPlan* best = m_answer.estimate->best_training();
        if (!best) {
            s.paragraphs.push_back(
                said(fmt::format("No instance type of the knowledge base trains {} under these constraints; the nearest fixes "
                                 "stand with the refusals below.",
                                 a.name),
                     {"formula.training-memory"}));
            return;
        }
        s.quotations.push_back(
            said(fmt::format("{} trains on {} × {} in {}{}.", a.name, best->instances, best->instance, format_band(*best->days, days),
                             best->usd_total ? fmt::format(" for {}", format_band(*best->usd_total, format_usd)) : ""),
                 {"formula.training-days", "formula.training-cost"}));
        s.paragraphs.push_back(said(
            fmt::format("{} tokens are {}, done at {} of the peak. Each accelerator holds {} of weights, gradients and optimizer state "
                        "and {} of activations.",
                        format_tokens(m_answer.scenario.training.tokens), format_flop(best->flops), format_percent(best->mfu->mid),
                        format_bytes(best->memory.static_bytes()), format_bytes(best->memory.activations)),
            {"formula.training-flops", "formula.mfu", "formula.training-memory"}));
        s.paragraphs.push_back(said(
            fmt::format(
                "With a failure every {} a checkpoint of {} is written every {}; {} of the time makes progress. One clean pass is meant: "
                "experiments and repeated runs come on top.",
                format_seconds(best->mtbf_hours * 3600), format_bytes(best->checkpoint_size), format_seconds(best->checkpoint_interval_s),
                format_percent(best->goodput->mid)),
            {"formula.checkpoint-interval", "formula.goodput"}));
    }

    void plans()
    {
        BriefSection& s = section("Training plans considered");
        BriefTable table;
        table.caption = "Feasible, cheapest first";
        table.header = {"Instances", "DP × TP × PP", "MFU", "Time", "Goodput", "Cost of the run"};
        std::size_t refused = 0;
        for (const TrainingPlan& t : m_answer.estimate->training) {
            refused += t.fits ? 0 : 1;
            if (!t.fits || table.rows.size() >= 8)
                continue;
            std::vector<std::string> price_refs{"formula.training-cost"};
            if (t.price)
                price_refs.push_back(t.price->source);
            table.rows.push_back(
                {said(fmt::format("{} × {}", t.instances, t.instance)),
                 said(fmt::format("{} × {} × {}", t.layout.data, t.layout.tensor, t.layout.pipeline)),
                 said(format_percent(t.mfu->mid), {"formula.mfu"}), said(format_band(*t.days, days), {"formula.training-days"}),
                 said(format_percent(t.goodput->mid), {"formula.goodput"}), said(band_or_dash(t.usd_total, format_usd), price_refs)});
        }
        if (table.rows.empty())
            s.paragraphs.push_back(said("None is feasible."));
        else
            s.tables.push_back(std::move(table));
        s.paragraphs.push_back(said(fmt::format("{} of {} instance types are refused, each with its reason under the instance decision.",
                                                refused, m_answer.estimate->training.size())));
    }

    void question()
    {
        BriefSection& s = section("The question");
        BriefTable table;
        table.header = {"Input", "Value", "Given or assumed"};
        for (const NumericInput& input : numeric_inputs()) {
            if (!applies(input, m_answer.scenario))
                continue;
            const auto value = get_number(m_answer.scenario, input.path);
            if (!value)
                continue;
            std::string shown = "none";
            if (*value) {
                switch (input.unit) {
                case InputUnit::Share: shown = format_percent(**value); break;
                case InputUnit::Usd: shown = format_usd(**value); break;
                case InputUnit::Milliseconds: shown = format_seconds(**value / 1e3); break;
                case InputUnit::PerSecond: shown = format_figures(**value) + " /s"; break;
                case InputUnit::Days: shown = format_figures(**value) + " days"; break;
                case InputUnit::Tokens: shown = format_tokens(**value); break;
                case InputUnit::Count: shown = format_number(**value); break;
                }
            }
            table.rows.push_back({said(std::string(input.label)), said(shown),
                                  said(m_answer.scenario.assumed.contains(std::string(input.path)) ? "assumed" : "given")});
        }
        const Constraints& c = m_answer.scenario.constraints;
        table.rows.push_back({said("Regions"), said(fmt::format("{}", fmt::join(c.regions, ", "))),
                              said(m_answer.scenario.assumed.contains("constraints.regions") ? "assumed" : "given")});
        table.rows.push_back({said("Bought as"), said(fmt::format("{}", fmt::join(c.purchase, ", "))),
                              said(m_answer.scenario.assumed.contains("constraints.purchase") ? "assumed" : "given")});
        s.tables.push_back(std::move(table));
    }

    void model()
    {
        const ResolvedModel& model = m_answer.estimate->model;
        const Architecture& a = model.architecture;
        BriefSection& s = section("The model");
        BriefTable table;
        table.header = {"Figure", "Value"};
        const auto row = [&table](std::string name, std::string value, std::string ref) {
            table.rows.push_back({said(std::move(name)), said(std::move(value), {std::move(ref)})});
        };
        row("Parameters", format_parameters(static_cast<double>(a.total_parameters())), "formula.parameters-total");
        row("Active parameters", format_parameters(static_cast<double>(a.active_parameters())), "formula.parameters-active");
        row("KV cache of a token", format_bytes(a.kv_bytes_per_token(model.kv_precision == "fp8" ? 1 : 2)), "formula.kv-cache-token");
        for (const LayerGroup& group : layer_groups(a))
            table.rows.push_back({said("Layers"),
                                  said(fmt::format("{} × {}{}", group.count, name_of(group.kind),
                                                   group.window > 0 ? fmt::format(", window {}", group.window) : ""))});
        s.tables.push_back(std::move(table));
        for (const std::string& change : model.changes)
            s.bullets.push_back(said(change));
    }

    void deployments()
    {
        BriefSection& s = section("Deployments considered");
        BriefTable table;
        table.caption = "Feasible, best first";
        table.header = {"Instances", "TP × PP", "Room for", "Per token", "A month", "Per 1M output"};
        int refused = 0;
        for (const Deployment& d : m_answer.estimate->deployments) {
            refused += d.fits ? 0 : 1;
            if (!d.fits || table.rows.size() >= 8)
                continue;
            std::vector<std::string> price_refs;
            if (d.price)
                price_refs = {"formula.cost-month", d.price->source};
            table.rows.push_back({said(fmt::format("{} × {}", d.instances, d.instance)),
                                  said(fmt::format("{} × {}", d.tensor_parallel, d.pipeline_parallel)),
                                  said(format_number(d.max_concurrent_sequences), {"formula.max-sequences"}),
                                  said(band_or_dash(d.tpot_ms, milliseconds), {"formula.tpot"}),
                                  said(d.usd_per_month ? format_usd(*d.usd_per_month) : "no price", price_refs),
                                  said(band_or_dash(d.usd_per_million_output, format_usd), {"formula.cost-output"})});
        }
        if (table.rows.empty())
            s.paragraphs.push_back(said("None is feasible."));
        else
            s.tables.push_back(std::move(table));
        s.paragraphs.push_back(said(fmt::format("{} of {} instance types are refused, each with its reason under the instance decision.",
                                                refused, m_answer.estimate->deployments.size())));
    }

    std::vector<std::string> refs_of(const std::string& ref) const
    {
        return ref.empty() ? std::vector<std::string>{} : std::vector<std::string>{ref};
    }

    void decide(const Decision& decision)
    {
        BriefSection& s = section(decision.question);
        const Candidate* winner = decision.winner();
        s.paragraphs.push_back(said(winner ? fmt::format("Chosen: {}.", winner->name) : "Nothing is chosen."));
        if (winner) {
            for (const Reason& reason : winner->reasons)
                s.bullets.push_back(said(reason.text, refs_of(reason.ref)));
            for (const std::string& caveat : winner->caveats)
                s.bullets.push_back(said("Mind: " + caveat));
        }
        BriefTable others;
        others.header = {"Candidate", "Verdict", "Why"};
        for (const Candidate& candidate : decision.candidates) {
            if (&candidate == winner || others.rows.size() >= 12)
                continue;
            std::string why = candidate.rejected_because.empty() ? candidate.use_when : candidate.rejected_because;
            if (!candidate.nearest_fix.empty())
                why += fmt::format(". Nearest fix: {}", candidate.nearest_fix);
            const std::string verdict = candidate.too_close_to_call ? "too close to call" : std::string(name_of(candidate.verdict));
            others.rows.push_back(
                {said(candidate.name), said(verdict),
                 said(std::move(why), candidate.reasons.empty() ? std::vector<std::string>{} : refs_of(candidate.reasons.front().ref))});
        }
        if (!others.rows.empty())
            s.tables.push_back(std::move(others));
        separate(decision);
        layers(decision);
        flips(decision);
    }

    /// What is too close to call, with the measurement that would decide.
    void separate(const Decision& decision)
    {
        std::vector<Sentence> bullets;
        for (const Candidate& candidate : decision.candidates)
            if (candidate.too_close_to_call && !candidate.separated_by.empty() && bullets.size() < most_separated)
                bullets.push_back(said(fmt::format("{}: {}", candidate.name, candidate.separated_by)));
        if (!bullets.empty())
            section("Too close to call: what would separate them", 3).bullets = std::move(bullets);
    }

    void layers(const Decision& decision)
    {
        if (decision.layer_effects.empty())
            return;
        BriefSection& s = section("What your layers moved", 3);
        for (const LayerEffect& effect : decision.layer_effects)
            s.bullets.push_back(said(capitalised(effect.text) + "."));
    }

    void flips(const Decision& decision)
    {
        if (decision.flips.empty() && decision.cannot_flip.empty())
            return;
        BriefSection& s = section("What would change it", 3);
        for (const Flip& flip : decision.flips)
            s.bullets.push_back(said(fmt::format("{} {} {} leads to {} (now {})", flip.input, flip.at > flip.now ? "from" : "down to",
                                                 format_figures(flip.at, 4), flip.to, format_figures(flip.now, 4)),
                                     {flip.input}));
        if (decision.cannot_flip.empty())
            return;
        std::vector<std::string> names;
        for (const std::string& path : decision.cannot_flip)
            if (const NumericInput* input = numeric_input(path))
                names.push_back(lower_first(input->label));
        s.paragraphs.push_back(
            said(fmt::format("{} within the range of its slider: {}.",
                             names.size() == 1 ? "One input changes the choice nowhere" : "These inputs change the choice nowhere, each",
                             fmt::join(names, ", "))));
    }

    static std::string capitalised(std::string text)
    {
        if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
            text.front() = static_cast<char>(text.front() - 'a' + 'A');
        return text;
    }
    /// A label inside a sentence; abbreviations keep their capitals.
    static std::string lower_first(std::string_view label)
    {
        std::string out(label);
        const bool word = out.size() > 1 && out[1] >= 'a' && out[1] <= 'z';
        if (word && out.front() >= 'A' && out.front() <= 'Z')
            out.front() = static_cast<char>(out.front() - 'A' + 'a');
        return out;
    }

    void assumptions()
    {
        BriefSection& s = section("Assumed");
        if (m_answer.scenario.assumed.empty())
            s.paragraphs.push_back(said("Nothing: every input was given."));
        for (const std::string& path : m_answer.scenario.assumed)
            s.bullets.push_back(said(path));
        s.paragraphs.push_back(said(fmt::format("Knowledge of {}. Prices carry the date of their source.", m_catalog.knowledge_version)));
    }

    const Answer& m_answer;
    const Catalog& m_catalog;
    Brief m_out;
};

} // namespace

Brief write_brief(const Answer& answer, const Catalog& catalog, const std::string& date)
{
    Brief brief = Writer(answer, catalog, date).run();
    const auto note = [&brief](const Sentence& sentence) {
        for (const std::string& ref : sentence.refs) {
            if (std::find(brief.references.begin(), brief.references.end(), ref) == brief.references.end())
                brief.references.push_back(ref);
        }
    };
    // The order in which the Markdown shows them.
    for (const BriefSection& section : brief.sections) {
        for (const auto* list : {&section.quotations, &section.paragraphs, &section.bullets})
            std::for_each(list->begin(), list->end(), note);
        for (const BriefTable& table : section.tables)
            for (const auto& row : table.rows)
                std::for_each(row.begin(), row.end(), note);
    }
    return brief;
}

} // namespace archway
