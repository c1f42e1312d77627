// SPDX-License-Identifier: GPL-3.0-or-later
// Reads measurements and writes comparisons.
#include "model/estimate/validate.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace archway {

namespace {

using nlohmann::json;

/// Reads one record; the first error sticks.
class RecordReader {
public:
    RecordReader(const json& record, std::string place)
        : m_record(record)
        , m_place(std::move(place))
    {
    }

    std::string text(const char* name, const char* otherwise = nullptr)
    {
        const auto found = m_record.find(name);
        if (found != m_record.end() && found->is_string())
            return *found;
        if (found != m_record.end() && !found->is_null())
            fail(name, "is not text");
        else if (!otherwise)
            fail(name, "is missing");
        return otherwise ? otherwise : "";
    }
    double number(const char* name, double low, double high, std::optional<double> otherwise = {})
    {
        const auto found = m_record.find(name);
        if (found == m_record.end() || found->is_null()) {
            if (!otherwise)
                fail(name, "is missing");
            return otherwise.value_or(0);
        }
        const double value = found->is_number() ? found->get<double>() : -1;
        if (!(value >= low && value <= high))
            fail(name, fmt::format("is not a number from {} to {}", low, high));
        return value;
    }
    /// A precision that the formulas count bytes of; any other word would be counted as BF16.
    std::string precision(const char* name)
    {
        static constexpr std::array<std::string_view, 9> known{"bf16", "fp16", "fp8", "fp4", "mxfp4", "int8", "int4", "fp32", "tf32"};
        std::string value = text(name, "bf16");
        if (std::find(known.begin(), known.end(), value) == known.end())
            fail(name, fmt::format("\"{}\" is none of {}", value, fmt::join(known, ", ")));
        return value;
    }
    /// A number without a fraction.
    int count(const char* name, double low, double high, double otherwise)
    {
        const double value = number(name, low, high, otherwise);
        if (value >= low && value <= high && value != static_cast<int>(value))
            fail(name, "is not a whole number");
        return value >= low && value <= high ? static_cast<int>(value) : 0;
    }
    bool flag(const char* name) const { return m_record.value(name, json()) == true; }
    void fail(const char* name, const std::string& message)
    {
        if (!m_error)
            m_error = bad_input(m_place + name, message, "the format is a list of objects with model, accelerator, load, metric and value");
    }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    const json& m_record;
    std::string m_place;
    std::optional<Error> m_error;
};

} // namespace

Result<std::vector<Measurement>> read_measurements(std::string_view text, const std::string& place)
{
    const json root = json::parse(text, nullptr, false);
    if (!root.is_array())
        return bad_input(place, root.is_discarded() ? "is not JSON" : "is not a list", "expected a list of measurements");
    std::vector<Measurement> out;
    out.reserve(root.size());
    for (std::size_t i = 0; i < root.size(); ++i) {
        const std::string at = fmt::format("{}: /{}/", place, i);
        if (!root[i].is_object())
            return bad_input(at, "is not an object", "expected one measurement");
        RecordReader in(root[i], at);
        Measurement m;
        m.id = in.text("id");
        m.model = in.text("model");
        m.accelerator = in.text("accelerator");
        m.accelerators = in.count("accelerators", 1, 1e5, 1);
        m.attention_data_parallel = in.flag("attention_data_parallel");
        m.engine = in.text("engine", "vllm");
        m.weight_precision = in.precision("weight_precision");
        m.kv_precision = in.precision("kv_precision");
        m.input_tokens = in.number("input_tokens", 1, 1e8);
        m.output_tokens = in.number("output_tokens", 1, 1e8);
        m.load = in.text("load");
        m.metric = in.text("metric");
        m.sequences = in.number("concurrent_sequences", 1, 1e7, 1);
        m.requests = in.number("requests", 1, 1e9, 3000);
        // Benchmarks write "INF" for all requests at once.
        m.burst = root[i].value("requests_per_second", json()) == "INF";
        m.requests_per_second = m.burst ? 0 : in.number("requests_per_second", 0, 1e7, 0);
        m.value = in.number("value", 1e-9, 1e15);
        constexpr std::array<std::string_view, 3> metrics{"output_tokens_per_second", "tpot_ms", "ttft_ms"};
        if (std::find(metrics.begin(), metrics.end(), m.metric) == metrics.end())
            in.fail("metric", fmt::format("\"{}\" is none of {}", m.metric, fmt::join(metrics, ", ")));
        if (in.error())
            return *in.error();
        out.push_back(std::move(m));
    }
    return out;
}

nlohmann::ordered_json validation_json(const std::vector<Comparison>& comparisons)
{
    using Json = nlohmann::ordered_json;
    Json out;
    out["records"] = Json::array();
    for (const Comparison& c : comparisons) {
        Json row{{"id", c.measured.id}, {"metric", c.measured.metric}, {"load", c.measured.load}};
        row["predicted"]
            = c.predicted ? Json{{"low", c.predicted->low}, {"mid", c.predicted->mid}, {"high", c.predicted->high}} : Json(nullptr);
        row["measured"] = c.measured.value;
        row["error"] = c.predicted ? Json(c.error()) : Json(nullptr);
        row["inside"] = c.predicted ? Json(c.inside()) : Json(nullptr);
        if (!c.predicted)
            row["because"] = c.unpredicted_because;
        out["records"].push_back(std::move(row));
    }
    out["groups"] = Json::array();
    for (const ComparisonGroup& g : comparison_groups(comparisons))
        out["groups"].push_back({{"metric", g.metric},
                                 {"load", g.load},
                                 {"family", g.family},
                                 {"architecture", g.sparse ? "moe" : "dense"},
                                 {"n", g.count},
                                 {"median_ape", g.median_error},
                                 {"p90_ape", g.p90_error},
                                 {"inside_band", g.inside}});
    return out;
}

} // namespace archway
