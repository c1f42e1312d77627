// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest fix of a refusal, done as it is written: what was refused is refused no longer. Over the worked scenarios and made-up ones.
#include "model/match/decision.h"
#include "tests/support/scenarios.h"
#include "tests/support/shipped_base.h"

#include <QTest>

#include <map>
#include <set>

using namespace archway;
using archway::test::NamedScenario;
using archway::test::scattered;
using Json = nlohmann::json;

namespace {

constexpr std::uint64_t made_up = 40;
constexpr int tries_a_kind = 1; ///< unless all are asked for

struct Count {
    int tried = 0, helped = 0;
    int in_words = 0; ///< something that no scenario says
};

/// "workload.ttft_ms" in a scenario's JSON.
Json& field(Json& scenario, const std::string& path)
{
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos)
        return scenario[path];
    Json& section = scenario[path.substr(0, dot)];
    if (section.is_null())
        section = Json::object();
    return section[path.substr(dot + 1)];
}

/// What a fix is about: role and paths.
std::string kind_of(const std::string& role, const Candidate& candidate)
{
    std::string out = role + ":";
    for (const ScenarioChange& change : candidate.fix)
        if (!change.path.empty())
            out += " " + change.path;
    return out;
}

} // namespace

class TestFixes : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    std::map<std::string, Count> m_kinds;
    std::vector<std::string> m_useless;

    Result<Answer> ask(const Json& json) const
    {
        const Result<Scenario> scenario = read_scenario(json.dump(), "scenario");
        return scenario ? match(*scenario, m_catalog, false) : Result<Answer>(scenario.error());
    }

    void tryFix(const NamedScenario& asked, const std::string& role, const Candidate& candidate)
    {
        Count& count = m_kinds[kind_of(role, candidate)];
        if (!applies_whole(candidate.fix)) {
            ++count.in_words;
            return;
        }
        Json changed = asked.json;
        for (const auto& change : changes_json(candidate.fix))
            field(changed, change["path"].get<std::string>()) = change["value"];
        ++count.tried;
        const Result<Answer> answer = ask(changed);
        const Decision* decision = answer ? answer->decision(role) : nullptr;
        const Candidate* there = decision ? decision->candidate(candidate.id) : nullptr;
        if (there && there->verdict != Verdict::Rejected)
            ++count.helped;
        else
            m_useless.push_back(asked.name + " " + role + " " + candidate.id + ": " + candidate.rejected_because
                                + " | fix: " + candidate.nearest_fix + " | then: "
                                + (!answer      ? answer.error().text()
                                       : !there ? "no such candidate"
                                                : there->rejected_because));
    }

    /// Every kind of fix of the scenario once, which candidate of it depends on the names alone; all of them where that is asked for.
    void tryAll(const NamedScenario& asked, bool all)
    {
        const Result<Answer> answer = ask(asked.json);
        QVERIFY2(answer.ok(), asked.name.c_str());
        for (const Decision& decision : answer->decisions) {
            std::map<std::string, const Candidate*> kinds;
            for (const Candidate& candidate : decision.candidates) {
                QVERIFY2(candidate.verdict == Verdict::Rejected || candidate.fix.empty(), candidate.id.c_str());
                QVERIFY2(candidate.fix.empty() == candidate.nearest_fix.empty(), candidate.id.c_str());
                if (candidate.fix.empty())
                    continue;
                if (all) {
                    tryFix(asked, decision.role, candidate);
                    continue;
                }
                const Candidate*& one = kinds[kind_of(decision.role, candidate)];
                if (!one || scattered(asked.name + candidate.id) < scattered(asked.name + one->id))
                    one = &candidate;
            }
            for (const auto& [kind, candidate] : kinds)
                if (m_kinds[kind].tried < tries_a_kind)
                    tryFix(asked, decision.role, *candidate);
        }
    }

private Q_SLOTS:
    void initTestCase() { m_catalog = shipped_catalog(); }

    void fixesHelp()
    {
        // ARCHWAY_ALL_FIXES=300 tries every candidate, and so many made-up scenarios: for whoever changes what refuses.
        const int asked = qEnvironmentVariableIntValue("ARCHWAY_ALL_FIXES");
        std::vector<NamedScenario> scenarios = test::worked_scenarios(QStringLiteral(ARCHWAY_TEST_DATA "/worked"));
        QVERIFY(scenarios.size() >= 40);
        for (std::uint64_t n = 0; n < (asked > 0 ? static_cast<std::uint64_t>(asked) : made_up); ++n)
            scenarios.push_back(test::made_up_scenario(n));
        for (const NamedScenario& scenario : scenarios)
            tryAll(scenario, asked > 0);
        int tried = 0;
        for (const auto& [kind, count] : m_kinds) {
            tried += count.tried;
            qInfo("%5d tried %5d help %4d in words  %s", count.tried, count.helped, count.in_words, kind.c_str());
        }
        for (const std::string& line : m_useless)
            qWarning("%s", line.c_str());
        qInfo("%d fixes of %d kinds tried, %d do not help", tried, static_cast<int>(m_kinds.size()), static_cast<int>(m_useless.size()));
        QVERIFY(tried >= 100);
        QVERIFY(m_useless.empty());
    }
};

QTEST_GUILESS_MAIN(TestFixes)
#include "tst_fixes.moc"
