// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios that properties of the decisions are tried on: the worked ones, and made-up ones over models, accelerators, Regions, budgets,
// precisions, contexts, loads, purchase options, compliance and limits. Made up by number alone, so a failure can be asked again.
#pragma once

#include "model/scenario/scenario.h"

#include <QDir>
#include <QFile>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace archway::test {

struct NamedScenario {
    std::string name;
    nlohmann::json json;
};

/// A number that depends on nothing but `of` (splitmix64), for choosing without chance.
inline std::uint64_t scattered(std::uint64_t of)
{
    of += 0x9e3779b97f4a7c15ULL;
    of = (of ^ (of >> 30)) * 0xbf58476d1ce4e5b9ULL;
    of = (of ^ (of >> 27)) * 0x94d049bb133111ebULL;
    return of ^ (of >> 31);
}
/// The same of a text (FNV-1a).
inline std::uint64_t scattered(const std::string& of)
{
    std::uint64_t out = 0xcbf29ce484222325ULL;
    for (const unsigned char c : of)
        out = (out ^ c) * 0x100000001b3ULL;
    return scattered(out);
}

/// The `n`th made-up scenario.
inline NamedScenario made_up_scenario(std::uint64_t n)
{
    std::uint64_t turn = 0;
    const auto one_of = [&](const auto& list) { return list[scattered(n * 64 + ++turn) % list.size()]; };
    using Json = nlohmann::json;
    using Texts = std::vector<std::string>;
    static const Texts models{"llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b",  "qwen3-235b-a22b", "qwen3-8b",
                              "deepseek-v3",  "kimi-k2",       "gemma-3-27b",     "gpt-oss-120b",    "mixtral-8x7b",
                              "olmo-2-32b",   "qwen3-32b",     "minimax-text-01", "gpt-oss-20b"};
    static const std::vector<Texts> kinds{{"nvidia", "trainium", "inferentia", "cpu"},
                                          {"nvidia"},
                                          {"trainium", "inferentia"},
                                          {"trainium"},
                                          {"inferentia"},
                                          {"cpu"},
                                          {"nvidia", "trainium"}};
    static const std::vector<Texts> regions{{"us-east-1"},
                                            {"us-west-2"},
                                            {"eu-central-1"},
                                            {"ap-northeast-1"},
                                            {"sa-east-1"},
                                            {"us-east-1", "us-west-2"},
                                            {"eu-north-1", "eu-central-1"}};
    static const std::vector<Texts> purchases{{"on-demand"},
                                              {"on-demand"},
                                              {"spot"},
                                              {"on-demand", "spot"},
                                              {"capacity-block"},
                                              {"savings-plan-1y"},
                                              {"on-demand", "capacity-block", "savings-plan-3y"}};
    static const std::vector<double> inputs{200, 1000, 4000, 16'000, 100'000, 900'000};
    static const std::vector<double> outputs{1, 100, 500, 4000};
    static const std::vector<double> loads{1, 8, 64, 500, 4000};
    static const std::vector<double> budgets{0, 0, 800, 5000, 40'000, 400'000};
    static const std::vector<double> first{0, 200, 1000, 2000, 10'000};
    static const std::vector<double> each{0, 8, 20, 50, 200};
    static const std::vector<double> hits{0, 0, 0.3, 0.8};
    static const Texts precisions{"", "", "bf16", "fp8", "int4"};
    static const std::vector<Texts> compliance{{}, {}, {"hipaa"}, {"gdpr"}, {"fedramp", "soc"}};
    static const std::vector<Texts> needs{{}, {}, {"retrieval"}, {"batch"}, {"agents", "retrieval"}};
    static const Texts operations{"managed", "balanced", "self-managed"};
    static const Texts phases{"inference", "inference", "inference", "fine-tuning", "pretraining"};
    static const Texts methods{"full", "lora", "qlora"};
    static const std::vector<double> tokens{1e7, 1e9, 1e11, 2e12};
    static const std::vector<double> deadlines{0, 3, 14, 60};
    const auto or_null = [](double value) { return value > 0 ? Json(value) : Json(nullptr); };

    Json json{{"archway", 1}, {"model", one_of(models)}, {"phase", one_of(phases)}, {"needs", one_of(needs)}};
    Json& workload = json["workload"];
    workload = {{"input_tokens", one_of(inputs)},    {"output_tokens", one_of(outputs)}, {"concurrent_sequences", one_of(loads)},
                {"ttft_ms", or_null(one_of(first))}, {"tpot_ms", or_null(one_of(each))}, {"prefix_hit_rate", one_of(hits)}};
    if (const std::string precision = one_of(precisions); !precision.empty())
        workload["weight_precision"] = precision;
    if (scattered(n * 64 + 63) % 4 == 0)
        workload["requests_per_second"] = one_of(std::vector<double>{0.2, 5, 80});
    json["constraints"]
        = {{"regions", one_of(regions)},    {"compliance", one_of(compliance)}, {"monthly_budget_usd", or_null(one_of(budgets))},
           {"purchase", one_of(purchases)}, {"accelerators", one_of(kinds)},    {"operations", one_of(operations)}};
    if (json["phase"] != "inference")
        json["training"] = {{"tokens", one_of(tokens)},
                            {"deadline_days", or_null(one_of(deadlines))},
                            {"method", json["phase"] == "pretraining" ? std::string("full") : one_of(methods)},
                            {"sequence_length", one_of(std::vector<double>{2048, 8192, 32'768})}};
    return {"made-up-" + std::to_string(n), std::move(json)};
}

/// All worked scenarios, in the order of their names.
inline std::vector<NamedScenario> worked_scenarios(const QString& folder)
{
    std::vector<NamedScenario> out;
    const QDir dir(folder);
    for (const QString& name : dir.entryList({QStringLiteral("*.archway")}, QDir::Files, QDir::Name)) {
        QFile file(dir.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            out.push_back({name.toStdString(), nlohmann::json::parse(file.readAll().toStdString(), nullptr, false)});
    }
    return out;
}

} // namespace archway::test
