// SPDX-License-Identifier: GPL-3.0-or-later
// The user's path to a weight of one's own: from a reason in Why to the dialog, to another choice and the sentence that says so, and back.
#include "tests/support/shipped_base.h"
#include "tests/ui/own_place.h"
#include "ui/knowledge/own_knowledge.h"
#include "ui/theme.h"
#include "ui/why/weight_dialog.h"
#include "ui/why/why_panel.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace archway;

class TestWeights : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    QTemporaryDir m_directory;

    ReadBase shipped() const
    {
        return [this] { return Result<Catalog>(m_catalog); };
    }

private Q_SLOTS:
    void initTestCase()
    {
        use_own_place();
        m_catalog = shipped_catalog();
        Theme::instance().install(*qApp, Appearance::Light);
    }

    void aWeightIsChangedWhereItCounts()
    {
        const KnowledgePlaces places{shipped(), read_import_file, UserLayers(m_directory.path().toStdString())};
        auto knowledge = read_layered(places.base, places.layers);
        QVERIFY(knowledge.ok());
        check_layered(*knowledge);
        Workspace workspace(std::move(knowledge->catalog), std::move(knowledge->checked));
        OwnKnowledge own(workspace, places, std::move(*knowledge));
        WhyPanel why(workspace);
        why.resize(380, 800);
        why.show();
        QVERIFY(workspace.open(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/deepseek-v3-support.archway")));
        QCOMPARE(workspace.answer().decision("retrieval")->chosen, std::string("bedrock-knowledge-bases"));

        workspace.explain({Subject::Kind::Candidate, QStringLiteral("retrieval/bedrock-knowledge-bases"), {}});
        QVERIFY2(why.toPlainText().contains(QStringLiteral("counts +0.2 · change")), qPrintable(why.toPlainText()));
        Q_EMIT why.anchorClicked(QUrl(QStringLiteral("why:weight/retrieve-balanced")));
        auto* dialog = why.findChild<WeightDialog*>();
        QVERIFY(dialog);
        auto* weight = dialog->findChild<QLineEdit*>();
        QCOMPARE(weight->text(), QStringLiteral("0.2"));
        weight->setText(QStringLiteral("much"));
        dialog->keepButton()->click();
        QVERIFY(dialog->said(QStringLiteral("weight")).contains(QStringLiteral("a number")));
        weight->setText(QStringLiteral("-0.3"));
        dialog->keepButton()->click();

        QVERIFY(workspace.answer().decision("retrieval")->chosen != "bedrock-knowledge-bases");
        const QString moved
            = QStringLiteral("Your weight of the rule retrieve-balanced (-0.3 instead of +0.2) moved Bedrock Knowledge Bases from 1st");
        QTRY_VERIFY_WITH_TIMEOUT(why.toPlainText().contains(moved), 60'000);
        QVERIFY(why.toPlainText().contains(QStringLiteral("counts −0.3 (yours)")));
        if (!qEnvironmentVariableIsEmpty("ARCHWAY_SCREENSHOTS"))
            QVERIFY(why.grab().save(qEnvironmentVariable("ARCHWAY_SCREENSHOTS") + QStringLiteral("/why-weight.png")));

        // What is kept is there at the next start, and its effect is said without a change of the question.
        auto again = read_layered(places.base, places.layers);
        QVERIFY(again.ok());
        check_layered(*again);
        Workspace later(std::move(again->catalog), std::move(again->checked));
        OwnKnowledge kept(later, places, std::move(*again));
        QVERIFY(later.open(QStringLiteral(ARCHWAY_SOURCE_DIR "/resources/examples/deepseek-v3-support.archway")));
        QTRY_VERIFY_WITH_TIMEOUT(!later.answer().decision("retrieval")->layer_effects.empty(), 60'000);

        own.undoStack().undo();
        QCOMPARE(workspace.answer().decision("retrieval")->chosen, std::string("bedrock-knowledge-bases"));
        QVERIFY(workspace.answer().decision("retrieval")->layer_effects.empty());
        own.undoStack().redo();
        QVERIFY(workspace.answer().decision("retrieval")->chosen != "bedrock-knowledge-bases");
    }

    /// A gate and a need have no weight to change; nonsense is refused with the field it is about.
    void whatCountsNothingHasNoWeight()
    {
        for (const char* id : {"weights-nvme-none", "need-retrieval", "no-such-rule"})
            QVERIFY(!own_weight({id, "0.1", ""}, nullptr, m_catalog).ok());
        for (const char* weight : {"", "1,5", "1.5", "-2", "nan", "0.2"}) {
            const auto problems = problems_of(WeightEntry{"retrieve-balanced", weight, ""}, m_catalog);
            QVERIFY2(problems.size() == 1 && problems.front().field == "weight", weight);
        }
        const auto change = own_weight({"retrieve-balanced", "0.25", "we like it"}, nullptr, m_catalog);
        QVERIFY(change.ok());
        QCOMPARE(change->kind, std::string("weight"));
        QCOMPARE(change->records.catalog.knowledge.rules.front().weight, 0.25);
        QCOMPARE(change->records.notes.front().note, std::string("we like it"));
    }
};

QTEST_MAIN(TestWeights)
#include "tst_weights.moc"
