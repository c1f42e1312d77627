// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios side by side over the shipped base: differences add up, bands say when they cannot tell, and what is the same is not listed.
#include "model/compare/compare.h"
#include "model/compare/record.h"
#include "model/compare/verify.h"
#include "tests/support/shipped_base.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace archway;

namespace {

Scenario serving(const char* model, double users)
{
    Scenario scenario = default_scenario();
    scenario.title = model;
    scenario.model = {ModelForm::Id, model};
    scenario.workload.concurrent_sequences = users;
    return scenario;
}

const ComparedFigure* figure(const SideBySide& comparison, std::string_view id)
{
    const auto found
        = std::find_if(comparison.figures.begin(), comparison.figures.end(), [id](const ComparedFigure& f) { return f.id == id; });
    return found == comparison.figures.end() ? nullptr : &*found;
}

} // namespace

class TestComparison : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;

private Q_SLOTS:
    void initTestCase() { m_catalog = shipped_catalog(); }

    void theSameScenarioDiffersInNothing()
    {
        const auto answer = match(serving("llama-3.1-8b", 8), m_catalog, false);
        const SideBySide comparison = compare({&*answer, &*answer, &*answer});
        QVERIFY(comparison.reasons.empty());
        QVERIFY(
            std::all_of(comparison.choices.begin(), comparison.choices.end(), [](const ComparedChoice& choice) { return choice.same(); }));
        QVERIFY(comparison.figures.size() >= 12);
        for (const ComparedFigure& f : comparison.figures) {
            QVERIFY(f.difference(2) == std::optional(0.0) && !f.too_close(2));
            QCOMPARE(difference_text(f, 1), std::string(f.values[0]->mid == 0 ? "" : "the same"));
        }
    }

    void figuresAreThoseOfTheEstimate()
    {
        const auto small = match(serving("llama-3.1-8b", 8), m_catalog, false);
        const auto large = match(serving("deepseek-v3", 50), m_catalog, false);
        const SideBySide comparison = compare({&*small, &*large});
        const ComparedFigure* month = figure(comparison, "usd_per_month");
        QVERIFY(month);
        QCOMPARE(month->values[1]->mid, *large->estimate->best()->usd_per_month);
        QCOMPARE(*month->difference(1), *large->estimate->best()->usd_per_month - *small->estimate->best()->usd_per_month);
        const ComparedFigure* tpot = figure(comparison, "tpot_ms");
        QVERIFY(tpot && !tpot->exact && *tpot->values[0] == *small->estimate->best()->tpot_ms);
        const auto accelerator
            = std::find_if(comparison.choices.begin(), comparison.choices.end(), [](const auto& c) { return c.role == "accelerator"; });
        QVERIFY(!accelerator->same());
        QCOMPARE(accelerator->chosen[1], large->decision("accelerator")->chosen);
        QVERIFY(std::any_of(comparison.reasons.begin(), comparison.reasons.end(),
                            [](const ComparedReason& r) { return r.role == "accelerator"; }));
        for (const ComparedReason& reason : comparison.reasons)
            QVERIFY(reason.texts[0] != reason.texts[1] && !reason.ref.empty());
    }

    /// A small change of the question moves speeds by less than their bands: the page must say that it cannot tell.
    void overlappingBandsAreTooCloseToCall()
    {
        Scenario fewer = serving("llama-3.1-8b", 8);
        fewer.deployment = PinnedDeployment{"g6e.xlarge", {}, {}, {}, {}, {}, {}};
        Scenario more = fewer;
        more.workload.concurrent_sequences = 9;
        const auto a = match(fewer, m_catalog, false);
        const auto b = match(more, m_catalog, false);
        const SideBySide comparison = compare({&*a, &*b});
        const ComparedFigure* tpot = figure(comparison, "tpot_ms");
        QVERIFY(tpot->difference(1) > 0.0 && tpot->too_close(1));
        QVERIFY(!figure(comparison, "kv_bytes_per_sequence")->too_close(1)); // exact figures are never too close
    }

    void whatIsNotThereIsNothingRatherThanZero()
    {
        const auto a = match(serving("deepseek-v3", 50), m_catalog, false);
        Scenario nothing = serving("deepseek-v3", 50);
        nothing.constraints.accelerators = {"inferentia"};
        const auto b = match(nothing, m_catalog, false);
        const SideBySide comparison = compare({&*a, &*b});
        QVERIFY(!figure(comparison, "usd_per_month")->values[1] && !figure(comparison, "usd_per_month")->ratio(1));
        const auto json = compare_json(comparison);
        for (const char* field : {"scenarios", "figures", "choices", "reasons"})
            QVERIFY(json[field].is_array() && !json[field].empty());
        for (const auto& f : json["figures"])
            QVERIFY(f["values"].size() == 2 && f["difference"].size() == 2);
    }

    void tablesAreAligned()
    {
        const auto a = match(serving("llama-3.1-8b", 8), m_catalog, false);
        const auto b = match(serving("deepseek-v3", 50), m_catalog, false);
        const QStringList lines = QString::fromStdString(compare_markdown(compare({&*a, &*b}))).split(u'\n');
        qsizetype width = 0;
        int tables = 0;
        for (const QString& line : lines) {
            if (!line.startsWith(u'|')) {
                width = 0;
                continue;
            }
            tables += width == 0 ? 1 : 0;
            QVERIFY2(width == 0 || line.size() == width, qPrintable(line));
            width = line.size();
        }
        QCOMPARE(tables, 3);
    }

    void aRecordHoldsAgainstItself()
    {
        const auto answer = match(serving("deepseek-v3", 50), m_catalog, false);
        const std::string record = decision_record(*answer, m_catalog.knowledge_version, "2026-11-20");
        QCOMPARE(decision_record(*answer, m_catalog.knowledge_version, "2026-11-20"), record);
        const auto same = verify_record(record, "here", *answer, m_catalog.knowledge_version);
        QVERIFY(same.ok() && same->holds && same->changed.empty());
        QCOMPARE(same->date, std::string("2026-11-20"));
    }

    /// A price that changed is named with its reasons and figures; the choice may stand all the same.
    void changedPricesAreNamed()
    {
        const auto before = match(serving("deepseek-v3", 50), m_catalog, false);
        const std::string record = decision_record(*before, m_catalog.knowledge_version, {});
        Catalog later = m_catalog;
        const std::string chosen = before->decision("accelerator")->chosen;
        for (Price& price : later.prices)
            if (price.instance == chosen)
                price.usd_per_hour *= 0.98;
        const auto after = match(serving("deepseek-v3", 50), later, false);
        const auto verification = verify_record(record, "here", *after, later.knowledge_version);
        QVERIFY(verification.ok() && verification->holds);
        const auto says = [&](Change::Kind kind, const std::string& what) {
            return std::any_of(verification->changed.begin(), verification->changed.end(),
                               [&](const Change& change) { return change.kind == kind && change.what.find(what) != std::string::npos; });
        };
        QVERIFY(says(Change::Kind::Price, chosen) && says(Change::Kind::Figure, "usd_per_month")
                && says(Change::Kind::Reason, "formula.cost-month"));
        QVERIFY(!says(Change::Kind::Input, ""));
        // Ten times dearer, another instance wins: the decision is off.
        for (Price& price : later.prices)
            if (price.instance == chosen)
                price.usd_per_hour *= 10;
        const auto dear = match(serving("deepseek-v3", 50), later, false);
        QVERIFY(!verify_record(record, "here", *dear, later.knowledge_version)->holds);
    }

    void changedInputsAreNamedByPath()
    {
        const auto before = match(serving("deepseek-v3", 50), m_catalog, false);
        const auto after = match(serving("deepseek-v3", 60), m_catalog, false);
        const auto verification
            = verify_record(decision_record(*before, m_catalog.knowledge_version, {}), "here", *after, m_catalog.knowledge_version);
        QVERIFY(std::any_of(verification->changed.begin(), verification->changed.end(), [](const Change& change) {
            return change.kind == Change::Kind::Input && change.what == "/workload/concurrent_sequences" && change.before == "50"
                && change.after == "60";
        }));
    }

    void whatIsNoRecordIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "[]", "{}", "{\"archway\": 2, \"choices\": []}", "{\"archway\": 1}", "\xff\xfe"})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void whatIsNoRecordIsRefused()
    {
        QFETCH(const QByteArray, text);
        const auto answer = match(serving("llama-3.1-8b", 8), m_catalog, false);
        const auto result = verify_record(text.toStdString(), "report-01.json", *answer, m_catalog.knowledge_version);
        QVERIFY(!result.ok() && result.error().code == Error::Code::BadInput && result.error().place == "report-01.json");
    }

    /// Hostile but well-formed records end in changes, not in a crash.
    void oddRecordsAreReadToTheEnd()
    {
        const auto answer = match(serving("llama-3.1-8b", 8), m_catalog, false);
        for (const char* text :
             {R"({"archway":1,"choices":7,"figures":[],"prices":{"a":1},"scenario":null})",
              R"({"archway":1,"choices":[1,null,{"role":5,"chosen":{}}],"prices":[[]],"figures":{"tpot_ms":{"low":"x","high":1}}})"}) {
            const auto result = verify_record(text, "here", *answer, m_catalog.knowledge_version);
            QVERIFY(result.ok() && !result->holds && !result->changed.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
