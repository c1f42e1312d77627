// SPDX-License-Identifier: GPL-3.0-or-later
// Layers upon layers: what wins, what is hidden, what falls with what it rested on.
#include "model/knowledge/knowledge_files.h"
#include "model/knowledge/layer.h"
#include "model/knowledge/record_json.h"

#include <QTest>

#include <cmath>

using namespace archway;

namespace {

/// A base of one of each, small enough to see through.
Catalog small_base()
{
    const KnowledgeFile file{"base.json", R"({
        "sources": [{"id": "list", "title": "List prices", "kind": "price-list"}, {"id": "page", "title": "A page", "kind": "page"}],
        "entities": [{"id": "eks", "kind": "service", "name": "EKS"}, {"id": "s3", "kind": "service", "name": "S3"}],
        "claims": [{"id": "c1", "about": "eks", "statement": "Runs pods", "value": 1, "sources": [{"document": "page"}]},
                   {"id": "c2", "about": "s3", "statement": "Keeps objects", "sources": [{"document": "list"}]}],
        "relations": [{"from": "eks", "type": "uses", "to": "s3", "because": "both", "claims": ["c1"]}],
        "rules": [{"id": "r1", "role": "weights-storage", "candidate": "s3", "when": "always = 1", "weight": 0.1, "reason": "it keeps", "claims": ["c2"]}],
        "accelerators": [{"id": "chip", "name": "Chip", "kind": "cpu", "memory_bytes": 1e9, "memory_label": "1 GB", "sources": {"memory_bytes": "page"}}],
        "instances": [{"id": "x1.big", "name": "X1 big", "family": "x1", "kind": "cpu", "accelerator": "chip", "accelerators": 1, "vcpus": 4, "sources": {"vcpus": "page"}}],
        "prices": [{"instance": "x1.big", "region": "us-east-1", "purchase": "on-demand", "usd_per_hour": 10, "as_of": "2026-01-01", "source": "list"},
                   {"instance": "x1.big", "region": "us-east-1", "purchase": "on-demand", "usd_per_hour": 8, "as_of": "2026-05-01", "source": "list"},
                   {"instance": "x1.big", "region": "us-east-1", "purchase": "spot", "usd_per_hour": 3, "as_of": "2026-05-01", "source": "list"}]
    })"};
    return *read_knowledge_files({file});
}

LayerRecords records(const char* json)
{
    Result<Pack> pack = read_pack(json, "pack");
    if (!pack)
        qFatal("%s", pack.error().text().c_str());
    return std::move(pack->records);
}

const Price* price(const Catalog& catalog, const char* purchase)
{
    for (const Price& p : catalog.prices) {
        if (p.purchase == purchase)
            return &p;
    }
    return nullptr;
}

} // namespace

class TestLayer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLaterLayerWins()
    {
        const LayerRecords imported = records(R"({"prices": [{"instance": "x1.big", "region": "us-east-1", "purchase": "on-demand",
            "usd_per_hour": 7, "as_of": "2026-11-01", "source": "list"}],
            "claims": [{"id": "c1", "about": "eks", "statement": "Runs many pods", "sources": [{"document": "page"}]}]})");
        const LayerRecords mine
            = records(R"({"claims": [{"id": "c1", "about": "eks", "statement": "Runs our pods", "sources": [{"document": "page"}]}]})");
        const LayeredCatalog all = laid_upon(small_base(), {imported, mine});
        QVERIFY(all.dropped.empty());
        QCOMPARE(all.catalog.claim("c1")->statement, std::string("Runs our pods"));
        QVERIFY(!all.catalog.claim("c1")->value);
        // Both dates of the shipped price give way, the other purchase stays.
        QCOMPARE(all.catalog.prices.size(), 2U);
        QCOMPARE(price(all.catalog, "on-demand")->usd_per_hour, 7.0);
        QCOMPARE(price(all.catalog, "spot")->usd_per_hour, 3.0);
        QVERIFY(check_references(all.catalog).ok());
        QCOMPARE(laid_upon(small_base(), {mine, imported}).catalog.claim("c1")->statement, std::string("Runs many pods"));
    }

    void whatRestsOnAWithdrawnRecordFallsWithIt()
    {
        const LayeredCatalog without_claim = laid_upon(small_base(), {records(R"({"withdrawn": [{"kind": "claim", "id": "c2"}]})")});
        QVERIFY(without_claim.catalog.knowledge.rules.empty());
        QCOMPARE(without_claim.dropped.size(), 1U);
        QCOMPARE(without_claim.dropped.front().id, std::string("r1"));
        const LayeredCatalog without_page = laid_upon(small_base(), {records(R"({"withdrawn": [{"kind": "source", "id": "page"}]})")});
        QVERIFY(!without_page.catalog.claim("c1") && without_page.catalog.claim("c2"));
        QVERIFY(without_page.catalog.knowledge.relations.empty() && without_page.catalog.instances.empty());
        QVERIFY(check_references(without_page.catalog).ok());
        const LayeredCatalog without_entity = laid_upon(small_base(), {records(R"({"withdrawn": [{"kind": "entity", "id": "s3"}]})")});
        QVERIFY(!without_entity.catalog.claim("c2") && without_entity.catalog.knowledge.relations.empty());
        QVERIFY(check_references(without_entity.catalog).ok());
    }

    void anAddedTypeBecomesAnEntityAndAChangedOneIsDescribedAnew()
    {
        const LayerRecords more = records(R"({"instances": [
            {"id": "x1.big", "name": "X1 big", "family": "x1", "kind": "cpu", "accelerator": "chip", "accelerators": 1, "vcpus": 8, "sources": {"vcpus": "page"}},
            {"id": "x1.huge", "name": "X1 huge", "family": "x1", "kind": "cpu", "accelerator": "chip", "accelerators": 1}]})");
        const Catalog all = laid_upon(small_base(), {more}).catalog;
        QVERIFY(all.entity("x1.huge"));
        QVERIFY(QString::fromStdString(all.entity("x1.big")->summary).contains(QStringLiteral("8 vCPUs")));
        QVERIFY(check_references(all).ok());
    }

    void aDiscountIsNamedInTheSource()
    {
        const Catalog all
            = laid_upon(small_base(),
                        {records(R"({"discounts": [{"applies_to": "*", "discount": 0.1}, {"applies_to": "x1", "discount": 0.25}]})")})
                  .catalog;
        std::vector<double> on_demand;
        for (const Price& p : all.prices) {
            if (p.purchase == "on-demand") {
                on_demand.push_back(p.usd_per_hour);
                QVERIFY(all.source(p.source));
                QCOMPARE(all.source(p.source)->title, std::string("own discount of 25 % on x1, on: List prices"));
            } else {
                QCOMPARE(p.usd_per_hour, 3.0);
                QCOMPARE(p.source, std::string("list"));
            }
        }
        QCOMPARE(on_demand, (std::vector<double>{7.5, 6.0}));
        QVERIFY(check_references(all).ok());
        // A later one for the same scope replaces it; nought ends it.
        const LayerRecords first = records(R"({"discounts": [{"applies_to": "x1.big", "discount": 0.5}]})");
        const LayerRecords none = records(R"({"discounts": [{"applies_to": "x1.big", "discount": 0}]})");
        QCOMPARE(price(laid_upon(small_base(), {first}).catalog, "on-demand")->usd_per_hour, 5.0);
        QCOMPARE(price(laid_upon(small_base(), {first, none}).catalog, "on-demand")->usd_per_hour, 10.0);
    }

    void aPlanKeepsOnlyWhatDiffers()
    {
        const Catalog base = small_base();
        LayerRecords everything;
        everything.catalog = base;
        everything.catalog.factors = {};
        const Result<Pack> exported = read_pack(pack_json(everything, "all").dump(), "all");
        QVERIFY2(exported.ok(), exported ? "" : exported.error().text().c_str());
        const auto nothing = plan_import(base, exported->records, "all");
        QVERIFY2(nothing.ok(), nothing ? "" : nothing.error().text().c_str());
        QVERIFY(nothing->empty() && nothing->records.empty());
        QVERIFY(nothing->unchanged >= 10);

        const auto some = plan_import(base, records(R"({"claims": [
            {"id": "c1", "about": "eks", "statement": "Runs pods", "value": 2, "sources": [{"document": "page"}]},
            {"id": "c3", "about": "eks", "statement": "New", "sources": [{"document": "page"}]}],
            "prices": [{"instance": "x1.big", "region": "us-east-1", "purchase": "spot", "usd_per_hour": 4, "as_of": "2026-11-01", "source": "list"}],
            "withdrawn": [{"kind": "claim", "id": "c2", "because": "wrong"}]})"),
                                      "some");
        QVERIFY2(some.ok(), some ? "" : some.error().text().c_str());
        QCOMPARE(some->added.size(), 1U);
        QCOMPARE(some->changed.size(), 2U);
        QCOMPARE(some->changed.front().what, std::string("Runs pods: value 1 → 2"));
        QCOMPARE(some->changed.back().what, std::string("$3.00/h (2026-05-01) → $4.00/h (2026-11-01)"));
        // The rule that rested on the claim goes too, and the plan says so.
        QCOMPARE(some->withdrawn.size(), 2U);
    }

    void aPackKeepsEveryPriceOfAManagedModel()
    {
        const LayerRecords own = records(R"({"api_prices": [{"model": "", "api_id": "m", "name": "M", "usd_per_million_input": 1,
            "usd_per_million_output": 4, "usd_per_million_cached": 0.1, "usd_per_million_cache_write": 1.25,
            "usd_per_million_batch_input": 0.5, "usd_per_million_batch_output": 2, "as_of": "2026-11-01", "source": "list"}]})");
        const Result<Pack> exported = read_pack(pack_json(own, "all").dump(), "all");
        QVERIFY2(exported.ok(), exported ? "" : exported.error().text().c_str());
        const Catalog all = laid_upon(small_base(), {exported->records}).catalog;
        const ApiPrice& price = all.api_prices.at(0);
        QCOMPARE(price.usd_per_million_cached, std::optional(0.1));
        QCOMPARE(price.usd_per_million_cache_write, std::optional(1.25));
        QCOMPARE(price.usd_per_million_batch_input, std::optional(0.5));
        QCOMPARE(price.usd_per_million_batch_output, std::optional(2.0));
        // The batch price alone makes a difference.
        const LayerRecords other = records(R"({"api_prices": [{"model": "", "api_id": "m", "name": "M", "usd_per_million_input": 1,
            "usd_per_million_output": 4, "usd_per_million_cached": 0.1, "usd_per_million_cache_write": 1.25,
            "usd_per_million_batch_input": 0.4, "usd_per_million_batch_output": 2, "as_of": "2026-11-01", "source": "list"}]})");
        QCOMPARE(plan_import(all, other, "other")->changed.size(), 1U);
        QVERIFY(plan_import(all, own, "own")->empty());
    }

    void whatDoesNotResolveIsRefused_data()
    {
        QTest::addColumn<QByteArray>("pack");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QByteArray& pack, const char* message) {
            QTest::newRow(name) << pack << QString::fromUtf8(message);
        };
        row("claim about nothing", R"({"claims": [{"id": "x", "about": "ekz", "statement": "s", "sources": [{"document": "page"}]}]})",
            "entity \"ekz\"");
        row("claim without source", R"({"claims": [{"id": "x", "about": "eks", "statement": "s", "sources": []}]})",
            "names where it stands");
        row("unknown source",
            R"({"prices": [{"instance": "x1.big", "region": "r", "purchase": "spot", "usd_per_hour": 1, "as_of": "2026", "source": "?"}]})",
            "source \"?\"");
        row("price of zero",
            R"({"prices": [{"instance": "x1.big", "region": "r", "purchase": "spot", "usd_per_hour": 0, "as_of": "2026", "source": "list"}]})",
            "above 0");
        row("newer version", R"({"archway_pack": 2, "whatever": 1})", "version 2, newer");
        row("unknown key", R"({"claim": []})", "nearest known key: claims");
        row("unknown field", R"({"entities": [{"id": "a", "kind": "k", "name": "n", "titel": ""}]})", "no known field");
        row("twice", R"({"entities": [{"id": "a", "kind": "k", "name": "n"}, {"id": "a", "kind": "k", "name": "m"}]})", "twice");
        row("withdrawn but not there", R"({"withdrawn": [{"kind": "claim", "id": "c9"}]})", "not there");
        row("given and withdrawn",
            R"({"entities": [{"id": "eks", "kind": "k", "name": "n"}], "withdrawn": [{"kind": "entity", "id": "eks"}]})",
            "gives it as well");
        row("withdrawal of a kind", R"({"withdrawn": [{"kind": "thing", "id": "c1"}]})", "not known");
        row("discount of all", R"({"discounts": [{"applies_to": "x1", "discount": 1}]})", "out of range");
        row("a list", "[]", "not an object");
        row("not JSON", "{\"entities\": [}", "where a value should");
        row("cut", "{\"entities\": [", "cut short");
        row("deep", QByteArray("{\"entities\": ") + QByteArray(100'000, '['), "nested deeper");
        row("a name twice",
            R"({"claims": [{"id": "x", "about": "eks", "about": "s3", "statement": "s", "sources": [{"document": "page"}]}]})",
            "\"about\" is there twice");
        row("not UTF-8", "{\"title\": \"\xff\"}", "UTF-8");
    }
    void whatDoesNotResolveIsRefused()
    {
        QFETCH(const QByteArray, pack);
        QFETCH(const QString, message);
        const Result<Pack> read = read_pack(pack.toStdString(), "file.json");
        const Result<ImportPlan> plan = read ? plan_import(small_base(), read->records, "file.json") : Result<ImportPlan>(read.error());
        QVERIFY(!plan.ok());
        QVERIFY2(QString::fromStdString(plan.error().text()).contains(message), plan.error().text().c_str());
        QVERIFY(plan.error().place.starts_with("file.json"));
        QCOMPARE(plan.error().code, Error::Code::BadInput);
    }

    void stackingIsTheSameAsLayingOneUponTheOther()
    {
        const LayerRecords first
            = records(R"({"entities": [{"id": "a", "kind": "k", "name": "first"}], "withdrawn": [{"kind": "claim", "id": "c1"}],
            "discounts": [{"applies_to": "*", "discount": 0.5}]})");
        const LayerRecords second = records(R"({"entities": [{"id": "a", "kind": "k", "name": "second"}],
            "claims": [{"id": "c1", "about": "a", "statement": "back", "sources": [{"document": "page"}]}],
            "discounts": [{"applies_to": "*", "discount": 0.1}], "withdrawn": [{"kind": "price", "id": "x1.big us-east-1 spot"}]})");
        LayerRecords both = first;
        stack(both, second);
        const Catalog stacked = laid_upon(small_base(), {both}).catalog;
        const Catalog layered = laid_upon(small_base(), {first, second}).catalog;
        LayerRecords a, b;
        a.catalog = stacked;
        b.catalog = layered;
        QCOMPARE(pack_json(a, "").dump(), pack_json(b, "").dump());
        QCOMPARE(stacked.entity("a")->name, std::string("second"));
        QVERIFY(!price(stacked, "spot"));
        QCOMPARE(price(stacked, "on-demand")->usd_per_hour, 9.0);
    }
};

QTEST_GUILESS_MAIN(TestLayer)
#include "tst_layer.moc"
