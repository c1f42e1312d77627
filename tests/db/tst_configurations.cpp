// SPDX-License-Identifier: GPL-3.0-or-later
// Starter configurations over the shipped base: every example in every kind gives one or says why not, every value has its reason, and no
// instance type appears that the service does not take.
#include "model/configuration/configuration.h"
#include "model/configuration/document.h"
#include "model/configuration/vllm.h"
#include "model/estimate/formula.h"
#include "tests/support/shipped_base.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace archway;
using Json = nlohmann::ordered_json;

namespace {

std::string text_of(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// A value at a place of YAML: the line of the key, at any depth.
bool says(const std::string& text, const std::string& line)
{
    const QString pattern = QStringLiteral("^\\s*(- )?%1$").arg(QRegularExpression::escape(QString::fromStdString(line)));
    return QRegularExpression(pattern, QRegularExpression::MultilineOption).match(QString::fromStdString(text)).hasMatch();
}

Scenario serving(const char* model)
{
    Scenario scenario = default_scenario();
    scenario.title = "Test of a configuration";
    scenario.model = {ModelForm::Id, model};
    return scenario;
}

} // namespace

class TestConfigurations : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    Json m_accepted; ///< the lists of the API, read independently of the base

    Result<Configuration> made(const char* kind, const Scenario& scenario) const
    {
        const Result<Answer> answer = match(scenario, m_catalog, false);
        if (!answer)
            return answer.error();
        return configuration(kind, *answer, m_catalog);
    }

    bool known(const std::string& reference) const
    {
        const auto& rules = m_catalog.knowledge.rules;
        return m_catalog.claim(reference) || m_catalog.source(reference) || m_catalog.entity(reference) || formula(reference)
            || std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.id == reference; })
            || QRegularExpression(QStringLiteral("^(workload|training|constraints|deployment|innovations)\\.[a-z_]+$|^model$"))
                   .match(QString::fromStdString(reference))
                   .hasMatch();
    }

    /// Every [reference] of a text stands for something the base, the formulas or the scenario hold.
    void checkReferences(const std::string& text)
    {
        static const QRegularExpression mark(QStringLiteral("(?<=[ (])\\[([a-z][a-z0-9._-]+)\\]"));
        auto found = mark.globalMatch(QString::fromStdString(text));
        while (found.hasNext()) {
            const std::string reference = found.next().captured(1).toStdString();
            QVERIFY2(known(reference), reference.c_str());
        }
    }

    /// ml. types in the request must be in the list of the API that takes the request.
    void checkTypes(const std::string& kind, const std::string& text)
    {
        const std::string list = kind.find("training") != std::string::npos ? "training"
            : kind.find("endpoint") != std::string::npos                    ? "endpoint"
                                                                            : "hyperpod";
        static const QRegularExpression type(QStringLiteral("\\bml\\.([a-z0-9-]+\\.[a-z0-9]+)"));
        auto found = type.globalMatch(QString::fromStdString(text));
        while (found.hasNext()) {
            const std::string name = found.next().captured(1).toStdString();
            const Json& names = m_accepted[list];
            QVERIFY2(name == "m5.xlarge" || std::find(names.begin(), names.end(), name) != names.end(), name.c_str());
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_catalog = shipped_catalog();
        m_accepted = Json::parse(text_of(QStringLiteral(ARCHWAY_TEST_DATA "/sagemaker-instance-types.json")));
    }

    /// The base's list of what a service takes is the API's own, type by type.
    void theBaseHoldsTheListsOfTheApi_data()
    {
        QTest::addColumn<QString>("service");
        QTest::addColumn<QString>("list");
        QTest::newRow("hyperpod") << QStringLiteral("sagemaker-hyperpod") << QStringLiteral("hyperpod");
        QTest::newRow("training") << QStringLiteral("sagemaker-training-jobs") << QStringLiteral("training");
        QTest::newRow("endpoint") << QStringLiteral("sagemaker-endpoint") << QStringLiteral("endpoint");
    }
    void theBaseHoldsTheListsOfTheApi()
    {
        QFETCH(const QString, service);
        QFETCH(const QString, list);
        std::vector<std::string> held;
        for (const Relation& relation : m_catalog.knowledge.relations)
            if (relation.type == "accepted-by" && relation.to == service.toStdString())
                held.push_back(relation.from);
        std::sort(held.begin(), held.end());
        QVERIFY(held == m_accepted[list.toStdString()].get<std::vector<std::string>>());
        QVERIFY(std::none_of(held.begin(), held.end(),
                             [&](const std::string& type) { return type.starts_with("g7.") || !m_catalog.instance(type); }));
    }

    void everyExampleInEveryKind_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("kind");
        const QDir examples(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples"));
        for (const QString& file : examples.entryList({QStringLiteral("*.archway")}))
            for (const ConfigurationKind& kind : configuration_kinds())
                QTest::addRow("%s %s", qPrintable(file), kind.id.data()) << examples.filePath(file) << QString::fromUtf8(kind.id.data());
    }
    void everyExampleInEveryKind()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, kind);
        const Result<Scenario> scenario = read_scenario(text_of(file), file.toStdString());
        QVERIFY(scenario.ok());
        const Result<Configuration> result = made(qPrintable(kind), *scenario);
        if (!result) {
            QVERIFY2(result.error().code == Error::Code::No && !result.error().message.empty(), result.error().text().c_str());
            return;
        }
        checkTypes(kind.toStdString(), result->text);
        checkReferences(result->why.empty() ? result->text : result->why);
        QVERIFY(result->text.ends_with('\n') && result->text.find('\t') == std::string::npos);
        if (configuration_kind(kind.toStdString())->format == "json") {
            const Json json = Json::parse(result->text, nullptr, false);
            QVERIFY(!json.is_discarded() && json.is_object());
            QVERIFY2(result->why.find("|  |\n") == std::string::npos, result->why.c_str()); // a value without a reason
        } else {
            QVERIFY(result->why.empty() && result->text.find("# ") != std::string::npos);
        }
        const auto same = made(qPrintable(kind), *scenario);
        QCOMPARE(same->text, result->text);
    }

    void servingRequestsCarryTheDecision()
    {
        Scenario scenario = serving("deepseek-v3");
        scenario.workload.concurrent_sequences = 50;
        scenario.deployment = PinnedDeployment{"p5en.48xlarge", {}, {}, {}, {}, {}, {}};
        const auto cluster = made("hyperpod-cluster", scenario);
        QVERIFY(cluster.ok());
        const Json request = Json::parse(cluster->text);
        QCOMPARE(request["InstanceGroups"][0]["InstanceType"].get<std::string>(), std::string("ml.p5en.48xlarge"));
        QCOMPARE(request["InstanceGroups"][0]["InstanceCount"].get<int>(), 1);
        QVERIFY(request["Orchestrator"].contains("Eks") && !request["Orchestrator"].contains("Slurm"));
        for (const char* field : {"InstanceGroupName", "InstanceCount", "ExecutionRole"}) // what the schema requires
            QVERIFY(request["InstanceGroups"][0].contains(field));
        const auto pods = made("eks-vllm", scenario);
        QVERIFY(pods.ok());
        QVERIFY(says(pods->text, "node.kubernetes.io/instance-type: p5en.48xlarge"));
        QVERIFY(says(pods->text, "nvidia.com/gpu: 8"));
        QVERIFY(says(pods->text, "kind: Deployment") && says(pods->text, "kind: Service"));
        QVERIFY(says(pods->text, "\"--max-model-len=1300\""));
        QVERIFY(pods->text.find("deepseek-ai/DeepSeek-V3") != std::string::npos);
        QVERIFY(!says(pods->text, "\"--quantization=fp8\"")); // the checkpoint is FP8 already
    }

    /// A copy that spans instances: they start together, reach one another over all EFA interfaces, and Ray joins them.
    void aCopyAcrossInstancesIsJoined()
    {
        Scenario scenario = serving("deepseek-v3");
        scenario.workload.ttft_ms.reset();
        scenario.workload.tpot_ms.reset();
        scenario.deployment = PinnedDeployment{"p5.48xlarge", {}, {}, {}, {}, {}, {}};
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer->estimate->best() && answer->estimate->best()->pipeline_parallel == 2);
        const auto pods = configuration("eks-vllm", *answer, m_catalog);
        QVERIFY(pods.ok());
        QVERIFY(says(pods->text, "kind: LeaderWorkerSet") && says(pods->text, "size: 2") && says(pods->text, "vpc.amazonaws.com/efa: 32"));
        QVERIFY(says(pods->text, "\"--pipeline-parallel-size=2\"") && says(pods->text, "\"--distributed-executor-backend=ray\""));
        const auto script = configuration("ec2-vllm", *answer, m_catalog);
        QVERIFY(script->text.find("ray start --head") != std::string::npos && script->text.find("HeadAddress") != std::string::npos);
        const auto group = configuration("cloudformation-ec2", *answer, m_catalog);
        QVERIFY(says(group->text, "Strategy: cluster") && says(group->text, "NetworkCardIndex: 31"));
        QVERIFY(!says(group->text, "NetworkCardIndex: 32"));
        // What is the shell's own is escaped, what is the template's is not.
        QVERIFY(group->text.find("${!options[@]}") != std::string::npos && group->text.find("${VllmTag}") != std::string::npos);
        const auto endpoint = configuration("cloudformation-sagemaker-endpoint", *answer, m_catalog);
        QVERIFY(!endpoint.ok() && endpoint.error().message.find("spans 2 instances") != std::string::npos);
    }

    void precisionBecomesAnOptionOnlyWhereTheCheckpointDiffers()
    {
        Scenario scenario = serving("llama-3.1-8b");
        scenario.workload.weight_precision = "fp8";
        scenario.workload.kv_precision = "fp8";
        scenario.constraints.accelerators = {"nvidia"};
        const auto script = made("ec2-vllm", scenario);
        QVERIFY(script.ok());
        QVERIFY(says(script->text, "--quantization fp8") && says(script->text, "--kv-cache-dtype fp8"));
        QVERIFY(script->text.starts_with("#!/bin/bash\n"));
        scenario.workload.weight_precision = "bf16";
        QVERIFY(says(made("ec2-vllm", scenario)->text, "--dtype bfloat16"));
    }

    void neuronCountsCores()
    {
        Scenario scenario = serving("llama-3.1-70b");
        scenario.deployment = PinnedDeployment{"inf2.48xlarge", {}, {}, {}, {}, {}, {}};
        scenario.workload.tpot_ms.reset();
        scenario.workload.ttft_ms.reset();
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer.ok() && answer->estimate->best());
        const auto pods = made("eks-vllm", scenario);
        QVERIFY2(pods.ok(), pods ? "" : pods.error().text().c_str());
        QVERIFY(says(pods->text, "aws.amazon.com/neuron: " + std::to_string(answer->estimate->best()->tensor_parallel)));
        QVERIFY(says(pods->text, "\"--tensor-parallel-size=" + std::to_string(2 * answer->estimate->best()->tensor_parallel) + '"'));
    }

    /// The engine takes as many sequences as come to one copy: those asked for, or of a rate what 99 % of the time is not exceeded.
    void theEngineTakesWhatComesToOneCopy_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<double>("users");
        QTest::addColumn<double>("rate");
        QTest::newRow("users of one copy") << "llama-3.1-8b" << 24.0 << 0.0;
        QTest::newRow("users over copies") << "llama-3.1-8b" << 900.0 << 0.0;
        QTest::newRow("a rate") << "llama-3.1-8b" << 1.0 << 12.0;
        QTest::newRow("ranks of experts") << "deepseek-v3" << 300.0 << 0.0;
    }
    void theEngineTakesWhatComesToOneCopy()
    {
        QFETCH(const QString, model);
        QFETCH(const double, users);
        QFETCH(const double, rate);
        Scenario scenario = serving(qPrintable(model));
        scenario.workload.concurrent_sequences = users;
        if (rate > 0)
            scenario.workload.requests_per_second = rate;
        const Result<Answer> answer = match(scenario, m_catalog, false);
        const Result<Plan> plan = plan_of(*answer, m_catalog);
        QVERIFY(plan.ok());
        const Deployment& d = *plan->serving;
        const auto options = engine_options(*plan);
        QVERIFY(options.ok());
        const auto option
            = std::find_if(options->begin(), options->end(), [](const EngineOption& o) { return o.name == "--max-num-seqs"; });
        QVERIFY(option != options->end() && !option->why.empty());
        const double most = std::stod(option->value);
        const double share = d.replicas * (d.expert_parallel > 1 ? d.tensor_parallel : 1);
        QVERIFY2(most * share <= d.max_concurrent_sequences + share, option->value.c_str());
        if (rate <= 0) {
            QCOMPARE(most, std::ceil(users / share));
            return;
        }
        // Poisson, summed.
        const double mean = rate * (d.ttft_ms->mid + scenario.workload.output_tokens * d.tpot_ms->mid) / 1e3 / share;
        double term = std::exp(-mean);
        double below = term;
        for (int k = 1; k <= most; ++k)
            below += term *= mean / k;
        QVERIFY2(below >= 0.98 && most < 2 * mean + 10, option->value.c_str());
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("instance");
        QTest::addColumn<QString>("because");
        QTest::newRow("HyperPod has no Inferentia") << "hyperpod-cluster"
                                                    << "inf2.48xlarge"
                                                    << "does not take the instance type inf2.48xlarge";
        QTest::newRow("nor has its template") << "cloudformation-hyperpod"
                                              << "inf2.48xlarge"
                                              << "does not take";
        QTest::newRow("endpoints have no G7") << "cloudformation-sagemaker-endpoint"
                                              << "g7.48xlarge"
                                              << "does not take the instance type g7.48xlarge";
        QTest::newRow("EC2 launches no UltraServer") << "ec2-vllm"
                                                     << "u-p6e-gb200x72"
                                                     << "UltraServer";
        QTest::newRow("EKS neither") << "eks-vllm"
                                     << "trn2-ultraserver (u-trn2x64)"
                                     << "UltraServer";
        QTest::newRow("no engine for processors") << "eks-vllm"
                                                  << "r8g.48xlarge"
                                                  << "no accelerator";
        QTest::newRow("a training job trains") << "sagemaker-training-job"
                                               << "p5en.48xlarge"
                                               << "the scenario serves";
    }
    void refusals()
    {
        QFETCH(const QString, kind);
        QFETCH(const QString, instance);
        QFETCH(const QString, because);
        Scenario scenario = serving("llama-3.1-8b");
        scenario.workload.ttft_ms.reset();
        scenario.workload.tpot_ms.reset();
        scenario.constraints.purchase.push_back("capacity-block");
        scenario.deployment = PinnedDeployment{instance.toStdString(), {}, {}, {}, {}, {}, {}};
        const auto result = made(qPrintable(kind), scenario);
        QVERIFY(!result.ok());
        QVERIFY(result.error().code == Error::Code::No);
        QVERIFY2(result.error().text().find(because.toStdString()) != std::string::npos, result.error().text().c_str());
    }

    void bedrockIsCalledOnlyForTheModelAsItIs()
    {
        Scenario scenario = serving("llama-3.1-70b");
        const auto request = made("bedrock-converse", scenario);
        QVERIFY(request.ok());
        QCOMPARE(Json::parse(request->text)["modelId"].get<std::string>(), std::string("meta.llama3-1-70b-instruct-v1:0"));
        QCOMPARE(Json::parse(request->text)["inferenceConfig"]["maxTokens"].get<int>(), 300);
        scenario.add_innovations = {"prefix-caching"};
        QVERIFY(made("bedrock-converse", scenario).ok()); // the same weights
        scenario.add_innovations = {"mla"};
        const auto changed = made("bedrock-converse", scenario);
        QVERIFY(!changed.ok() && changed.error().text().find("mla") != std::string::npos);
        QVERIFY(!made("bedrock-converse", serving("olmo-2-32b")).ok());
    }

    void nothingFeasibleSaysTheNearestFix()
    {
        Scenario scenario = serving("deepseek-v3");
        scenario.constraints.accelerators = {"inferentia"};
        for (const char* kind : {"eks-vllm", "ec2-vllm", "hyperpod-cluster"}) {
            const auto result = made(kind, scenario);
            QVERIFY(!result.ok() && result.error().code == Error::Code::No && !result.error().advice.empty());
        }
        Scenario nothing = default_scenario();
        QVERIFY(!made("eks-vllm", nothing).ok());
        QVERIFY(made("no-such-kind", nothing).error().code == Error::Code::Usage);
    }

    void aTrainingRunBecomesAJob()
    {
        Scenario scenario = serving("llama-3.1-8b");
        scenario.phase = Phase::FineTuning;
        scenario.training.method = "lora";
        scenario.training.tokens = 1e9;
        scenario.training.deadline_days = 3;
        const auto answer = match(scenario, m_catalog, false);
        QVERIFY(answer.ok() && answer->estimate->best_training());
        const TrainingPlan& plan = *answer->estimate->best_training();
        const auto job = configuration("sagemaker-training-job", *answer, m_catalog);
        QVERIFY2(job.ok(), job ? "" : job.error().text().c_str());
        const Json request = Json::parse(job->text);
        QCOMPARE(request["ResourceConfig"]["InstanceType"].get<std::string>(), "ml." + plan.instance);
        QCOMPARE(request["ResourceConfig"]["InstanceCount"].get<int>(), plan.instances);
        QCOMPARE(request["StoppingCondition"]["MaxRuntimeInSeconds"].get<int>(), 3 * 86400);
        QCOMPARE(request["HyperParameters"]["zero_stage"].get<std::string>(), std::to_string(plan.layout.zero_stage));
        QVERIFY(job->why.find("|  |\n") == std::string::npos);
        checkTypes("sagemaker-training-job", job->text);
        checkReferences(job->why);
        QVERIFY(made("eks-vllm", scenario).error().text().find("trains") != std::string::npos);
        scenario.deployment = PinnedDeployment{"g7.48xlarge", {}, {}, {}, {}, {}, {}};
        const auto refused = made("sagemaker-training-job", scenario);
        QVERIFY(!refused.ok() && refused.error().code == Error::Code::No);
    }

    void aPretrainingClusterCarriesItsOrchestrator()
    {
        Scenario scenario = serving("llama-3.1-8b");
        scenario.phase = Phase::Pretraining;
        scenario.training.tokens = 1e12;
        scenario.training.deadline_days = 30;
        for (const char* operations : {"self-managed", "managed"}) {
            scenario.constraints.operations = operations;
            const auto answer = match(scenario, m_catalog, false);
            QVERIFY(answer->estimate->best_training());
            const auto cluster = configuration("hyperpod-cluster", *answer, m_catalog);
            QVERIFY2(cluster.ok(), cluster ? "" : cluster.error().text().c_str());
            const Json request = Json::parse(cluster->text);
            const bool slurm = answer->decision("orchestration")->chosen == "slurm";
            QCOMPARE(request["Orchestrator"].contains("Slurm"), slurm);
            QCOMPARE(request["InstanceGroups"].size(), slurm ? 2u : 1u);
            QCOMPARE(request["InstanceGroups"].back()["InstanceCount"].get<int>(), answer->estimate->best_training()->instances);
            QVERIFY(cluster->why.find("|  |\n") == std::string::npos);
            checkTypes("hyperpod-cluster", cluster->text);
            checkReferences(cluster->why);
        }
    }

    void yamlQuotesWhatWouldReadAsSomethingElse()
    {
        Document document("Title");
        document.set("/a", "yes", "A word that YAML takes for a truth");
        document.set("/b", "1.5");
        document.set("/c/0/d", "x: y # z", "In a list");
        document.set("/c/0/e", true);
        document.set("/f", "two\nlines\n");
        QCOMPARE(
            yaml_text({document}),
            std::string("# Title\n# A word that YAML takes for a truth\na: \"yes\"\nb: \"1.5\"\nc:\n  # In a list\n  - d: \"x: y # z\"\n"
                        "    e: true\nf: |\n  two\n  lines\n"));
    }
};

QTEST_GUILESS_MAIN(TestConfigurations)
#include "tst_configurations.moc"
