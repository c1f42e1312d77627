// SPDX-License-Identifier: GPL-3.0-or-later
// What an instance costs under the ways of purchase that are asked for.
#include "model/estimate/price.h"
#include "tests/support/small_catalog.h"

#include <QTest>

using namespace archway;

namespace {

const InstanceType& first_type(const Catalog& catalog)
{
    return catalog.instances.front();
}

Catalog priced()
{
    Catalog catalog = test::small_catalog();
    const std::string id = first_type(catalog).id;
    catalog.prices
        = {{id, "us-east-1", "on-demand", 40, "2026-01-01", "old"},     {id, "us-east-1", "spot", 30, "2026-05-01", "s"},
           {id, "us-east-1", "capacity-block", 35, "2026-05-01", "s"},  {id, "us-east-1", "savings-plan-1y", 28, "2026-05-01", "s"},
           {id, "us-east-1", "savings-plan-3y", 20, "2026-05-01", "s"}, {id, "us-east-1", "reserved-1y", 27, "2026-05-01", "s"},
           {id, "us-east-1", "reserved-3y", 19, "2026-05-01", "s"},     {id, "us-east-1", "on-demand", 50, "2026-07-01", "new"},
           {id, "us-west-2", "on-demand", 45, "2026-07-01", "new"},     {id, "eu-west-1", "capacity-block", 36, "2026-07-01", "new"}};
    return catalog;
}

} // namespace

class TestPrice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCheapestOfWhatIsAskedForCounts_data()
    {
        QTest::addColumn<QStringList>("regions");
        QTest::addColumn<QStringList>("purchase");
        QTest::addColumn<double>("usd"); // 0 = no price
        const auto row = [](const char* regions, const char* purchase, double usd) {
            QTest::addRow("%s in %s", purchase, regions)
                << QString::fromLatin1(regions).split(u' ') << QString::fromLatin1(purchase).split(u' ') << usd;
        };
        row("us-east-1", "on-demand", 50); // the newer row, not the cheaper
        row("us-east-1", "spot", 30);
        row("us-east-1", "capacity-block", 35);
        row("us-east-1", "savings-plan-1y", 28);
        row("us-east-1", "savings-plan-3y", 20);
        row("us-east-1", "reserved-1y", 27);
        row("us-east-1", "reserved-3y", 19);
        row("us-east-1", "on-demand spot", 30);
        row("us-east-1", "on-demand capacity-block", 35); // whatever the order of the rows
        row("us-east-1 us-west-2", "on-demand", 45);
        row("eu-west-1", "on-demand", 0);
        row("eu-west-1", "on-demand capacity-block", 36);
        row("ap-south-1", "on-demand spot", 0);
    }
    void theCheapestOfWhatIsAskedForCounts()
    {
        QFETCH(const QStringList, regions);
        QFETCH(const QStringList, purchase);
        QFETCH(const double, usd);
        const Catalog catalog = priced();
        Constraints constraints;
        constraints.regions.clear();
        constraints.purchase.clear();
        for (const QString& region : regions)
            constraints.regions.push_back(region.toStdString());
        for (const QString& word : purchase)
            constraints.purchase.push_back(word.toStdString());
        const Offer offer = PriceBook(catalog).offer(first_type(catalog), constraints);
        QCOMPARE(offer.price.has_value(), usd > 0);
        if (offer.price)
            QCOMPARE(offer.price->usd_per_hour, usd);
        else
            QVERIFY(!offer.remark.empty());
    }

    void notSoldOnDemandIsSaidWithWhatItIsSoldAs()
    {
        const Catalog catalog = priced();
        Constraints constraints;
        constraints.regions = {"eu-west-1"};
        constraints.purchase = {"on-demand"};
        const Offer offer = PriceBook(catalog).offer(first_type(catalog), constraints);
        QVERIFY(offer.offered && !offer.price);
        QCOMPARE(offer.remark, std::string("not sold on-demand in eu-west-1; $36.00/h as capacity-block"));
    }

    void aSourceSaysHowAndWhereItIsSold_data()
    {
        QTest::addColumn<QStringList>("purchase");
        QTest::addColumn<QString>("region");
        QTest::addColumn<bool>("offered");
        QTest::addColumn<bool>("sold");
        QTest::newRow("as asked") << QStringList{QStringLiteral("capacity-block")} << QStringLiteral("us-east-1") << true << true;
        QTest::newRow("one of two") << QStringList{QStringLiteral("on-demand"), QStringLiteral("spot")} << QStringLiteral("us-east-1")
                                    << true << true;
        QTest::newRow("in no way asked") << QStringList{QStringLiteral("on-demand")} << QStringLiteral("us-east-1") << true << false;
        QTest::newRow("a commitment goes with on-demand")
            << QStringList{QStringLiteral("savings-plan-1y")} << QStringLiteral("us-east-1") << true << false;
        QTest::newRow("elsewhere") << QStringList{QStringLiteral("spot")} << QStringLiteral("eu-central-1") << false << true;
    }
    void aSourceSaysHowAndWhereItIsSold()
    {
        QFETCH(const QStringList, purchase);
        QFETCH(const QString, region);
        Catalog catalog = test::small_catalog();
        catalog.prices.clear();
        InstanceType& type = catalog.instances.front();
        type.sold_as = {"spot", "capacity-block"};
        type.regions = {"us-east-1"};
        Constraints constraints;
        constraints.regions = {region.toStdString()};
        constraints.purchase.clear();
        for (const QString& word : purchase)
            constraints.purchase.push_back(word.toStdString());
        const Offer offer = PriceBook(catalog).offer(type, constraints);
        QTEST(offer.offered, "offered");
        QTEST(offer.sold, "sold");
    }

    void aPriceOfOnesOwnOutweighsTheSource()
    {
        Catalog catalog = test::small_catalog();
        InstanceType& type = catalog.instances.front();
        type.sold_as = {"capacity-block"};
        type.regions = {"us-east-1"};
        catalog.prices = {{type.id, "eu-west-1", "on-demand", 40, "2026-11-01", "own"}};
        Constraints constraints;
        constraints.regions = {"eu-west-1"};
        constraints.purchase = {"on-demand"};
        const Offer offer = PriceBook(catalog).offer(type, constraints);
        QVERIFY(offer.offered && offer.sold && offer.price);
    }
};

QTEST_GUILESS_MAIN(TestPrice)
#include "tst_price.moc"
