// SPDX-License-Identifier: GPL-3.0-or-later
// What the user says of a fact, a price or a discount: what is refused and in which words, what the layer then holds, and that taking it
// back leaves nothing.
#include "model/knowledge/knowledge_files.h"
#include "model/knowledge/own_fact.h"
#include "model/knowledge/record_json.h"

#include <QTest>

using namespace archway;

namespace {

Catalog small_base()
{
    const KnowledgeFile file{"base.json", R"({
        "sources": [{"id": "list", "title": "List prices", "kind": "price-list"}, {"id": "page", "title": "A page", "kind": "page"}],
        "entities": [{"id": "eks", "kind": "service", "name": "EKS"}],
        "claims": [{"id": "c1", "about": "eks", "statement": "Starts a pod in 30 to 40 s", "value": 40, "low": 30, "unit": "s",
                    "qualifier": "about", "baseline": "a cold node", "scope": "large images", "as_of": "2026-01", "status": "stated",
                    "sources": [{"document": "page", "section": "start"}]},
                   {"id": "c2", "about": "eks", "statement": "Runs pods", "sources": [{"document": "page"}]}],
        "accelerators": [{"id": "chip", "name": "Chip", "kind": "cpu", "memory_bytes": 1e9, "memory_label": "1 GB", "sources": {"memory_bytes": "page"}}],
        "instances": [{"id": "x1.big", "name": "X1 big", "family": "x1", "kind": "cpu", "accelerator": "chip", "accelerators": 1, "vcpus": 4, "sources": {"vcpus": "page"}}],
        "prices": [{"instance": "x1.big", "region": "us-east-1", "purchase": "on-demand", "usd_per_hour": 10, "as_of": "2026-01-01", "source": "list"},
                   {"instance": "x1.big", "region": "us-east-1", "purchase": "on-demand", "usd_per_hour": 8, "as_of": "2026-05-01", "source": "list"}]
    })"};
    return *read_knowledge_files({file});
}

std::string as_text(const Catalog& catalog)
{
    LayerRecords all;
    all.catalog = catalog;
    return pack_json(all, "").dump();
}

SourceEntry fresh(const char* title)
{
    SourceEntry out;
    out.fresh.title = title;
    out.fresh.location = "wiki/load-test";
    out.fresh.date = "2026-11-20";
    out.fresh.read = true;
    return out;
}

/// A correction of c1 that nothing is wrong with.
FactEntry good(const Catalog& base)
{
    FactEntry entry = entry_of(*base.claim("c1"));
    entry.value = "22.5";
    entry.low = "";
    entry.source = fresh("Load test");
    entry.note = "measured on our nodes";
    return entry;
}

} // namespace

class TestOwnFact : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbersAreReadAsTyped_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("read");
        QTest::addColumn<double>("value");
        const auto row = [](const char* text, bool read, double value) { QTest::newRow(text) << QString::fromUtf8(text) << read << value; };
        row("12.5", true, 12.5);
        row("-3", true, -3);
        row("3e6", true, 3e6);
        row("1 000 000", true, 1e6);
        row("1\u202f000", true, 1000);
        row("1,5", false, 0);
        row("1.000.000", false, 0);
        row("30 %", false, 0);
        row("inf", false, 0);
        row("nan", false, 0);
        row("1e999", false, 0);
        row("", false, 0);
        row("twelve", false, 0);
    }
    void numbersAreReadAsTyped()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, read);
        QFETCH(const double, value);
        const std::optional<double> got = typed_number(text.toStdString());
        QCOMPARE(got.has_value(), read);
        if (read) {
            QCOMPARE(*got, value);
            QCOMPARE(*typed_number(number_text(*got)), value);
        }
    }

    void whatIsWrongStandsBesideItsField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said_at");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* field, const char* text, const char* at, const char* words) {
            QTest::newRow(name) << QString::fromUtf8(field) << QString::fromUtf8(text) << QString::fromUtf8(at) << QString::fromUtf8(words);
        };
        row("nothing wrong", "", "", "", "");
        row("no statement", "statement", " \n ", "statement", "one sentence");
        row("endless statement", "statement", QByteArray(5000, 'a').constData(), "statement", "longer than");
        row("no number", "value", "fast", "value", "no number");
        row("decimal comma", "value", "1,5", "value", "point");
        row("range upside down", "low", "30", "low", "above the value");
        row("range without end", "value", "", "unit", "needs a value");
        row("no date", "as_of", "yesterday", "as_of", "no date");
        row("unknown source", "source.id", "nowhere", "source", "not known");
        row("source without title", "source.title", "", "source.title", "called");
        row("source without place", "source.location", " ", "source.location", "found");
        row("source of no date", "source.date", "spring", "source.date", "no date");
        row("source not read", "source.read", "", "source.read", "read");
        row("no reason", "note", "\t", "note", "why");
    }
    void whatIsWrongStandsBesideItsField()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, text);
        QFETCH(const QString, said_at);
        QFETCH(const QString, words);
        const Catalog base = small_base();
        FactEntry entry = good(base);
        const std::map<QString, std::string*> fields{{QStringLiteral("statement"), &entry.statement},
                                                     {QStringLiteral("value"), &entry.value},
                                                     {QStringLiteral("low"), &entry.low},
                                                     {QStringLiteral("as_of"), &entry.as_of},
                                                     {QStringLiteral("source.id"), &entry.source.id},
                                                     {QStringLiteral("source.title"), &entry.source.fresh.title},
                                                     {QStringLiteral("source.location"), &entry.source.fresh.location},
                                                     {QStringLiteral("source.date"), &entry.source.fresh.date},
                                                     {QStringLiteral("note"), &entry.note}};
        if (field == QStringLiteral("source.read"))
            entry.source.fresh.read = false;
        else if (!field.isEmpty())
            *fields.at(field) = text.toStdString();
        const auto problems = problems_of(FactChange::Correct, entry, base.claim("c1"), base);
        const auto change = own_fact(FactChange::Correct, entry, base.claim("c1"), base.claim("c1"), base);
        QCOMPARE(change.ok(), problems.empty());
        if (said_at.isEmpty()) {
            QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().words.c_str());
            return;
        }
        QCOMPARE(problems.size(), 1U);
        QCOMPARE(QString::fromStdString(problems.front().field), said_at);
        QVERIFY2(QString::fromStdString(problems.front().words).contains(words), problems.front().words.c_str());
    }

    void aCorrectionThatSaysTheSameIsNone()
    {
        const Catalog base = small_base();
        FactEntry entry = entry_of(*base.claim("c1"));
        entry.note = "looks right";
        const auto problems = problems_of(FactChange::Correct, entry, base.claim("c1"), base);
        QCOMPARE(problems.size(), 1U);
        QVERIFY(problems.front().field.empty());
    }

    void aCorrectionIsLaidUponTheBaseAndTakenBack()
    {
        const Catalog base = small_base();
        const auto change = own_fact(FactChange::Correct, good(base), base.claim("c1"), base.claim("c1"), base);
        QVERIFY(change.ok());
        QCOMPARE(change->kind, std::string("correction"));
        const LayeredCatalog all = laid_upon(base, {change->records});
        QVERIFY(all.dropped.empty());
        const Claim& mine = *all.catalog.claim("c1");
        QCOMPARE(*mine.value, 22.5);
        QVERIFY(!mine.low);
        QCOMPARE(mine.status, std::string("corrected"));
        QCOMPARE(mine.baseline, std::string("a cold node"));
        QCOMPARE(mine.sources.size(), 1U);
        QCOMPARE(all.catalog.source(mine.sources.front().document)->title, std::string("Load test"));
        QVERIFY(check_references(all.catalog).ok());
        // What stood there is kept with the user's words, and reads back as the claim it was.
        const RecordNote& note = change->records.notes.front();
        QCOMPARE(note.note, std::string("measured on our nodes"));
        const auto before = read_claim(note.before, "before");
        QVERIFY(before.ok());
        QCOMPARE(to_json(*before).dump(), to_json(*base.claim("c1")).dump());
        // Without the batch everything is as it was, and the pack of it says the same again.
        QCOMPARE(as_text(laid_upon(base, {}).catalog), as_text(base));
        const auto pack = read_pack(pack_json(change->records, "mine").dump(), "mine.json");
        QVERIFY2(pack.ok(), pack ? "" : pack.error().text().c_str());
        QCOMPARE(as_text(laid_upon(base, {pack->records}).catalog), as_text(all.catalog));
        QCOMPARE(pack->records.notes.front().note, note.note);
    }

    void correctingBackIsTheShippedFactAgainButForItsStatus()
    {
        const Catalog base = small_base();
        const auto first = own_fact(FactChange::Correct, good(base), base.claim("c1"), base.claim("c1"), base);
        const Catalog once = laid_upon(base, {first->records}).catalog;
        FactEntry entry = entry_of(*base.claim("c1"));
        entry.note = "it was right after all";
        const auto second = own_fact(FactChange::Correct, entry, once.claim("c1"), base.claim("c1"), once);
        QVERIFY2(second.ok(), second ? "" : second.error().text().c_str());
        Claim back = *laid_upon(base, {first->records, second->records}).catalog.claim("c1");
        back.status = base.claim("c1")->status;
        QCOMPARE(to_json(back).dump(), to_json(*base.claim("c1")).dump());
    }

    void aWithdrawnFactStaysWithItsWording()
    {
        const Catalog base = small_base();
        FactEntry entry;
        QVERIFY(!own_fact(FactChange::Withdraw, entry, base.claim("c2"), base.claim("c2"), base).ok());
        entry.note = "nobody says so any more";
        const auto change = own_fact(FactChange::Withdraw, entry, base.claim("c2"), base.claim("c2"), base);
        QVERIFY(change.ok());
        const Catalog all = laid_upon(base, {change->records}).catalog;
        QCOMPARE(all.claim("c2")->status, std::string("withdrawn"));
        QCOMPARE(all.claim("c2")->statement, std::string("Runs pods"));
        QVERIFY(!problems_of(FactChange::Withdraw, entry, all.claim("c2"), all).empty());
        // It may be corrected afterwards, also with the wording it had.
        FactEntry again = entry_of(*base.claim("c2"));
        again.note = "they do";
        QVERIFY(own_fact(FactChange::Correct, again, all.claim("c2"), base.claim("c2"), all).ok());
    }

    void newFactsGetIdsOfTheirOwn()
    {
        Catalog base = small_base();
        FactEntry entry;
        entry.about = "eks";
        entry.statement = "  Scales\tto 100 000\nnodes ";
        entry.source = fresh("Ticket 12");
        for (const char* id : {"own-eks", "own-eks-2", "own-eks-3"}) {
            const auto change = own_fact(FactChange::Add, entry, nullptr, nullptr, base);
            QVERIFY2(change.ok(), change ? "" : change.error().text().c_str());
            QCOMPARE(change->records.catalog.knowledge.claims.front().id, std::string(id));
            QCOMPARE(change->records.catalog.knowledge.claims.front().statement, std::string("Scales to 100 000 nodes"));
            QVERIFY(change->records.notes.front().before.is_null());
            const LayeredCatalog all = laid_upon(base, {change->records});
            QVERIFY(all.dropped.empty());
            base = all.catalog;
        }
        // The source described three times is one source.
        QCOMPARE(std::count_if(base.knowledge.sources.begin(), base.knowledge.sources.end(),
                               [](const Source& source) { return source.title == "Ticket 12"; }),
                 1);
        entry.about = "ekz";
        QCOMPARE(problems_of(FactChange::Add, entry, nullptr, base).front().field, std::string("about"));
    }

    void anOwnPriceTakesThePlaceOfAllDates()
    {
        const Catalog base = small_base();
        PriceEntry entry{"x1.big", "us-east-1", "on-demand", "6.5", "2026-11-21", fresh("Contract"), "agreed"};
        const auto change = own_price(entry, base.prices, base);
        QVERIFY2(change.ok(), change ? "" : change.error().text().c_str());
        const Catalog all = laid_upon(base, {change->records}).catalog;
        QCOMPARE(all.prices.size(), 1U);
        QCOMPARE(all.prices.front().usd_per_hour, 6.5);
        QCOMPARE(change->records.notes.front().before.size(), 2U);
        entry.usd_per_hour = "0";
        QCOMPARE(problems_of(entry, base).front().field, std::string("usd_per_hour"));
        entry.usd_per_hour = "6,5";
        QVERIFY(!own_price(entry, {}, base).ok());
        entry = {"x1.huge", "", "rent", "1", "", fresh("Contract"), ""};
        QCOMPARE(problems_of(entry, base).size(), 4U);
    }

    void anOwnDiscountIsAPercentage()
    {
        const Catalog base = small_base();
        const auto change = own_discount({"x1", "25", "agreed"}, base);
        QVERIFY(change.ok());
        QCOMPARE(laid_upon(base, {change->records}).catalog.prices.back().usd_per_hour, 6.0);
        for (const char* percent : {"100", "-1", "a quarter", ""})
            QVERIFY(!own_discount({"x1", percent, ""}, base).ok());
        QVERIFY(!own_discount({"x9", "25", ""}, base).ok());
    }

    void aShippedUpdateIsNoticed()
    {
        const Catalog base = small_base();
        const auto json = [](const Claim& claim) { return nlohmann::json::parse(to_json(claim).dump()); };
        const auto change = own_fact(FactChange::Correct, good(base), base.claim("c1"), base.claim("c1"), base);
        const RecordNote& note = change->records.notes.front();
        Claim updated = *base.claim("c1");
        QCOMPARE(since(note, json(updated)), Since::Same);
        nlohmann::json with_more = json(updated);
        with_more["a field of tomorrow"] = 1;
        QCOMPARE(since(note, with_more), Since::Same);
        updated.value = 41;
        QCOMPARE(since(note, json(updated)), Since::Changed);
        QCOMPARE(since(note, {}), Since::Gone);
        QCOMPARE(since({"claim", "own-eks", "", {}}, {}), Since::Same);
        QCOMPARE(since({"claim", "own-eks", "", {}}, json(updated)), Since::Appeared);
    }
};

QTEST_GUILESS_MAIN(TestOwnFact)
#include "tst_own_fact.moc"
