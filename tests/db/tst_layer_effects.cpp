// SPDX-License-Identifier: GPL-3.0-or-later
// What the user's layers move, over the shipped base: a price, a weight, a status and a discount, each said with the places it changed.
#include "model/knowledge/layer.h"
#include "model/match/record_change.h"
#include "tests/support/shipped_base.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace archway;

namespace {

Scenario example(const char* name)
{
    QFile file(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/") + QLatin1String(name));
    const std::string text = file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    const Result<Scenario> scenario = read_scenario(text, name);
    return scenario ? *scenario : Scenario{};
}

QString all_texts(const Decision& decision)
{
    QStringList out;
    for (const LayerEffect& effect : decision.layer_effects)
        out << QString::fromStdString(effect.text);
    return out.join(QLatin1Char('\n'));
}

} // namespace

class TestLayerEffects : public QObject {
    Q_OBJECT

private:
    Catalog m_shipped;

    Catalog with(const LayerRecords& records) const { return laid_upon(m_shipped, {records}).catalog; }

    LayerRecords price(const char* instance, double usd) const
    {
        LayerRecords out;
        out.catalog.prices.push_back({instance, "us-east-1", "on-demand", usd, "2026-11-10", m_shipped.prices.front().source});
        return out;
    }
    Rule rule(const char* id) const
    {
        const auto& rules = m_shipped.knowledge.rules;
        const auto found = std::find_if(rules.begin(), rules.end(), [id](const Rule& r) { return r.id == id; });
        return found == rules.end() ? Rule{} : *found;
    }
    Answer asked(const Scenario& scenario, const Catalog& merged) const
    {
        Result<Answer> answer = match(scenario, merged, false);
        if (!answer)
            return {};
        add_layer_effects(*answer, layer_effects(*answer, m_shipped, merged, layer_changes(m_shipped, merged)));
        return std::move(*answer);
    }

private Q_SLOTS:
    void initTestCase() { m_shipped = shipped_catalog(); }

    /// A price moves the type, and the sentence names both prices, both places and what would be chosen without it.
    void aPriceThatDecides()
    {
        const Scenario scenario = example("deepseek-v3-support.archway");
        const Answer before = asked(scenario, m_shipped);
        const Candidate* b200 = before.decision("accelerator")->candidate("p6-b200.48xlarge");
        QVERIFY(b200->rank > 1);
        const Answer after = asked(scenario, with(price("p6-b200.48xlarge", 40)));
        const Decision& decision = *after.decision("accelerator");
        QCOMPARE(decision.chosen, std::string("p6-b200.48xlarge"));
        QCOMPARE(decision.layer_effects.size(), 1u);
        const LayerEffect& effect = decision.layer_effects.front();
        QCOMPARE(effect.kind, std::string("price"));
        QCOMPARE(effect.before, b200->rank);
        QCOMPARE(effect.after, 1);
        QVERIFY(effect.decides);
        const QString text = QString::fromStdString(effect.text);
        QVERIFY2(text.startsWith(QStringLiteral("your price of p6-b200.48xlarge ($40.00/h instead of $114/h) moved it from ")),
                 effect.text.c_str());
        QVERIFY2(text.endsWith(QStringLiteral("without it p5en.48xlarge would be chosen")), effect.text.c_str());
    }

    /// What is the same, of another Region or of a type that is out of the question moves nothing, and nothing is said.
    void whatDoesNotEnterIsNotNamed()
    {
        const Scenario scenario = example("deepseek-v3-support.archway");
        LayerRecords elsewhere = price("p6-b200.48xlarge", 1);
        elsewhere.catalog.prices.front().region = "eu-central-1";
        LayerRecords source;
        source.catalog.knowledge.sources.push_back({"notes", "Notes", "notes", "", "2026-11", true});
        for (const LayerRecords& records : {LayerRecords{}, elsewhere, source, price("g6.xlarge", 0.01)})
            for (const Decision& decision : asked(scenario, with(records)).decisions)
                QVERIFY2(decision.layer_effects.empty(), qPrintable(all_texts(decision)));
    }

    /// A changed weight names rule, both weights and the candidate it moved.
    void aWeightThatDecides()
    {
        LayerRecords records;
        records.catalog.knowledge.rules.push_back(rule("retrieve-balanced"));
        records.catalog.knowledge.rules.front().weight = -0.3;
        const Answer answer = asked(example("deepseek-v3-support.archway"), with(records));
        const Decision& decision = *answer.decision("retrieval");
        QVERIFY(decision.chosen != "bedrock-knowledge-bases");
        QVERIFY(decision.layer_effects.size() == 1 && decision.layer_effects.front().decides);
        const QString text = all_texts(decision);
        QVERIFY2(text.contains(QStringLiteral("your weight of the rule retrieve-balanced (-0.3 instead of +0.2) moved Bedrock Knowledge "
                                              "Bases from 1st to ")),
                 qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("is chosen instead")), qPrintable(text));
        for (const Decision& other : answer.decisions)
            QVERIFY(other.role == "retrieval" || other.layer_effects.empty());
    }

    /// A service that the user marks as retired is refused, which is said.
    void aStatusThatRefuses()
    {
        LayerRecords records;
        records.catalog.knowledge.entities.push_back(*m_shipped.entity("bedrock-knowledge-bases"));
        records.catalog.knowledge.entities.front().status = "retired";
        const Answer answer = asked(example("deepseek-v3-support.archway"), with(records));
        const QString text = all_texts(*answer.decision("retrieval"));
        QVERIFY2(text.contains(QStringLiteral("(retired instead of available) moved it from 1st to refused")), qPrintable(text));
    }

    /// A withdrawn rule is named as such.
    void aWithdrawalIsNamed()
    {
        LayerRecords records;
        records.withdrawn.push_back({"rule", "retrieve-balanced", "we know better"});
        const QString text = all_texts(*asked(example("deepseek-v3-support.archway"), with(records)).decision("retrieval"));
        QVERIFY2(text.contains(QStringLiteral("the rule retrieve-balanced that you withdrew")), qPrintable(text));
    }

    /// A discount is asked for by type, and called what it is.
    void aDiscountIsCalledOne()
    {
        LayerRecords records;
        records.discounts.push_back({"p6-b200", 0.6, ""});
        const QString text = all_texts(*asked(example("deepseek-v3-support.archway"), with(records)).decision("accelerator"));
        QVERIFY2(text.contains(QStringLiteral("your discount on p6-b200.48xlarge")), qPrintable(text));
    }

    /// Two changes of which either is enough: none decides alone, and that is said.
    void togetherWhereNoneDecidesAlone()
    {
        LayerRecords records;
        for (const char* id : {"retrieve-balanced", "retrieve-no-graph"}) {
            records.catalog.knowledge.rules.push_back(rule(id));
            records.catalog.knowledge.rules.back().weight = 0;
        }
        records.catalog.knowledge.rules.back().candidate = "opensearch";
        records.catalog.knowledge.rules.back().weight = 0.4;
        records.catalog.knowledge.rules.front().weight = -0.4;
        const Answer answer = asked(example("deepseek-v3-support.archway"), with(records));
        const Decision& decision = *answer.decision("retrieval");
        QCOMPARE(decision.chosen, std::string("opensearch"));
        QVERIFY2(decision.layer_effects.front().decides, qPrintable(all_texts(decision)));
        QVERIFY2(all_texts(decision).contains(QStringLiteral("none of them does alone")), qPrintable(all_texts(decision)));
    }

    /// Taking a record back and giving it again leaves the catalog as it was, order included.
    void takingBackIsUndone()
    {
        LayerRecords records = price("p6-b200.48xlarge", 40);
        records.catalog.knowledge.rules.push_back(rule("retrieve-balanced"));
        records.catalog.knowledge.rules.front().weight = 0.01;
        records.withdrawn.push_back({"rule", "route-plain", ""});
        const Catalog merged = with(records);
        const auto changes = layer_changes(m_shipped, merged);
        QCOMPARE(changes.size(), 3u);
        Catalog changed = merged;
        for (const RecordChange& change : changes)
            take_back(change, m_shipped, changed);
        QVERIFY(layer_changes(m_shipped, changed).empty());
        const auto ids = [](const Catalog& catalog) {
            std::vector<std::string> out;
            for (const Rule& r : catalog.knowledge.rules)
                out.push_back(r.id);
            return out;
        };
        QVERIFY(ids(changed) == ids(m_shipped));
        for (const RecordChange& change : changes)
            give_again(change, merged, changed);
        QVERIFY(layer_changes(merged, changed).empty());
        QVERIFY(ids(changed) == ids(merged));
    }
};

QTEST_GUILESS_MAIN(TestLayerEffects)
#include "tst_layer_effects.moc"
