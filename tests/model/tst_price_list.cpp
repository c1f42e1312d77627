// SPDX-License-Identifier: GPL-3.0-or-later
// AWS price lists and instance types: which rows become prices, what is counted, and what is refused.
#include "model/prices/instance_types.h"
#include "model/prices/json_scanner.h"
#include "model/prices/price_list.h"
#include "tests/support/small_catalog.h"

#include <QFile>
#include <QTest>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

using namespace archway;

namespace {

std::string fixture(const char* name)
{
    QFile file(QStringLiteral(ARCHWAY_TEST_DATA "/prices/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

bool of_use(std::string_view type)
{
    const std::string_view family = type.substr(0, type.find('.'));
    return family == "p5" || family == "p5e" || family == "g5" || family == "g6" || family == "c7i";
}

/// Reads a text in chunks of `size` bytes, as often as the reader asks for it.
Result<PriceListContent> read(const std::string& text, std::size_t size = 1u << 16)
{
    const auto format = price_list_format(text);
    if (!format)
        return bad_input("list", "is no price list");
    PriceListReader reader(*format, "list", of_use);
    for (bool again = true; again;) {
        for (std::size_t at = 0; at < text.size(); at += size) {
            if (const Status fed = reader.feed(std::string_view(text).substr(at, size)); !fed)
                return fed.error();
        }
        const Result<bool> ended = reader.end_of_file();
        if (!ended)
            return ended.error();
        again = *ended;
    }
    return reader.finish();
}

std::map<std::string, double> by_name(const PriceListContent& content)
{
    std::map<std::string, double> out;
    for (const Price& price : content.prices)
        out[fmt::format("{} {} {}", price.instance, price.region, price.purchase)] = price.usd_per_hour;
    return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

struct Quiet : JsonEvents {
    void begin_object() override { }
    void end_object() override { }
    void begin_array() override { }
    void end_array() override { }
    void key(std::string_view name) override { seen += fmt::format("{}:", name); }
    void text(std::string_view value) override { seen += fmt::format("'{}' ", value); }
    void word(std::string_view value) override { seen += fmt::format("{} ", value); }
    std::string seen;
};

} // namespace

class TestPriceList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothFormatsGiveTheSamePrices_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("chunk");
        for (const char* file : {"offer.json", "offer.csv"}) {
            for (const int chunk : {1, 7, 4096, 1 << 20})
                QTest::addRow("%s in chunks of %d", file, chunk) << QString::fromLatin1(file) << chunk;
        }
    }
    void bothFormatsGiveTheSamePrices()
    {
        QFETCH(const QString, file);
        QFETCH(const int, chunk);
        const auto content = read(fixture(qPrintable(file)), static_cast<std::size_t>(chunk));
        QVERIFY2(content.ok(), content ? "" : content.error().text().c_str());
        QCOMPARE(content->header.offer_code, std::string("AmazonEC2"));
        QCOMPARE(content->header.version, std::string("20261115120000"));
        // 0.50 = 0.25 + 2190 / 8760 a year upfront, below the 0.55 without; 0.33 = 8672.4 / (3 x 8760).
        const std::map<std::string, double> expected{
            {"c7i.24xlarge us-east-1 on-demand", 4.0},       {"g6.xlarge us-east-1 on-demand", 0.8},
            {"g6.xlarge us-east-1 reserved-1y", 0.5},        {"g6.xlarge us-east-1 reserved-3y", 0.33},
            {"p5.48xlarge eu-west-2 on-demand", 61.5},       {"p5.48xlarge us-east-1 on-demand", 44.0},
            {"p5e.48xlarge us-east-2 capacity-block", 49.25}};
        const auto prices = by_name(*content);
        QCOMPARE(prices.size(), expected.size());
        for (const auto& [name, usd] : expected) {
            QVERIFY2(prices.contains(name), name.c_str());
            QVERIFY2(std::abs(prices.at(name) - usd) < 1e-9, fmt::format("{} {}", name, prices.at(name)).c_str());
        }
        for (const Price& price : content->prices)
            QCOMPARE(price.as_of, std::string("2026-11-15"));
        const std::map<std::string, std::size_t> left_out{{"a Local Zone or Wavelength Zone", 1},
                                                          {"a dearer form of payment for the same commitment", 2},
                                                          {"a price beyond any instance's", 1},
                                                          {"a price of zero: not sold that way", 1},
                                                          {"a price that is no number of at least 0", 2},
                                                          {"a row of a capacity reservation", 2},
                                                          {"an instance type that Archway does not know", 1},
                                                          {"another operating system", 1},
                                                          {"dedicated or host tenancy", 1},
                                                          {"not an instance", 1},
                                                          {"not by the hour", 1},
                                                          {"not in US dollars", 1},
                                                          {"with a licence", 1},
                                                          {"with installed software", 1},
                                                          {"without a Region code", 1}};
        for (const auto& [reason, count] : content->left_out)
            QVERIFY2(left_out.contains(reason) && left_out.at(reason) == count, fmt::format("{} {}", count, reason).c_str());
        QCOMPARE(content->left_out.size(), left_out.size());
    }

    void namesAreWordsOrNothing()
    {
        const std::string json = fixture("offer.json");
        const auto odd_type = read(replaced(json, "\"instanceType\": \"c7i.24xlarge\"", "\"instanceType\": \"c7i.24\\u001b[2Jxlarge\""));
        QVERIFY2(odd_type.ok(), odd_type ? "" : odd_type.error().text().c_str());
        QCOMPARE(odd_type->left_out.at("not an instance"), 2U);
        const auto odd_version = read(replaced(json, "20261115120000", "2026\\u001b]0;x 1\\u0007"));
        QVERIFY2(odd_version.ok(), odd_version ? "" : odd_version.error().text().c_str());
        QCOMPARE(odd_version->header.version, std::string("20260x1"));
    }

    void termsBeforeProductsAreReadInASecondPass()
    {
        const std::string text
            = R"({"offerCode": "AmazonEC2", "publicationDate": "2026-11-15T12:00:00Z", "terms": {"OnDemand": {"A": {"A.x":
            {"priceDimensions": {"A.x.y": {"unit": "Hrs", "pricePerUnit": {"USD": "44"}}}}}}}, "products": {"A": {"sku": "A",
            "productFamily": "Compute Instance", "attributes": {"instanceType": "p5.48xlarge", "regionCode": "us-east-1", "tenancy": "Shared",
            "operatingSystem": "Linux"}}}})";
        const auto content = read(text, 13);
        QVERIFY2(content.ok(), content ? "" : content.error().text().c_str());
        QCOMPARE(by_name(*content), (std::map<std::string, double>{{"p5.48xlarge us-east-1 on-demand", 44.0}}));
        QVERIFY(content->left_out.empty());
    }

    void savingsPlansAreReadByUsageType()
    {
        const auto content = read(fixture("savings-plan.json"), 100);
        QVERIFY2(content.ok(), content ? "" : content.error().text().c_str());
        QCOMPARE(by_name(*content),
                 (std::map<std::string, double>{{"p5.48xlarge us-east-1 savings-plan-1y", 33.5},
                                                {"p5.48xlarge us-east-1 savings-plan-3y", 25.25}}));
        QCOMPARE(content->left_out.at("another operating system"), 1U);
        QCOMPARE(content->left_out.at("a savings plan of something else"), 2U);
        QCOMPARE(content->left_out.at("a dearer form of payment for the same commitment"), 1U);
        QCOMPARE(content->left_out.at("an instance type that Archway does not know"), 1U);
    }

    void everyCutIsAnErrorWithItsPlace_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("json") << QStringLiteral("offer.json");
        QTest::newRow("csv") << QStringLiteral("offer.csv");
        QTest::newRow("savings plan") << QStringLiteral("savings-plan.json");
    }
    void everyCutIsAnErrorWithItsPlace()
    {
        QFETCH(const QString, file);
        const std::string whole = fixture(qPrintable(file));
        QVERIFY(whole.size() > 1000);
        for (std::size_t size = 600; size + 10 < whole.size(); size += 97) {
            // A line of a CSV that ends where a line may end is complete.
            if (whole[size - 1] == '\n' || whole[size] == '\n')
                continue;
            const auto content = read(whole.substr(0, size));
            QVERIFY2(!content.ok(), fmt::format("cut at {}", size).c_str());
            QVERIFY2(content.error().text().find("byte ") != std::string::npos, content.error().text().c_str());
            QCOMPARE(content.error().code, Error::Code::BadInput);
        }
    }

    void garbageIsRefusedOrCounted_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        const std::string json = fixture("offer.json");
        const std::string csv = fixture("offer.csv");
        const auto row = [](const char* name, const std::string& text, const char* message) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString::fromUtf8(message);
        };
        row("another service", replaced(json, "AmazonEC2", "AmazonS3"), "price list of AmazonS3");
        row("no date", replaced(json, "2026-11-15T12:00:00Z", "yesterday"), "date of publication");
        row("neither products nor terms", R"({"offerCode": "AmazonEC2", "publicationDate": "2026-11-15"})", "neither products nor terms");
        row("control character", replaced(json, "Shared", std::string("Sha\x01red")), "inside a text");
        row("unknown escape", replaced(json, "Shared", "Sha\\qred"), "unknown escape");
        row("two documents", json + "{}", "follows the end");
        row("missing comma", replaced(json, "},\n  \"P5EUW2\"", "}\n  \"P5EUW2\""), "comma");
        row("bad word", replaced(json, "\"appliesTo\": []", "\"appliesTo\": nil"), "neither number nor");
        row("deep", std::string("{\"offerCode\": ") + std::string(100'000, '[') + "}", "nested deeper");
        row("endless text", std::string("{\"offerCode\": \"") + std::string(3u << 20, 'x'), "longer than 1 MiB");
        row("csv with a short line", replaced(csv, "\"NU1\",", ""), "fields where");
        row("csv with a long line", csv + "\"" + std::string(2u << 20, 'x'), "longer than 1 MiB");
        row("csv without columns", csv.substr(0, csv.find("\"SKU\"")), "names of the columns");
        row("csv with a stray quote", replaced(csv, "\"P5WIN\"", "P5\"WIN"), "quotation mark");
        row("csv with many fields", csv + std::string(5000, ','), "more than 1000 fields");
    }
    void garbageIsRefusedOrCounted()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, message);
        const auto content = read(text.toStdString());
        QVERIFY(!content.ok());
        QVERIFY2(QString::fromStdString(content.error().text()).contains(message), content.error().text().c_str());
    }

    void flippedBytesAreNeverACrash()
    {
        for (const char* file : {"offer.json", "offer.csv"}) {
            const std::string whole = fixture(file);
            for (std::size_t at = 0; at < whole.size(); at += 13) {
                std::string text = whole;
                text[at] = static_cast<char>(text[at] ^ (1 << (at % 8)));
                const auto content = read(text);
                for (const Price& price : content ? content->prices : std::vector<Price>{})
                    QVERIFY(price.usd_per_hour > 0 && price.usd_per_hour <= 1e6);
            }
        }
    }

    void theScannerReadsJson()
    {
        Quiet events;
        JsonScanner scanner("text", events);
        const std::string text = "{\"a\": [1, -2.5e-3, true, null], \"\\u00e9\\ud83d\\ude00\\\"\": \"b\\n\", \"c\": \"\\ud800\"}";
        for (const char c : text)
            QVERIFY(scanner.feed({&c, 1}).ok());
        QVERIFY(scanner.finish().ok());
        QCOMPARE(events.seen, std::string("a:1 -2.5e-3 true null é😀\":'b\n' c:'\xef\xbf\xbd' "));
    }

    void theScannerRefusesWhatIsNoJson_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"",  "{",     "[1,]",        "{\"a\" 1}", "{a: 1}",     "[01]",  "[1.]", "[+1]", "[.5]", "[1e]", "[tru]", "[\"\\u12g4\"]",
              "]", "[1] 2", "{\"a\": 1,}", "[1 2]",     "{\"a\": 1]", "[NaN]", "[-]",  "'a'"})
            QTest::newRow(*text ? text : "empty") << QString::fromLatin1(text);
    }
    void theScannerRefusesWhatIsNoJson()
    {
        QFETCH(const QString, text);
        Quiet events;
        JsonScanner scanner("text", events);
        const Status fed = scanner.feed(text.toStdString());
        QVERIFY(!fed.ok() || !scanner.finish().ok());
    }

    void placesAreExact()
    {
        Quiet events;
        JsonScanner scanner("file", events);
        QVERIFY(scanner.feed("{\n \"a\":\n").ok());
        const Status fed = scanner.feed("  }");
        QVERIFY(!fed.ok());
        QCOMPARE(fed.error().place, std::string("file:3:3 (byte 10)"));
    }

    void instanceTypesAreReadAgainstTheCatalog()
    {
        Catalog catalog = test::small_catalog();
        const auto chip = [&catalog](const char* id, const char* alias, double bytes, const char* kind = "nvidia") {
            Accelerator a = catalog.accelerators.front();
            a.id = id;
            a.name = std::string("NVIDIA ") + alias;
            a.kind = kind;
            a.aliases = {alias};
            a.memory_bytes = bytes;
            catalog.accelerators.push_back(a);
        };
        chip("h100", "H100", 85.5e9);
        chip("a100-40", "A100-40GB", 42.9e9);
        chip("a100-80", "A100-80GB", 85.9e9);
        chip("l4", "L4", 24e9);
        chip("l40s", "L40S", 48e9);
        const auto type = [&catalog](const char* id, const char* accelerator, const char* kind) {
            InstanceType i;
            i.id = i.name = id;
            i.family = i.id.substr(0, i.id.find('.'));
            i.kind = kind;
            i.accelerator = accelerator;
            i.accelerators = 8;
            i.note = "kept";
            catalog.instances.push_back(i);
        };
        std::erase_if(catalog.instances, [](const InstanceType& i) { return i.id.starts_with("inf2") || i.id.starts_with("c7i"); });
        type("p5.48xlarge", "h100", "nvidia");
        type("inf2.48xlarge", "inferentia2", "inferentia");
        type("g6e.xlarge", "l40s", "nvidia");
        type("c7i.48xlarge", "cpu", "cpu");
        const auto content = read_instance_types(fixture("instance-types.json"), "answer", catalog, "answer-source");
        QVERIFY2(content.ok(), content ? "" : content.error().text().c_str());
        std::map<std::string, InstanceType> types;
        for (const InstanceType& t : content->types)
            types[t.id] = t;
        QCOMPARE(types.size(), 4U);
        const InstanceType& p5 = types.at("p5.48xlarge");
        QCOMPARE(p5.vcpus, 192);
        QCOMPARE(p5.ram_bytes, 2048.0 * 1024 * 1024 * 1024);
        QCOMPARE(p5.network_gbps, 3200.0);
        QCOMPARE(p5.nvme_bytes, 30400e9);
        QCOMPARE(p5.note, std::string("kept"));
        QCOMPARE(p5.availability, std::string("on-demand+spot+capacity-block"));
        QCOMPARE(p5.sources.at("ram_bytes"), std::string("answer-source"));
        // Told from the 80 GB part by its memory.
        QCOMPARE(types.at("p4d.12xlarge").accelerator, std::string("a100-40"));
        QCOMPARE(types.at("p4d.12xlarge").accelerators, 4);
        QCOMPARE(types.at("p4d.12xlarge").name, std::string("Amazon EC2 P4d 12xlarge"));
        // "Up to" is no figure to count on.
        QCOMPARE(types.at("inf2.48xlarge").network_gbps, 0.0);
        QCOMPARE(types.at("c7i.48xlarge").accelerators, 8);
        QCOMPARE(content->left_out.at("with an accelerator that Archway does not know"), 1U);
        QCOMPARE(content->left_out.at("with another accelerator than the knowledge base says"), 1U);
        QCOMPARE(content->left_out.at("without accelerators, of a processor that Archway does not know"), 1U);
        QCOMPARE(content->left_out.at("without a type name"), 3U);
    }
};

QTEST_GUILESS_MAIN(TestPriceList)
#include "tst_price_list.moc"
