// SPDX-License-Identifier: GPL-3.0-or-later
// How long it takes to read the published configurations and to know their parameters and caches.
#include "model/transformer/config_reader.h"

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace {

void read_23_model_configs(benchmark::State& state)
{
    std::ifstream file(ARCHWAY_TEST_DATA "/published-models.json");
    const nlohmann::json models = nlohmann::json::parse(file);
    for ([[maybe_unused]] auto _ : state) {
        for (const nlohmann::json& published : models) {
            const auto model = archway::read_config(published["config"], "config.json");
            if (!model) {
                state.SkipWithError("a published configuration was refused");
                return;
            }
            benchmark::DoNotOptimize(model->total_parameters() + model->active_parameters());
            benchmark::DoNotOptimize(model->kv_bytes_at(131072));
        }
    }
}
BENCHMARK(read_23_model_configs);

} // namespace

BENCHMARK_MAIN();
