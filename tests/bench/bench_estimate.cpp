// SPDX-License-Identifier: GPL-3.0-or-later
// What the arithmetic takes of a slider's step: every instance type of the knowledge base estimated, and the decisions drawn from it.
#include "db/knowledge_store.h"
#include "model/estimate/estimate.h"
#include "model/estimate/placement.h"
#include "model/evidence/check.h"
#include "model/match/decision.h"
#include "model/scenario/scenario.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

template <typename T>
T value_or_exit(archway::Result<T> result)
{
    if (!result) {
        std::cerr << result.error().text() << '\n';
        std::exit(1);
    }
    return std::move(*result);
}

const archway::Catalog& catalog()
{
    static const archway::Catalog all
        = value_or_exit(value_or_exit(archway::KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db")).catalog());
    return all;
}

archway::Scenario example(const char* name = "deepseek-v3-support.archway")
{
    std::ifstream file(std::string(ARCHWAY_SOURCE_DIR "/resources/examples/") + name);
    std::stringstream text;
    text << file.rdbuf();
    return value_or_exit(archway::read_scenario(text.str(), name));
}

void open_knowledge_base(benchmark::State& state)
{
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(value_or_exit(value_or_exit(archway::KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db")).catalog()));
}
BENCHMARK(open_knowledge_base)->Unit(benchmark::kMillisecond);

void check_every_claim(benchmark::State& state)
{
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(archway::check(catalog()));
}
BENCHMARK(check_every_claim)->Unit(benchmark::kMillisecond);

void estimate_every_instance_type(benchmark::State& state)
{
    archway::Scenario scenario = example();
    const auto model = value_or_exit(archway::resolve_model(scenario, catalog()));
    double users = 1;
    for ([[maybe_unused]] auto _ : state) {
        scenario.workload.concurrent_sequences = users; // as a slider would
        users = users < 512 ? users + 1 : 1;
        benchmark::DoNotOptimize(archway::estimate_resolved(scenario, catalog(), model));
    }
}
BENCHMARK(estimate_every_instance_type)->Unit(benchmark::kMillisecond);

/// A training run laid out and sized on every instance type, as a slider of the run moves.
void plan_training_on_every_instance_type(benchmark::State& state)
{
    archway::Scenario scenario = example("olmo-32b-pretraining.archway");
    const auto model = value_or_exit(archway::resolve_model(scenario, catalog()));
    double days = 20;
    for ([[maybe_unused]] auto _ : state) {
        scenario.training.deadline_days = days;
        days = days < 200 ? days + 1 : 20;
        benchmark::DoNotOptimize(archway::estimate_resolved(scenario, catalog(), model));
    }
}
BENCHMARK(plan_training_on_every_instance_type)->Unit(benchmark::kMillisecond);

/// What a sweep does a million times: how many sequences fit, and the time to first token, time a token and throughput of a prepared model
/// on a prepared accelerator.
void one_inference_estimate(benchmark::State& state)
{
    const archway::Scenario scenario = example();
    const auto model = value_or_exit(archway::resolve_model(scenario, catalog()));
    const archway::ServedModel served = archway::serve(model.architecture, model.weight_precision, model.kv_precision);
    const archway::InstanceType* type = catalog().instance("p5en.48xlarge");
    const archway::Accelerator* chip = catalog().accelerator(type->accelerator);
    std::string because;
    const auto on = archway::serving_accelerator(*type, *chip, served, catalog().factors, because);
    const archway::EngineFactors engine = catalog().factors.engines.find("vllm")->second;
    const archway::Group group{8, true};
    double users = 1;
    for ([[maybe_unused]] auto _ : state) {
        users = users < 512 ? users + 1 : 1;
        const double limit = archway::max_sequences(served, on->memory_bytes, catalog().factors, group, 4500);
        const double prefill = archway::prefill_seconds(served, *on, engine, group, 4000);
        const double step = archway::decode_seconds(served, *on, engine, group, std::min(users, limit), 4250);
        benchmark::DoNotOptimize(prefill + step);
        benchmark::DoNotOptimize(users * 500 / (500 * step + users * engine.prefill_interference * prefill));
    }
}
BENCHMARK(one_inference_estimate)->Unit(benchmark::kMicrosecond);

void decide(benchmark::State& state, bool flips)
{
    archway::Scenario scenario = example();
    const auto model = value_or_exit(archway::resolve_model(scenario, catalog()));
    double users = 1;
    for ([[maybe_unused]] auto _ : state) {
        scenario.workload.concurrent_sequences = users;
        users = users < 512 ? users + 1 : 1;
        benchmark::DoNotOptimize(archway::match_resolved(scenario, catalog(), &model, flips));
    }
}
void decisions_as_a_slider_moves(benchmark::State& state)
{
    decide(state, false);
}
BENCHMARK(decisions_as_a_slider_moves)->Unit(benchmark::kMillisecond);
void decisions_with_flip_points(benchmark::State& state)
{
    decide(state, true);
}
BENCHMARK(decisions_with_flip_points)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
