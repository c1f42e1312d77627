// SPDX-License-Identifier: GPL-3.0-or-later
// Worked scenarios: what an architect would defend in a design review, held against the engine. The table is
// tests/data/worked/answers.json.
#include "model/match/decision.h"
#include "tests/support/shipped_base.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

using namespace archway;
using Json = nlohmann::json;

namespace {

const QString folder = QStringLiteral(ARCHWAY_TEST_DATA "/worked/");

std::string text_of(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

class TestWorkedScenarios : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    Json m_answers;

    Answer answer(const std::string& name) const
    {
        const Result<Scenario> scenario = read_scenario(text_of(folder + QString::fromStdString(name) + QStringLiteral(".archway")), name);
        const Result<Answer> out = scenario ? match(*scenario, m_catalog, false) : Result<Answer>(scenario.error());
        if (!out)
            qWarning("%s", out.error().text().c_str());
        return out ? *out : Answer{};
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_catalog = shipped_catalog();
        m_answers = Json::parse(text_of(folder + QStringLiteral("answers.json")), nullptr, false);
        QVERIFY(m_answers.is_array() && m_answers.size() >= 20);
    }

    void theEngineAgrees_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("role");
        QTest::addColumn<QStringList>("choices"); // any of them, where they are too close to call; empty = nothing is chosen
        m_answers = Json::parse(text_of(folder + QStringLiteral("answers.json")));
        for (const Json& entry : m_answers)
            for (const auto& [role, choice] : entry["answer"].items()) {
                const auto name = entry["scenario"].get<std::string>();
                QStringList choices;
                for (const Json& each : choice.is_array() ? choice : Json::array({choice}))
                    if (each.is_string())
                        choices << QString::fromStdString(each.get<std::string>());
                QTest::addRow("%s %s", name.c_str(), role.c_str())
                    << QString::fromStdString(name) << QString::fromStdString(role) << choices;
            }
    }
    void theEngineAgrees()
    {
        QFETCH(const QString, scenario);
        QFETCH(const QString, role);
        QFETCH(const QStringList, choices);
        const Answer made = answer(scenario.toStdString());
        const Decision* decision = made.decision(role.toStdString());
        QVERIFY(decision);
        if (choices.isEmpty()) {
            QCOMPARE(QString::fromStdString(decision->chosen), QString());
            return;
        }
        QVERIFY2(choices.contains(QString::fromStdString(decision->chosen)), decision->chosen.c_str());
        // A choice can be defended: with a reason that rests on something.
        const auto& reasons = decision->winner()->reasons;
        QVERIFY(std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) { return !reason.ref.empty(); }));
    }

    /// What can no longer or not yet be had never wins, and what is refused says why.
    void whatCannotBeHadNeverWins()
    {
        for (const Json& entry : m_answers) {
            const Answer made = answer(entry["scenario"].get<std::string>());
            for (const Decision& decision : made.decisions) {
                const Entity* chosen = decision.chosen.empty() ? nullptr : m_catalog.entity(decision.chosen);
                QVERIFY(!chosen
                        || (chosen->status != "proposed" && chosen->status != "retired" && chosen->status != "closed-to-new-customers"));
                for (const Candidate& candidate : decision.candidates)
                    QVERIFY2(candidate.verdict != Verdict::Rejected || !candidate.rejected_because.empty(), candidate.id.c_str());
            }
        }
    }

    /// A type that is sold by reservation only is neither bought nor reserved at an on-demand rate.
    void whatIsNotSoldOnDemandIsReserved()
    {
        Scenario scenario = default_scenario();
        scenario.model = {ModelForm::Id, "llama-3.1-70b"};
        scenario.deployment = PinnedDeployment{"trn2.48xlarge", {}, {}, {}, {}, {}, {}};
        scenario.constraints.regions = {"us-east-1", "us-east-2", "us-west-2"};
        scenario.constraints.purchase = {"on-demand", "capacity-block"};
        const auto made = match(scenario, m_catalog, false);
        const Decision& capacity = *made->decision("capacity");
        QCOMPARE(capacity.chosen, std::string("capacity-block"));
        for (const char* id : {"on-demand", "odcr"})
            QVERIFY(capacity.candidate(id)->rejected_because.find("not sold on demand") != std::string::npos);
        // Bought at the on-demand rate only where that is asked for.
        scenario.deployment->instance = "p5.48xlarge";
        scenario.constraints.purchase = {"capacity-block"};
        QVERIFY(match(scenario, m_catalog, false)->decision("capacity")->candidate("odcr")->verdict == Verdict::Rejected);
    }

    /// Together the scenarios reach every kind of accelerator, three Regions, both ways of working and every phase.
    void theScenariosCoverTheGround()
    {
        std::set<std::string> kinds, regions, operations, roles;
        std::set<Phase> phases;
        for (const Json& entry : m_answers) {
            const Answer made = answer(entry["scenario"].get<std::string>());
            phases.insert(made.scenario.phase);
            operations.insert(made.scenario.constraints.operations);
            regions.insert(made.scenario.constraints.regions.begin(), made.scenario.constraints.regions.end());
            for (const Decision& decision : made.decisions)
                roles.insert(decision.role);
            if (made.estimate && made.estimate->best())
                kinds.insert(made.estimate->best()->accelerator_kind);
            QVERIFY2(entry["why"].get<std::string>().size() > 60, entry["scenario"].get<std::string>().c_str());
        }
        QCOMPARE(kinds, (std::set<std::string>{"cpu", "inferentia", "nvidia", "trainium"}));
        QVERIFY(regions.size() >= 3 && operations.size() == 3 && phases.size() == 3);
        QCOMPARE(roles.size(), std::size_t{16}); // every role of the command line's contract
    }
};

QTEST_GUILESS_MAIN(TestWorkedScenarios)
#include "tst_worked_scenarios.moc"
