// SPDX-License-Identifier: GPL-3.0-or-later
// Flip points over the shipped base: just before the point the choice holds, at it the named candidate wins, and what is said never to flip
// a choice does not.
#include "db/knowledge_store.h"
#include "model/match/decision.h"
#include "model/scenario/inputs.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace archway;

namespace {

constexpr double just_before = 3e-3; ///< of a point that is rounded to four figures

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

    std::string chosen(Scenario scenario, std::string_view path, double value, const std::string& role) const
    {
        if (!set_number(scenario, path, value))
            return "out of range";
        const auto answer = match(scenario, m_catalog, false);
        const Decision* decision = answer ? answer->decision(role) : nullptr;
        return decision ? decision->chosen : std::string();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto store = KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db", true);
        QVERIFY(store.ok());
        auto catalog = store->catalog();
        QVERIFY(catalog.ok());
        m_catalog = std::move(*catalog);
    }

    void pointsAreWhereTheChoiceChanges_data()
    {
        QTest::addColumn<QString>("file");
        const QDir examples(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples"));
        for (const char* name : {"deepseek-v3-support", "gpt-oss-agents-eu"})
            QTest::addRow("%s", name) << examples.filePath(QLatin1String(name) + QStringLiteral(".archway"));
        const QDir worked(QStringLiteral(ARCHWAY_TEST_DATA "/worked"));
        for (const char* name : {"10-nightly-batch-spot", "18-lora-70b"})
            QTest::addRow("%s", name) << worked.filePath(QLatin1String(name) + QStringLiteral(".archway"));
    }
    void pointsAreWhereTheChoiceChanges()
    {
        QFETCH(const QString, file);
        const Result<Scenario> scenario = read_scenario(text_of(file), file.toStdString());
        QVERIFY(scenario.ok());
        const auto answer = match(*scenario, m_catalog, true);
        QVERIFY(answer.ok());
        int points = 0;
        for (const Decision& decision : answer->decisions) {
            for (const Flip& flip : decision.flips) {
                const NumericInput* input = numeric_input(flip.input);
                QVERIFY(input && flip.to != decision.chosen && !flip.to.empty());
                const std::string at = chosen(answer->scenario, flip.input, flip.at, decision.role);
                QVERIFY2(at == flip.to,
                         qPrintable(QStringLiteral("%1: %2 = %3 gives %4, not %5")
                                        .arg(QString::fromStdString(decision.role), QString::fromStdString(flip.input))
                                        .arg(flip.at)
                                        .arg(QString::fromStdString(at), QString::fromStdString(flip.to))));
                const double back = flip.at > flip.now ? -1 : 1;
                const double before = input->integer ? flip.at + back : flip.at * (1 + back * just_before);
                const std::string holds = chosen(answer->scenario, flip.input, before, decision.role);
                QVERIFY2(holds == decision.chosen,
                         qPrintable(QStringLiteral("%1: %2 = %3 gives %4, not %5")
                                        .arg(QString::fromStdString(decision.role), QString::fromStdString(flip.input))
                                        .arg(before)
                                        .arg(QString::fromStdString(holds), QString::fromStdString(decision.chosen))));
                ++points;
            }
            for (const std::string& path : decision.cannot_flip)
                QVERIFY(std::none_of(decision.flips.begin(), decision.flips.end(), [&](const Flip& flip) { return flip.input == path; }));
        }
        QVERIFY(points >= 2);
    }

    /// Inputs that are said never to flip a choice, asked between the values the search asked.
    void whatCannotFlipDoesNot()
    {
        const auto scenario
            = read_scenario(text_of(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/deepseek-v3-support.archway")), "");
        const auto answer = match(*scenario, m_catalog, true);
        QVERIFY(answer.ok());
        for (const Decision& decision : answer->decisions)
            for (const std::string& path : decision.cannot_flip) {
                const NumericInput& input = *numeric_input(path);
                for (const double share : {0.36, 0.87}) {
                    const double value = input.logarithmic ? input.slider_low * std::pow(input.slider_high / input.slider_low, share)
                                                           : input.slider_low + share * (input.slider_high - input.slider_low);
                    QCOMPARE(chosen(answer->scenario, path, value, decision.role), decision.chosen);
                }
            }
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
