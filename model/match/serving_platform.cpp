// SPDX-License-Identifier: GPL-3.0-or-later
// Managed or self-hosted: gates first, then the managed API's bill against the deployment's at the same traffic.
#include "model/base/round_up.h"
#include "model/match/rules.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace archway {

namespace {

constexpr double hours_a_month = 730;
constexpr double import_weight_limit = 200e9;    ///< cmi-weight-limit
constexpr double import_context_limit = 128'000; ///< cmi-context-limit
constexpr double cost_weight = 0.6;              ///< of cost in the score; the way of working and the replicas are rules of the base

/// The first innovation of a scenario that asks for other weights; the rest change only how the same weights are served.
std::string change_of_weights(const Scenario& scenario)
{
    static constexpr std::array served{"prefix-caching",   "kv-cache-management", "kv-cache-quantization", "quantization",
                                       "fp8-quantization", "int4-quantization",   "speculative-decoding",  "mtp",
                                       "prompt-routing"};
    for (const auto* list : {&scenario.add_innovations, &scenario.remove_innovations})
        for (const std::string& id : *list)
            if (std::find(served.begin(), served.end(), id) == served.end())
                return id;
    return {};
}

/// A row of the price list, and what it makes of the scenario's tokens.
struct Rate {
    const ApiPrice* price = nullptr; ///< nullptr: the base knows no price of the model
    bool batch = false;              ///< at the row's batch price
    double usd_per_million = 0;      ///< of output tokens, each with the input that goes with it
};

/// Nothing is known to be found in a cache where the price of that is not known.
double on_demand(const ApiPrice& price, const Workload& w)
{
    const double input = *price.usd_per_million_input;
    const double hits = w.prefix_hit_rate;
    return *price.usd_per_million_output
        + (input * (1 - hits) + price.usd_per_million_cached.value_or(input) * hits) * w.input_tokens / w.output_tokens;
}

/// The cheapest way to have the scenario's tokens from the managed API. Work that may wait goes in batch where that has a price and is
/// cheaper: batch input has one price, found in a cache or not.
Rate api_rate(const MatchInput& in)
{
    Rate best;
    if (!in.estimate)
        return best;
    const Workload& w = in.scenario.workload;
    const auto& needs = in.scenario.needs;
    const bool may_wait = std::find(needs.begin(), needs.end(), "batch") != needs.end();
    const auto offer = [&best](const Rate& rate) {
        if (!best.price || rate.usd_per_million < best.usd_per_million)
            best = rate;
    };
    for (const ApiPrice& price : in.catalog.api_prices) {
        if (price.model.empty() || price.model != in.estimate->model.id)
            continue;
        if (price.usd_per_million_input && price.usd_per_million_output)
            offer({&price, false, on_demand(price, w)});
        if (may_wait && price.usd_per_million_batch_input && price.usd_per_million_batch_output)
            offer({&price, true,
                   *price.usd_per_million_batch_output + *price.usd_per_million_batch_input * w.input_tokens / w.output_tokens});
    }
    return best;
}

/// The two monthly bills at the traffic the deployment serves, and the use of it at which they are equal.
struct Bills {
    double own = 0;
    double api = 0;
    double traffic = 0;           ///< output tokens a second, on average
    double break_even_use = 0;    ///< share of the bought time
    double break_even_tokens = 0; ///< output tokens a second, sustained
};

/// What is asked for as a rate is the traffic; else what the deployment yields in the time it is used. Output tokens a second.
double traffic(const Workload& workload, const Deployment& best)
{
    return workload.requests_per_second ? *workload.requests_per_second * workload.output_tokens
                                        : best.output_tokens_per_second->mid * workload.utilisation;
}

std::optional<Bills> bills(const MatchInput& in, const Rate& rate)
{
    const Deployment* best = in.best();
    if (!rate.price || !best || !best->usd_per_month || !best->output_tokens_per_second)
        return std::nullopt;
    const double full = best->output_tokens_per_second->mid * hours_a_month * 3600 * rate.usd_per_million / 1e6;
    Bills out;
    out.own = *best->usd_per_month;
    out.traffic = traffic(in.scenario.workload, *best);
    out.api = out.traffic * hours_a_month * 3600 * rate.usd_per_million / 1e6;
    out.break_even_use = out.own / full;
    out.break_even_tokens = best->output_tokens_per_second->mid * out.break_even_use;
    return out;
}

/// Why a platform is out of the question, and what would bring it back.
struct Refusal {
    std::string because;
    Fix fix;
};

/// The innovations that make another model of it, left out.
Fix unmodified(const Scenario& scenario)
{
    Scenario left = scenario;
    for (std::string id = change_of_weights(left); !id.empty(); id = change_of_weights(left)) {
        std::erase(left.add_innovations, id);
        std::erase(left.remove_innovations, id);
    }
    Fix out;
    if (left.add_innovations != scenario.add_innovations)
        out.push_back({"innovations.add", left.add_innovations, "the unmodified model"});
    if (left.remove_innovations != scenario.remove_innovations)
        out.push_back({"innovations.remove", left.remove_innovations, out.empty() ? "the unmodified model" : ""});
    return out;
}

/// Is the model asked for another one than the catalogue's?
bool modified(const MatchInput& in)
{
    return !in.estimate->model.changes.empty() && !change_of_weights(in.scenario).empty();
}

/// Nothing where the service has the model, as it is.
std::optional<Refusal> bedrock_refusal(const MatchInput& in, const Rate& rate)
{
    if (!rate.price)
        return Refusal{"no on-demand price of this model known: not in the catalogue, or changed",
                       modified(in) ? unmodified(in.scenario) : in_words("a model of the catalogue, or Custom Model Import")};
    if (modified(in))
        return Refusal{fmt::format("{} makes another model of it; the catalogue serves it as it is", change_of_weights(in.scenario)),
                       unmodified(in.scenario)};
    return std::nullopt;
}

/// The asked Regions and those in which the service is; the nearest is one of the asked geography.
template <class Regions>
Fix somewhere_in(const std::vector<std::string>& asked, const Regions& regions)
{
    std::vector<std::string> all = asked;
    for (const char* region : regions)
        all = with_word(std::move(all), region);
    return {{"constraints.regions", std::move(all), fmt::format("{}", fmt::join(regions, ", "))}};
}

/// All that Custom Model Import does not take of it.
std::vector<Refusal> import_refusals(const MatchInput& in)
{
    std::vector<Refusal> out;
    static constexpr std::array regions{"us-east-1", "us-east-2", "us-west-2", "eu-central-1"};
    static constexpr std::array families{"llama", "mistral", "mixtral", "qwen2", "qwen3", "qwen3_moe", "gpt_oss"};
    const Architecture& model = in.estimate->model.architecture;
    const double weights = 2 * static_cast<double>(model.total_parameters());
    const auto& asked = in.scenario.constraints.regions;
    if (std::find(families.begin(), families.end(), model.model_type) == families.end())
        out.push_back({fmt::format("the architecture \"{}\" is not among those it takes", model.model_type), {}});
    if (weights >= import_weight_limit)
        out.push_back(
            {fmt::format("{} of merged BF16 weights against a limit of 200 GB", format_bytes(weights)), in_words("a smaller model")});
    const Workload& w = in.scenario.workload;
    if (w.input_tokens + w.output_tokens >= import_context_limit) {
        const double left = import_context_limit - 1 - w.output_tokens;
        out.push_back({"the context is not below 128k tokens",
                       left >= 1 ? Fix{{"workload.input_tokens", left, fmt::format("at most {} input tokens", format_number(left))}}
                                 : in_words("a shorter answer")});
    }
    if (std::none_of(asked.begin(), asked.end(),
                     [](const std::string& region) { return std::find(regions.begin(), regions.end(), region) != regions.end(); }))
        out.push_back({"not offered in the asked Regions", somewhere_in(asked, regions)});
    return out;
}

std::optional<Refusal> own_refusal(const std::string& id, const MatchInput& in)
{
    if (!in.best())
        return Refusal{"no instance holds the model under these constraints", nearest_miss(in, id == "sagemaker-hyperpod")};
    const InstanceType* type = in.catalog.instance(in.best()->instance);
    if (id == "sagemaker-hyperpod" && type && !type->hyperpod)
        return Refusal{type->id + " is no HyperPod instance type",
                       pin_a_type(in, [](const InstanceType& other) { return other.hyperpod; })};
    return std::nullopt;
}

/// The API's bill is held against the budget too.
std::optional<Refusal> over_budget(const MatchInput& in, const std::optional<Bills>& bill)
{
    const auto& budget = in.scenario.constraints.monthly_budget_usd;
    if (!budget || !bill || bill->api <= *budget)
        return std::nullopt;
    return Refusal{fmt::format("{} a month at this traffic against a budget of {}", format_usd(bill->api), format_usd(*budget)),
                   {{"constraints.monthly_budget_usd", no_less(bill->api), fmt::format("a budget of {}", format_usd(no_less(bill->api)))}}};
}

/// All that speaks against a platform.
std::vector<Refusal> refusals(const std::string& id, const MatchInput& in, const Rate& rate, const std::optional<Bills>& bill)
{
    if (in.estimate && id != "bedrock-on-demand" && id.starts_with("bedrock"))
        return import_refusals(in);
    std::vector<Refusal> out;
    const auto add = [&out](std::optional<Refusal> refusal) {
        if (refusal)
            out.push_back(std::move(*refusal));
    };
    if (in.estimate && id == "bedrock-on-demand") {
        add(bedrock_refusal(in, rate));
        add(over_budget(in, bill));
    } else if (in.estimate) {
        add(own_refusal(id, in));
    }
    return out;
}

/// What cost counts in the score; the rest is added by the rules of the base.
double score(const std::string& id, const std::optional<Bills>& bill)
{
    double cost = 0.5;
    if (bill && id == "bedrock-on-demand")
        cost = bill->own / (bill->own + bill->api);
    else if (bill && !id.starts_with("bedrock"))
        cost = bill->api / (bill->own + bill->api);
    return cost_weight * cost;
}

void explain_bedrock(Candidate& candidate, const MatchInput& in, const Rate& rate, const std::optional<Bills>& bill)
{
    const ApiPrice* price = rate.price;
    if (price && price->usd_per_million_input && price->usd_per_million_output)
        candidate.data_points.push_back(
            {fmt::format("{} in{} / {} out per 1M tokens, {}", format_usd(*price->usd_per_million_input),
                         price->usd_per_million_cached ? fmt::format(" / {} cached", format_usd(*price->usd_per_million_cached)) : "",
                         format_usd(*price->usd_per_million_output), price->as_of),
             price->source});
    if (price && price->usd_per_million_cache_write)
        candidate.data_points.push_back(
            {fmt::format("{} per 1M tokens written to the prompt cache, {}", format_usd(*price->usd_per_million_cache_write), price->as_of),
             price->source});
    if (price && price->usd_per_million_batch_input && price->usd_per_million_batch_output)
        candidate.data_points.push_back(
            {fmt::format("in batch {} in / {} out per 1M tokens, {}", format_usd(*price->usd_per_million_batch_input),
                         format_usd(*price->usd_per_million_batch_output), price->as_of),
             price->source});
    if (bedrock_refusal(in, rate))
        return;
    // The price lists carry one price for all Regions and do not say in which of them the model is.
    candidate.caveats.push_back(
        fmt::format("look up that {} offers it, and whether inside the Region or only by a profile that routes across Regions",
                    fmt::join(in.scenario.constraints.regions, " or ")));
    add_claim(candidate, in.catalog, "bedrock-model-regions");
    if (!in.estimate->model.changes.empty())
        candidate.caveats.push_back("precision, caching and decoding are the service's choice there");
    if (rate.batch)
        candidate.caveats.push_back("the bill is at the batch price: answers come within hours");
    else if (in.scenario.workload.prefix_hit_rate > 0 && !price->usd_per_million_cached)
        candidate.caveats.push_back("no price of cached input known here: prefix hits are billed in full");
    if (bill) {
        add_computed(
            candidate,
            fmt::format("{} a month at this traffic against {} for the own deployment; break-even at {} use, {} output tokens/s sustained",
                        format_usd(bill->api), format_usd(bill->own), format_percent(bill->break_even_use),
                        format_number(bill->break_even_tokens)),
            "formula.break-even");
    }
    add_claim(candidate, in.catalog, "bedrock-start-unmodified");
    add_claim(candidate, in.catalog, "breakeven-utilisation");
}

void explain_import(Candidate& candidate, const MatchInput& in)
{
    add_claim(candidate, in.catalog, "cmi-weight-limit");
    add_claim(candidate, in.catalog, "cmi-price");
    if (import_refusals(in).empty())
        candidate.caveats.push_back("its cost depends on the model units AWS assigns to the copy; not estimated");
}

void explain_own(Candidate& candidate, const MatchInput& in, const Deployment& best)
{
    if (best.usd_per_month)
        add_computed(candidate,
                     fmt::format("{} × {} at {} a month{}", best.instances, best.instance, format_usd(*best.usd_per_month),
                                 candidate.id == "sagemaker-endpoint" || candidate.id == "sagemaker-hyperpod"
                                     ? " at the EC2 rate; the ml. rate is higher and not in the base"
                                     : ""),
                     "formula.cost-month");
    if (candidate.id == "sagemaker-hyperpod") {
        add_claim(candidate, in.catalog, "hyperpod-shared-reservation");
    } else if (candidate.id == "eks") {
        add_claim(candidate, in.catalog, "eks-many-adapters");
        add_claim(candidate, in.catalog, "eks-owner");
    } else if (candidate.id == "sagemaker-endpoint") {
        add_claim(candidate, in.catalog, "platform-team-gate");
        add_claim(candidate, in.catalog, "endpoint-scale-to-zero");
    } else {
        add_claim(candidate, in.catalog, "ec2-custom-deployments");
    }
}

} // namespace

std::vector<Standing> platform_standings(const MatchInput& in, const std::vector<Candidate>& known)
{
    const Rate rate = api_rate(in);
    const std::optional<Bills> bill = bills(in, rate);
    std::vector<Standing> out;
    for (const Candidate& candidate : known)
        out.push_back(
            {score(candidate.id, bill), candidate.verdict == Verdict::Rejected || !refusals(candidate.id, in, rate, bill).empty()});
    return out;
}

Decision decide_serving_platform(const MatchInput& in, const Facts& facts)
{
    Decision decision;
    decision.role = "serving-platform";
    decision.question = "Managed or self-hosted?";
    decision.candidates = known_candidates(in.catalog, "serving-platform");
    const Deployment* best = in.best();
    const Rate rate = api_rate(in);
    const std::optional<Bills> bill = bills(in, rate);
    for (Candidate& candidate : decision.candidates) {
        candidate.score = score(candidate.id, bill);
        if (!in.estimate)
            for (const DataPoint& point : std::vector(candidate.data_points))
                add_claim(candidate, in.catalog, point.ref);
        else if (candidate.id == "bedrock-on-demand")
            explain_bedrock(candidate, in, rate, bill);
        else if (candidate.id.starts_with("bedrock"))
            explain_import(candidate, in);
        else if (best)
            explain_own(candidate, in, *best);
        for (Refusal& out : refusals(candidate.id, in, rate, bill))
            refuse(candidate, std::move(out.because), std::move(out.fix));
    }
    apply_rules(in, facts, decision);
    rank(decision);
    // The bills of the API and of the own deployment carry the band of the throughput.
    if (bill && best->output_tokens_per_second) {
        const Band& x = *best->output_tokens_per_second;
        const bool close = bill->api * x.low / x.mid <= bill->own && bill->own <= bill->api * x.high / x.mid;
        for (Candidate& candidate : decision.candidates)
            if (close && candidate.id == "bedrock-on-demand" && candidate.verdict != Verdict::Rejected) {
                candidate.too_close_to_call = true;
                candidate.separated_by = fmt::format(
                    "count the tokens of a typical month and load {} × {}: below {} output tokens/s on average the API costs less, above "
                    "it the own deployment (expected traffic: {})",
                    best->instances, best->instance, format_number(bill->break_even_tokens), format_number(bill->traffic));
            }
    }
    return decision;
}

} // namespace archway
