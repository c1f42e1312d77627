// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of the estimator: a model served on one instance of a type.
#include "model/base/units.h"
#include "model/estimate/estimate.h"
#include "model/evidence/figures.h"

#include <fmt/format.h>

namespace archway {

namespace {

struct Asked {
    const Deployment* deployment = nullptr;
    std::string what;
};

/// (model, instance, precision, users, input tokens, output tokens)
Asked served(Arguments& in, const char* what)
{
    const std::string model = in.word();
    const std::string instance = in.word();
    const std::string precision = in.word();
    const double users = in.number();
    const double input = in.number();
    const double output = in.number();
    if (!in.ok())
        return {};
    const ModelRecord* record = in.catalog().model(model);
    const Result<const Deployment*> found = in.figures().deployment(model, instance, precision, users, input, output);
    if (!found || !record) {
        in.fail(found ? bad_input(model, "is not in the base", "expected the id of a model") : found.error());
        return {};
    }
    in.references.push_back(record->id);
    in.references.push_back(instance);
    return {*found,
            fmt::format("{} of {} in {} on {}, {} at once, {} tokens in and {} out", what, record->name, precision, instance,
                        format_number(users), format_number(input), format_number(output))};
}

template <class Read>
Figure of_deployment(Arguments& in, Measure measure, const char* what, const char* formula, Read read)
{
    const Asked asked = served(in, what);
    if (!asked.deployment)
        return {};
    const std::optional<double> value = read(*asked.deployment);
    if (!value)
        in.fail(bad_input(asked.what, "is not computed",
                          asked.deployment->fits ? asked.deployment->speed_unknown_because : asked.deployment->rejected_because));
    return {value.value_or(0), measure, asked.what, {formula}};
}

std::optional<double> mid(const std::optional<Band>& band, double factor = 1)
{
    return band ? std::optional(band->mid * factor) : std::nullopt;
}

Figure throughput(Arguments& in)
{
    return of_deployment(in, Measure::TokensPerSecond, "output", "formula.throughput",
                         [](const Deployment& d) { return mid(d.output_tokens_per_second); });
}
Figure tpot(Arguments& in)
{
    return of_deployment(in, Measure::Seconds, "time per token", "formula.tpot", [](const Deployment& d) { return mid(d.tpot_ms, 1e-3); });
}
Figure ttft(Arguments& in)
{
    return of_deployment(in, Measure::Seconds, "time to first token", "formula.ttft",
                         [](const Deployment& d) { return mid(d.ttft_ms, 1e-3); });
}
/// 0 where the model does not fit at all.
Figure room(Arguments& in)
{
    return of_deployment(in, Measure::Count, "room for users", "formula.max-sequences",
                         [](const Deployment& d) { return std::optional(d.max_concurrent_sequences); });
}

} // namespace

const std::vector<NamedFigure>& estimate_figures()
{
    static const std::vector<NamedFigure> table{{"throughput", throughput}, {"tpot", tpot}, {"ttft", ttft}, {"room", room}};
    return table;
}

} // namespace archway
