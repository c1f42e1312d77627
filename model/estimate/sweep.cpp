// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/estimate/sweep.h"

#include "model/base/units.h"
#include "model/estimate/estimate_basis.h"
#include "model/scenario/inputs.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace archway {

namespace {

constexpr double default_count = 25;
constexpr double most_values = 1000; ///< an input; two of them make a million points

Error wrong(std::string_view text, std::string message)
{
    return {Error::Code::Usage, fmt::format("--vary {}", text), std::move(message), "expected PATH=LOW..HIGH[:COUNT][:log]"};
}

/// The figures of a point that carry a band, by the name of their column.
struct Figure {
    const char* name;
    std::optional<Band> Deployment::*band;
};
constexpr std::array figures{Figure{"ttft_ms", &Deployment::ttft_ms},
                             Figure{"tpot_ms", &Deployment::tpot_ms},
                             Figure{"output_tokens_per_second", &Deployment::output_tokens_per_second},
                             Figure{"usd_per_million_input_tokens", &Deployment::usd_per_million_input},
                             Figure{"usd_per_million_cached_input_tokens", &Deployment::usd_per_million_cached},
                             Figure{"usd_per_million_output_tokens", &Deployment::usd_per_million_output}};

} // namespace

Result<VariedInput> read_variation(std::string_view text)
{
    const std::size_t equals = text.find('=');
    const std::size_t dots = text.find("..");
    if (equals == std::string_view::npos || dots == std::string_view::npos || dots < equals)
        return wrong(text, "is no range");
    VariedInput out{std::string(text.substr(0, equals)), {}};
    const std::string_view low_text = text.substr(equals + 1, dots - equals - 1);
    std::string_view rest = text.substr(dots + 2);
    const std::string_view high_text = rest.substr(0, rest.find(':'));
    rest.remove_prefix(high_text.size());
    double count = default_count;
    bool logarithmic = false;
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::string_view word = rest.substr(0, rest.find(':'));
        rest.remove_prefix(word.size());
        const std::optional<double> number = parse_quantity(word);
        if (word == "log")
            logarithmic = true;
        else if (number && *number >= 1 && *number <= most_values && *number == std::floor(*number))
            count = *number;
        else
            return wrong(text, fmt::format("\"{}\" is neither a count of 1 to {} nor \"log\"", word, most_values));
    }
    const std::optional<double> low = parse_quantity(low_text);
    const std::optional<double> high = parse_quantity(high_text);
    if (!low || !high || *low > *high)
        return wrong(text, "does not go from a number up to a number");
    if (logarithmic && *low <= 0)
        return wrong(text, "starts at 0, from where no factor leads on");

    Scenario probe;
    for (double i = 0; i < count; ++i) {
        const double share = count > 1 ? i / (count - 1) : 0;
        const double value = share >= 1 ? *high : logarithmic ? *low * std::pow(*high / *low, share) : *low + (*high - *low) * share;
        if (const Status set = set_number(probe, out.path, value); !set) {
            Error error = set.error();
            error.code = Error::Code::Usage;
            return error;
        }
        out.values.push_back(get_number(probe, out.path)->value_or(value)); // rounded where the input is a whole number
    }
    return out;
}

std::vector<SweepPoint> sweep(const Scenario& scenario, const Catalog& catalog, const ResolvedModel& model,
                              const std::vector<VariedInput>& inputs)
{
    std::size_t total = 1;
    for (const VariedInput& input : inputs)
        total *= input.values.size();
    std::vector<SweepPoint> points;
    points.reserve(total);
    const EstimateBasis basis(catalog);
    Scenario at = scenario;
    for (std::size_t index = 0; index < total; ++index) {
        SweepPoint point;
        std::size_t block = total;
        for (const VariedInput& input : inputs) {
            block /= input.values.size();
            const double value = input.values[index / block % input.values.size()];
            point.inputs.push_back(value);
            // The values were read by read_variation, which set them once already.
            static_cast<void>(set_number(at, input.path, value));
        }
        const Estimate answer = estimate_resolved(at, catalog, model, basis);
        if (const Deployment* best = answer.best())
            point.best = *best;
        points.push_back(std::move(point));
    }
    return points;
}

std::string sweep_csv(const std::vector<VariedInput>& inputs, const std::vector<SweepPoint>& points)
{
    std::string out;
    for (const VariedInput& input : inputs)
        out += input.path + ',';
    out += "instance,instances,max_concurrent_sequences";
    for (const Figure& figure : figures)
        out += fmt::format(",{0}_low,{0}_mid,{0}_high", figure.name);
    out += ",usd_per_month\n";
    for (const SweepPoint& point : points) {
        for (const double value : point.inputs)
            out += fmt::format("{},", value);
        out += point.best ? fmt::format("{},{},{}", point.best->instance, point.best->instances, point.best->max_concurrent_sequences)
                          : ",,";
        for (const Figure& figure : figures) {
            const std::optional<Band> band = point.best ? (*point.best).*figure.band : std::nullopt;
            out += band ? fmt::format(",{},{},{}", band->low, band->mid, band->high) : ",,,";
        }
        out += point.best && point.best->usd_per_month ? fmt::format(",{}\n", *point.best->usd_per_month) : ",\n";
    }
    return out;
}

nlohmann::ordered_json sweep_json(const Scenario& scenario, const std::vector<VariedInput>& inputs, const std::vector<SweepPoint>& points)
{
    nlohmann::ordered_json json;
    json["scenario"] = scenario_json(scenario);
    json["inputs"] = nlohmann::ordered_json::array();
    for (const VariedInput& input : inputs)
        json["inputs"].push_back(input.path);
    json["points"] = nlohmann::ordered_json::array();
    for (const SweepPoint& point : points) {
        nlohmann::ordered_json row;
        for (std::size_t i = 0; i < inputs.size(); ++i)
            row["inputs"][inputs[i].path] = point.inputs[i];
        row["deployment"] = point.best ? deployment_json(*point.best) : nlohmann::ordered_json(nullptr);
        json["points"].push_back(std::move(row));
    }
    return json;
}

} // namespace archway
