// SPDX-License-Identifier: GPL-3.0-or-later
// The Evidence page on the shipped base: verdicts, facets with their counts, words, and the way to Why.
#include "model/knowledge/connections.h"
#include "model/knowledge/ledger.h"
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/evidence/claim_filter.h"
#include "ui/evidence/claim_model.h"
#include "ui/evidence/evidence_page.h"
#include "ui/evidence/facet_panel.h"
#include "ui/evidence/path_dialog.h"
#include "ui/evidence/source_model.h"
#include "ui/evidence/source_table.h"
#include "ui/evidence/verdict_style.h"
#include "ui/palette/palette_items.h"
#include "ui/theme.h"
#include "ui/why/why_text.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace archway;

class TestEvidence : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        m_catalog = shipped_catalog();
        Theme::instance().install(*qApp, Appearance::Light);
    }

    void filteredClaimsAreAProperModel()
    {
        const std::vector<CheckedClaim> checked = check(m_catalog);
        ClaimModel model(m_catalog, checked);
        ClaimFilter filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        filter.setWords(QStringLiteral("cache"));
        filter.setChoice(ClaimModel::FacetVerdict, {verdict_text(ClaimVerdict::Contradicted)});
        QVERIFY(filter.rowCount() > 0 && filter.rowCount() < model.rowCount());
        filter.sort(ClaimModel::Figure);
    }

    void aClickOrSpaceAnywhereOnAFacetTicksIt()
    {
        Workspace workspace(m_catalog);
        EvidencePage page(workspace);
        page.resize(1200, 800);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        FacetPanel& facets = *page.facets();
        const QTreeWidgetItem* value = facets.topLevelItem(0)->child(0);
        const QSet<QString> it{value->data(0, Qt::DisplayRole).toString()};
        const QSet<QString> none;
        const QRect row = facets.visualItemRect(value);
        QSignalSpy chosen(&facets, &FacetPanel::chosen);
        for (const int x : {row.left() + 10, row.center().x(), facets.viewport()->width() - 12}) {
            QTest::mouseClick(facets.viewport(), Qt::LeftButton, {}, QPoint(x, row.center().y()));
            QCOMPARE(facets.ticked(ClaimModel::FacetVerdict), it);
            QTest::mouseClick(facets.viewport(), Qt::LeftButton, {}, QPoint(x, row.center().y()));
            QCOMPARE(facets.ticked(ClaimModel::FacetVerdict), none);
        }
        QTest::keyClick(facets.viewport(), Qt::Key_Space);
        QCOMPARE(facets.ticked(ClaimModel::FacetVerdict), it);
        QCOMPARE(chosen.count(), 7);
        // The title of a group is not a value.
        QTest::mouseClick(facets.viewport(), Qt::LeftButton, {}, facets.visualItemRect(facets.topLevelItem(0)).center());
        QCOMPARE(chosen.count(), 7);
    }

    void aTickedVerdictLeavesAsManyRowsAsItCounts()
    {
        Workspace workspace(m_catalog);
        EvidencePage page(workspace);
        const int all = page.table()->model()->rowCount();
        QCOMPARE(all, static_cast<int>(m_catalog.knowledge.claims.size()));
        const auto counts = count_verdicts(workspace.checkedClaims());
        for (const ClaimVerdict verdict : verdicts_by_interest) {
            page.facets()->tick(ClaimModel::FacetVerdict, verdict_text(verdict), true);
            QCOMPARE(page.table()->model()->rowCount(), counts.contains(verdict) ? counts.at(verdict) : 0);
            page.facets()->tick(ClaimModel::FacetVerdict, verdict_text(verdict), false);
        }
        QCOMPARE(page.table()->model()->rowCount(), all);
        // Two values of one facet add up; another facet narrows.
        page.facets()->tick(ClaimModel::FacetVerdict, verdict_text(ClaimVerdict::Holds), true);
        page.facets()->tick(ClaimModel::FacetVerdict, verdict_text(ClaimVerdict::Contradicted), true);
        QCOMPARE(page.table()->model()->rowCount(), counts.at(ClaimVerdict::Holds) + counts.at(ClaimVerdict::Contradicted));
        page.facets()->tick(ClaimModel::FacetStatus, QStringLiteral("promotional"), true);
        int promotional = 0;
        for (const CheckedClaim& checked : workspace.checkedClaims())
            promotional += (checked.verdict == ClaimVerdict::Holds || checked.verdict == ClaimVerdict::Contradicted)
                && m_catalog.claim(checked.claim)->status == "promotional";
        QCOMPARE(page.table()->model()->rowCount(), promotional);
    }

    void countsFollowTheWords()
    {
        const std::vector<CheckedClaim> checked = check(m_catalog);
        ClaimModel model(m_catalog, checked);
        ClaimFilter filter;
        filter.setSourceModel(&model);
        filter.setWords(QStringLiteral("10 240 tokens window"));
        filter.setWords(QStringLiteral("sliding-window memory"));
        const QMap<QString, int> counts = filter.counts(ClaimModel::FacetVerdict);
        int sum = 0;
        for (const int count : counts)
            sum += count;
        QCOMPARE(sum, filter.rowCount());
        QVERIFY(counts.value(verdict_text(ClaimVerdict::HoldsWhen)) >= 1);
        filter.setWords(QStringLiteral("no claim says this"));
        QCOMPARE(filter.rowCount(), 0);
    }

    void aRowOpensInWhy()
    {
        Workspace workspace(m_catalog);
        EvidencePage page(workspace);
        page.resize(900, 600);
        page.show();
        page.filter(QStringLiteral("p6-b200-11x-memory"));
        QVERIFY(page.table()->model()->rowCount() >= 1);
        QSignalSpy asked(&workspace, &Workspace::subjectChanged);
        for (int row = 0; row < page.table()->model()->rowCount(); ++row)
            if (page.table()->model()->index(row, 0).data(ClaimModel::IdRole).toString() == QStringLiteral("p6-b200-11x-memory"))
                page.table()->selectRow(row);
        QVERIFY(!asked.isEmpty());
        QCOMPARE(workspace.subject().id, QStringLiteral("p6-b200-11x-memory"));
        QVERIFY(!page.grab().isNull());
    }

    void figuresAreComparedInTheirUnits()
    {
        Workspace workspace(m_catalog);
        EvidencePage page(workspace);
        const auto ids = [&page] {
            QSet<QString> out;
            for (int row = 0; row < page.table()->model()->rowCount(); ++row)
                out.insert(page.table()->model()->index(row, 0).data(ClaimModel::IdRole).toString());
            return out;
        };
        page.filter(QStringLiteral("memory >= 2 TB"));
        const QSet<QString> terabytes = ids();
        QVERIFY(terabytes.contains(QStringLiteral("trn2-memory")) && !terabytes.contains(QStringLiteral("h100-memory")));
        page.filter(QStringLiteral("memory >= 2000 GB"));
        QCOMPARE(ids(), terabytes);
        page.filter(QStringLiteral("memory > 0.07 TB < 90 GB"));
        QVERIFY(ids().contains(QStringLiteral("h100-memory")) && !ids().contains(QStringLiteral("trn2-memory")));
    }

    void sourcesSayWhatTheyContributed()
    {
        Workspace workspace(m_catalog);
        SourceModel model(m_catalog);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), static_cast<int>(m_catalog.knowledge.sources.size()));
        int references = 0;
        for (const LedgerEntry& entry : ledger(m_catalog.knowledge)) {
            references += entry.reference.empty() ? 0 : 1;
            QVERIFY2(entry.reference.empty() || (entry.read && entry.claims > 0), entry.source.c_str());
            // What was not read contributes nothing.
            QVERIFY2(entry.read || (entry.claims == 0 && entry.contributions.empty()), entry.source.c_str());
        }
        QCOMPARE(references, 9);
        EvidencePage page(workspace);
        page.resize(1000, 600);
        page.show();
        page.showSources(true);
        QCOMPARE(page.sources()->model()->index(0, SourceModel::Title).data(SourceModel::IdRole).toString(),
                 QStringLiteral("raschka-architecture-comparison"));
        page.filter(QStringLiteral("bedrock faqs"));
        QCOMPARE(page.sources()->model()->rowCount(), 1);
        page.sources()->selectRow(0);
        QCOMPARE(workspace.subject(), (Subject{Subject::Kind::Source, QStringLiteral("bedrock-faqs"), {}}));
        QVERIFY(why_html(workspace, Theme::light()).contains(QStringLiteral("why:entity/bedrock-agents"))); // it contributed to that
        page.showSources(false);
        QVERIFY(page.table()->isVisible());
    }

    void whySaysWhatRestsOnASource()
    {
        Workspace workspace(m_catalog);
        workspace.explain({Subject::Kind::Source, QStringLiteral("expert-decision-notes"), {}});
        const QString html = why_html(workspace, Theme::light());
        const Resting resting = rests_on(m_catalog, "expert-decision-notes");
        QVERIFY(resting.falls.size() > 50);
        QVERIFY(html.contains(QStringLiteral("%1 records would fall").arg(resting.falls.size())));
        QVERIFY(html.contains(QStringLiteral("why:candidate/"))); // a reason of today's answer
    }

    void whyLeadsFromOneEntityToAnother()
    {
        Workspace workspace(m_catalog);
        workspace.explain({Subject::Kind::Entity, QStringLiteral("mla"), {}});
        QVERIFY(why_html(workspace, Theme::light()).contains(QStringLiteral("why:path/mla")));
        QWidget parent;
        PathDialog dialog(workspace, QStringLiteral("mla"), &parent);
        dialog.show();
        dialog.keepButton()->click();
        QVERIFY(!dialog.said(QStringLiteral("to")).isEmpty() && dialog.isVisible());
        dialog.target()->setCurrentIndex(dialog.target()->findData(QStringLiteral("eks")));
        dialog.keepButton()->click();
        QCOMPARE(workspace.subject(), (Subject{Subject::Kind::Entity, QStringLiteral("mla"), QStringLiteral("eks")}));
        const Knowledge way = path_between(m_catalog.knowledge, "mla", "eks");
        QVERIFY(way.entities.size() >= 2);
        const QString html = why_html(workspace, Theme::light());
        for (std::size_t i = 1; i < way.entities.size(); ++i)
            QVERIFY(html.contains(QStringLiteral("why:entity/") + QString::fromStdString(way.entities[i].id)));
    }

    void thePaletteFindsInTextsAndSources()
    {
        Workspace workspace(m_catalog);
        const QList<PaletteItem> items = knowledge_items(workspace);
        const auto best = [&items](const char* typed) { return best_items(items, QLatin1String(typed), 10); };
        const QList<PaletteItem> source = best("bedrock faqs");
        QVERIFY(std::any_of(source.begin(), source.end(), [](const PaletteItem& i) { return i.kind == QStringLiteral("source"); }));
        // By the id of a claim: its statement does not hold it, the excerpt does.
        const QList<PaletteItem> claim = best("h100-memory");
        QVERIFY(!claim.isEmpty());
        QVERIFY(excerpt_of(claim.front(), QStringLiteral("h100-memory")).contains(QStringLiteral("h100-memory")));
        QVERIFY(excerpt_of(claim.front(), claim.front().text.section(u' ', 0, 1)).isEmpty());
        claim.front().run();
        QCOMPARE(workspace.subject().id, QStringLiteral("h100-memory"));
    }

    void badgesCanBeReadInBothAppearances()
    {
        const auto luminance = [](const QColor& colour) {
            const auto channel = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
            return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF());
        };
        for (const Colours* colours : {&Theme::light(), &Theme::dark()})
            for (const ClaimVerdict verdict : verdicts_by_interest) {
                const QColor fill = verdict_fill(verdict, *colours);
                const double under = luminance(fill.alpha() == 0 ? colours->card : fill);
                const double text = luminance(verdict_colour(verdict, *colours));
                const double contrast = (std::max(under, text) + 0.05) / (std::min(under, text) + 0.05);
                QVERIFY2(contrast >= 4.5, qPrintable(verdict_text(verdict) + QStringLiteral(" %1").arg(contrast)));
            }
    }
};

QTEST_MAIN(TestEvidence)
#include "tst_evidence.moc"
