// SPDX-License-Identifier: GPL-3.0-or-later
// Flip points over the shipped base: just before the point the choice holds, at it the named candidate wins, and what is said never to flip
// a choice does not.
#include "model/match/decision.h"
#include "model/scenario/inputs.h"
#include "tests/support/scenarios.h"
#include "tests/support/shipped_base.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace archway;
using archway::test::NamedScenario;
using archway::test::scattered;

namespace {

constexpr double just_before = 3e-3; ///< of a point that is rounded to four figures
constexpr std::uint64_t one_in = 4;  ///< of the scenarios and of their points is asked, unless all are

std::string text_of(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

class TestFlips : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;

    int m_points = 0, m_decisions = 0, m_steady = 0, m_values = 0;
    std::vector<std::string> m_wrong;

    /// All decisions with one input changed; empty where the value cannot be set.
    std::optional<Answer> with(Scenario scenario, std::string_view path, double value) const
    {
        if (!set_number(scenario, path, value))
            return std::nullopt;
        const auto answer = match(scenario, m_catalog, false);
        return answer ? std::optional(*answer) : std::nullopt;
    }

    static std::string chosen(const std::optional<Answer>& answer, const std::string& role)
    {
        const Decision* decision = answer ? answer->decision(role) : nullptr;
        return decision ? decision->chosen : std::string();
    }

    void expect(const std::string& name, const std::string& role, std::string_view path, double value, const std::string& found,
                const std::string& expected)
    {
        if (found != expected)
            m_wrong.push_back(
                QStringLiteral("%1 %2: %3 = %4 gives \"%5\", not \"%6\"")
                    .arg(QString::fromStdString(name), QString::fromStdString(role), QString::fromStdString(std::string(path)))
                    .arg(value, 0, 'g', 10)
                    .arg(QString::fromStdString(found), QString::fromStdString(expected))
                    .toStdString());
    }

    void checkPoint(const std::string& name, const Answer& answer, const Decision& decision, const Flip& flip)
    {
        const NumericInput* input = numeric_input(flip.input);
        QVERIFY(input && flip.to != decision.chosen && !flip.to.empty());
        expect(name, decision.role, flip.input, flip.at, chosen(with(answer.scenario, flip.input, flip.at), decision.role), flip.to);
        const double back = flip.at > flip.now ? -1 : 1;
        const double before = input->integer ? flip.at + back : flip.at * (1 + back * just_before);
        expect(name, decision.role, flip.input, before, chosen(with(answer.scenario, flip.input, before), decision.role), decision.chosen);
        ++m_points;
    }

    /// An input at a value of its range: all roles that it is said not to change.
    void checkSteady(const std::string& name, const Answer& answer, const NumericInput& input, std::uint64_t turn)
    {
        const double share = static_cast<double>(scattered(name + std::string(input.path) + std::to_string(turn)) % 10'000) / 10'000;
        const double value = input.logarithmic ? input.slider_low * std::pow(input.slider_high / input.slider_low, share)
                                               : input.slider_low + share * (input.slider_high - input.slider_low);
        const std::optional<Answer> there = with(answer.scenario, input.path, value);
        for (const Decision& decision : answer.decisions) {
            if (std::find(decision.cannot_flip.begin(), decision.cannot_flip.end(), input.path) == decision.cannot_flip.end())
                continue;
            QVERIFY(std::none_of(decision.flips.begin(), decision.flips.end(), [&](const Flip& flip) { return flip.input == input.path; }));
            expect(name, decision.role, input.path, value, chosen(there, decision.role), decision.chosen);
            ++m_steady;
        }
        ++m_values;
    }

    void sweep(const NamedScenario& asked, bool all)
    {
        const Result<Scenario> scenario = read_scenario(asked.json.dump(), asked.name);
        QVERIFY(scenario.ok());
        const auto answer = match(*scenario, m_catalog, true);
        QVERIFY(answer.ok());
        for (const Decision& decision : answer->decisions) {
            ++m_decisions;
            for (const Flip& flip : decision.flips)
                if (all || scattered(asked.name + decision.role + flip.input) % one_in == 0)
                    checkPoint(asked.name, *answer, decision, flip);
        }
        for (const NumericInput& input : numeric_inputs()) {
            const auto now = get_number(answer->scenario, input.path);
            if (!applies(input, answer->scenario) || !now || !*now)
                continue;
            if (all || scattered(asked.name + std::string(input.path)) % one_in == 0)
                for (std::uint64_t turn = 0; turn < (all ? 5U : 1U); ++turn)
                    checkSteady(asked.name, *answer, input, turn);
        }
    }

private Q_SLOTS:
    void initTestCase() { m_catalog = shipped_catalog(); }

    /// The worked scenarios and made-up ones; which of them are asked, and at which points, depends on their names alone. With
    /// ARCHWAY_ALL_FLIPS=40 all of them, so many made-up ones, and every point.
    void pointsAreWhereTheChoiceChanges()
    {
        const int asked = qEnvironmentVariableIntValue("ARCHWAY_ALL_FLIPS");
        std::vector<NamedScenario> scenarios = test::worked_scenarios(QStringLiteral(ARCHWAY_TEST_DATA "/worked"));
        QVERIFY(scenarios.size() >= 40);
        for (std::uint64_t n = 0; n < static_cast<std::uint64_t>(std::max(asked, 40)); ++n)
            scenarios.push_back(test::made_up_scenario(n));
        if (asked <= 0)
            std::erase_if(scenarios, [](const NamedScenario& scenario) { return scattered(scenario.name) % one_in != 0; });
        for (const NamedScenario& scenario : scenarios)
            sweep(scenario, asked > 0);
        for (const std::string& line : m_wrong)
            qWarning("%s", line.c_str());
        qInfo("%d scenarios, %d points of %d decisions, %d inputs said to change nothing at %d values: %d wrong",
              static_cast<int>(scenarios.size()), m_points, m_decisions, m_steady, m_values, static_cast<int>(m_wrong.size()));
        QVERIFY(scenarios.size() >= 8 && m_points >= 20 && m_values >= 20);
        QVERIFY(m_wrong.empty());
    }

    /// Which box is cheapest does not depend on how busy it is.
    void utilisationDecidesBetweenNoBoxes()
    {
        const auto scenario
            = read_scenario(text_of(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/deepseek-v3-support.archway")), "");
        const auto answer = match(*scenario, m_catalog, true);
        QVERIFY(answer.ok());
        const Decision& accelerator = *answer->decision("accelerator");
        QVERIFY(std::find(accelerator.cannot_flip.begin(), accelerator.cannot_flip.end(), "workload.utilisation")
                != accelerator.cannot_flip.end());
    }

    /// The bills of API and box meet at some use of the box: utilisation decides between them, not between boxes.
    void utilisationDecidesBetweenApiAndBox()
    {
        Scenario scenario = default_scenario();
        scenario.model = {ModelForm::Id, "llama-3.1-8b"};
        scenario.workload.concurrent_sequences = 64;
        scenario.workload.utilisation = 0.05;
        scenario.constraints.operations = "self-managed";
        const auto answer = match(scenario, m_catalog, true);
        const Decision& platform = *answer->decision("serving-platform");
        QVERIFY(std::any_of(platform.flips.begin(), platform.flips.end(),
                            [](const Flip& flip) { return flip.input == "workload.utilisation"; }));
    }

    /// What is asked hundreds of times must say the same as the decision with its reasons.
    void flipPointsComeWithEveryDecision()
    {
        const auto scenario
            = read_scenario(text_of(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/gpt-oss-agents-eu.archway")), "");
        const auto answer = match(*scenario, m_catalog, true);
        QVERIFY(std::count_if(answer->decisions.begin(), answer->decisions.end(), [](const Decision& d) { return !d.flips.empty(); }) >= 3);
        for (const Decision& decision : answer->decisions)
            QVERIFY2(!decision.flips.empty() || !decision.cannot_flip.empty() || decision.chosen.empty(), decision.role.c_str());
    }
};

QTEST_GUILESS_MAIN(TestFlips)
#include "tst_flips.moc"
