// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of checks on a base small enough to do by hand, and the rules by which a verdict follows from it.
#include "../support/small_catalog.h"
#include "model/evidence/check.h"
#include "model/evidence/expression.h"

#include <QTest>

#include <set>

using namespace archway;

namespace {

Claim claim(const char* id, std::optional<double> value, const char* unit, const char* document = "paper")
{
    Claim out;
    out.id = id;
    out.statement = id;
    out.value = value;
    out.unit = unit;
    out.sources = {{document, "somewhere"}};
    return out;
}

Check figure(const char* id, std::vector<std::string> computes)
{
    Check out;
    out.claim = id;
    out.kind = "figure";
    out.computes = std::move(computes);
    return out;
}

Catalog base()
{
    Catalog catalog = test::small_catalog();
    Source paper;
    paper.id = paper.title = "paper";
    paper.kind = "paper";
    Source report;
    report.id = report.title = "report";
    report.kind = "seed";
    catalog.knowledge.sources = {paper, report};
    return catalog;
}

CheckedClaim only(const Catalog& catalog, const char* id)
{
    for (const CheckedClaim& checked : check(catalog))
        if (checked.claim == id)
            return checked;
    return {};
}

} // namespace

class TestCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void expressions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("told");
        const auto row = [](const char* text, double value, const char* told) {
            QTest::newRow(text) << QString::fromUtf8(text) << value << QString::fromUtf8(told);
        };
        row("1 + 2 * 3", 7, "1 + 2 × 3");
        row("(1 + 2) * 3", 9, "(1 + 2) × 3");
        row("8 - 2 - 1", 5, "8 − 2 − 1");
        row("8 - (2 - 1)", 7, "8 − (2 − 1)");
        row("12 / 3 / 2", 2, "12 ÷ 3 ÷ 2");
        row("12 / (3 / 2)", 8, "12 ÷ (3 ÷ 2)");
        row("2^3^2", 512, "2 ^ (3²)");
        row("5 * x", 50, "5 × 10");
        row("sqrt(2 * 8)", 4, "√(2 × 8)");
        row("max(3, 4, 2)", 4, "max(3; 4; 2)");
        row("8[Gbps]", 1e9, "8 Gbps");
        row("50[%]", 0.5, "50 %");
        row("2 * 3 <= 6", 1, "2 × 3 ≤ 6");
        row("2 > 3", 0, "2 > 3");
        row("layers(deepseek-v3)", 61, "61 (layers of DeepSeek-V3)");
        row("cache_elements(deepseek-v3)", 576, "576 (cached elements a token and layer of DeepSeek-V3)");
        row("memory(inferentia2)", 34.36e9, "34.4 GB (memory of AWS Inferentia2)");
    }
    void expressions()
    {
        QFETCH(QString, text);
        QFETCH(double, value);
        QFETCH(QString, told);
        const Catalog catalog = base();
        Figures figures(catalog);
        const auto parsed = parse_expression(text.toStdString());
        QVERIFY2(parsed.ok(), parsed ? "" : parsed.error().text().c_str());
        std::vector<std::string> references;
        const auto result = evaluate(*parsed, figures, 10, references);
        QVERIFY2(result.ok(), result ? "" : result.error().text().c_str());
        QVERIFY2(qFuzzyCompare(1 + result->value, 1 + value), qPrintable(QString::number(result->value, 'g', 12)));
        QString plain = QString::fromStdString(result->text);
        QCOMPARE(plain.replace(QChar(0x202f), QLatin1Char(' ')), told);
    }

    void brokenExpressions_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "1 +", "1 + + 2", "(1", "1)", "total(", "total()", "total(deepseek-v3, 2)", "total(deepseek-v33)",
                                 "totals(deepseek-v3)", "memory(h2000)", "1 / 0", "sqrt(0 - 1)", "y", "1[GB", "kv_at(deepseek-v3, many)",
                                 "fp8(inferentia2)", "1 2", "((((((((((((((((((((((((((((1))))))))))))))))))))))))))))"})
            QTest::newRow(*text ? text : "nothing") << QString::fromUtf8(text);
    }
    void brokenExpressions()
    {
        QFETCH(QString, text);
        const Catalog catalog = base();
        Figures figures(catalog);
        const auto parsed = parse_expression(text.toStdString());
        std::vector<std::string> references;
        QVERIFY(!parsed || !evaluate(*parsed, figures, 1, references));
    }

    void verdicts_data()
    {
        QTest::addColumn<double>("computed_low");
        QTest::addColumn<double>("computed_high");
        QTest::addColumn<double>("stated_low");
        QTest::addColumn<double>("stated_high");
        QTest::addColumn<int>("says");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char* name, double a, double b, double c, double d, Says says, const char* verdict) {
            QTest::newRow(name) << a << b << c << d << static_cast<int>(says) << QString::fromLatin1(verdict);
        };
        row("equal", 2, 2, 2, 2, Says::Is, "holds");
        row("within the tolerance", 2.09, 2.09, 2, 2, Says::Is, "holds");
        row("near", 2.2, 2.2, 2, 2, Says::Is, "imprecise");
        row("near below", 1.6, 1.6, 2, 2, Says::Is, "imprecise");
        row("far", 20, 20, 2, 2, Says::Is, "contradicted");
        row("inside a range", 50, 50, 40, 60, Says::Is, "holds");
        row("range inside a range", 45, 55, 40, 60, Says::Is, "holds");
        row("range over the edge", 45, 75, 40, 60, Says::Is, "imprecise");
        row("range around", 0, 90, 60, 80, Says::Is, "imprecise");
        row("range apart", 0, 10, 60, 80, Says::Is, "contradicted");
        row("one of two is as stated", 64, 192, 192, 192, Says::Is, "imprecise");
        row("more than stated", 50, 50, 40, 40, Says::AtLeast, "holds");
        row("less than stated", 35, 35, 40, 40, Says::AtLeast, "imprecise");
        row("far less than stated", 5, 5, 40, 40, Says::AtLeast, "contradicted");
        row("at most", 5, 5, 40, 40, Says::AtMost, "holds");
        row("beyond at most", 80, 80, 40, 40, Says::AtMost, "contradicted");
        row("nothing and nothing", 0, 0, 0, 0, Says::Is, "holds");
    }
    void verdicts()
    {
        QFETCH(double, computed_low);
        QFETCH(double, computed_high);
        QFETCH(double, stated_low);
        QFETCH(double, stated_high);
        QFETCH(int, says);
        QFETCH(QString, verdict);
        const auto found = judge({computed_low, computed_high}, {stated_low, stated_high}, static_cast<Says>(says), {0.05, 0.25});
        QCOMPARE(QString::fromStdString(std::string(name_of(found))), verdict);
    }

    /// A claim moved away from what is computed never comes closer to holding.
    void changingTheStatedFigureFlipsTheVerdict()
    {
        Catalog catalog = base();
        catalog.knowledge.checks = {figure("kv", {"kv_token(deepseek-v3)"})};
        for (const auto& [factor, verdict] : {std::pair{1.0, ClaimVerdict::Holds},
                                              {1.04, ClaimVerdict::Holds},
                                              {1.2, ClaimVerdict::Imprecise},
                                              {0.85, ClaimVerdict::Imprecise},
                                              {1.6, ClaimVerdict::Contradicted},
                                              {0.1, ClaimVerdict::Contradicted}}) {
            catalog.knowledge.claims = {claim("kv", 61 * 576 * 2 * factor, "bytes per token")};
            const CheckedClaim checked = only(catalog, "kv");
            QVERIFY2(checked.verdict == verdict, checked.because.c_str());
            QVERIFY(checked.computed_here);
            QCOMPARE(checked.computed->low, 61.0 * 576 * 2);
            QVERIFY(checked.because.find("DeepSeek-V3") != std::string::npos);
        }
    }

    void rangesOfAnInputAreFound()
    {
        Catalog catalog = base();
        Check check = figure("saving", {"1 - 1024 / x"});
        check.varies = "tokens";
        check.from = 1024;
        check.to = 1048576;
        check.says = "at-least";
        check.tolerance = 0;
        catalog.knowledge.checks = {check};
        catalog.knowledge.claims = {claim("saving", 75, "%")};
        const CheckedClaim checked = only(catalog, "saving");
        QVERIFY(checked.verdict == ClaimVerdict::HoldsWhen);
        QCOMPARE(QString::fromStdString(checked.holds_when).replace(QChar(0x202f), QLatin1Char(' ')),
                 QStringLiteral("from 4 096 tokens on"));
        QCOMPARE(checked.computed->high, 0.75);
        // Just before it does not hold.
        QVERIFY(1 - 1024.0 / 4095 < 0.75);

        const auto band = where(1, 512, [](double x) { return x >= 5 && x <= 15; });
        QVERIFY(band && !band->open_low && !band->open_high);
        QCOMPARE(band->low, 5.0);
        QCOMPARE(band->high, 15.0);
        QVERIFY(!where(1, 512, [](double) { return false; }));
        const auto all = where(1, 512, [](double) { return true; });
        QVERIFY(all && all->open_low && all->open_high);
    }

    void whatNothingTestsSaysWhy()
    {
        Catalog catalog = base();
        Claim praise = claim("praise", std::nullopt, "", "report");
        praise.status = "promotional";
        Claim plain = claim("plain", std::nullopt, "", "report");
        Claim withdrawn = claim("withdrawn", 3, "x", "report");
        withdrawn.status = "withdrawn";
        catalog.knowledge.claims = {praise, plain, withdrawn, claim("alone", 40, "% cost reduction", "report"), claim("measured", 40, "%")};
        QVERIFY(only(catalog, "praise").verdict == ClaimVerdict::NotCheckable);
        QVERIFY(only(catalog, "plain").verdict == ClaimVerdict::NotCheckable);
        QVERIFY(only(catalog, "withdrawn").verdict == ClaimVerdict::NotCheckable);
        QVERIFY(only(catalog, "alone").verdict == ClaimVerdict::Unsupported);
        QVERIFY(only(catalog, "measured").verdict == ClaimVerdict::NotCheckable);
        QVERIFY(only(catalog, "alone").because.find("report") != std::string::npos);
        // What is unsupported, and what nobody says any more, is no reason.
        QCOMPARE(untrusted(check(catalog)), (std::set<std::string, std::less<>>{"alone", "withdrawn"}));
    }

    void claimsAreTestedAgainstClaims()
    {
        Catalog catalog = base();
        catalog.knowledge.claims
            = {claim("first", 2, "x"), claim("same", std::nullopt, ""), claim("other", std::nullopt, ""), claim("loop", std::nullopt, "")};
        Check rests;
        rests.claim = "same";
        rests.kind = "rests-on";
        rests.claims = {"first"};
        Check refuted = rests;
        refuted.claim = "other";
        refuted.kind = "refuted-by";
        Check loop = rests;
        loop.claim = "loop";
        loop.claims = {"loop"};
        catalog.knowledge.checks = {figure("first", {"4 / 2"}), rests, refuted, loop};
        QVERIFY(only(catalog, "same").verdict == ClaimVerdict::Holds);
        QVERIFY(only(catalog, "other").verdict == ClaimVerdict::Contradicted);
        QVERIFY(only(catalog, "loop").verdict == ClaimVerdict::Unsupported);
        // What refutes must stand itself.
        catalog.knowledge.checks.front().computes = {"40 / 2"};
        QVERIFY(only(catalog, "same").verdict == ClaimVerdict::Contradicted);
        QVERIFY(only(catalog, "other").verdict == ClaimVerdict::NotCheckable);
    }

    void statusIsThatOfTheEntity()
    {
        Catalog catalog = base();
        Entity entity;
        entity.id = "service";
        entity.name = "Service";
        entity.status = "retired";
        entity.status_as_of = "2026-07-30";
        catalog.knowledge.entities = {entity};
        catalog.knowledge.claims = {claim("offered", std::nullopt, "")};
        Check status;
        status.claim = "offered";
        status.kind = "status";
        status.entity = "service";
        status.statuses = {"available"};
        catalog.knowledge.checks = {status};
        QVERIFY(only(catalog, "offered").verdict == ClaimVerdict::Contradicted);
        catalog.knowledge.entities.front().status = "available";
        QVERIFY(only(catalog, "offered").verdict == ClaimVerdict::Holds);
    }

    void unitsAndDates()
    {
        QCOMPARE(claim_unit("% cost reduction").factor, 0.01);
        QCOMPARE(claim_unit("TiB").factor, 1024.0 * 1024 * 1024 * 1024);
        QCOMPARE(claim_unit("Gbps").factor, 1.25e8);
        QVERIFY(claim_unit("tokens per second per GPU").measure == Measure::TokensPerSecond);
        QCOMPARE(*days_of("1970-01-01"), 0.0);
        QCOMPARE(*days_of("2026-11-21"), 20778.0);
        QCOMPARE(*days_of("2026"), *days_of("2026-01-01"));
        QVERIFY(!days_of("soon") && !days_of(""));
        QCOMPARE(format_measure(Measure::Date, *days_of("2024-02-29")), std::string("2024-02-29"));
    }
};

QTEST_APPLESS_MAIN(TestCheck)
#include "tst_check.moc"
