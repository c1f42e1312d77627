// SPDX-License-Identifier: GPL-3.0-or-later
// The five seed documents, line by line: tests/data/seed-walk.json says which records carry what a line states, or why a line
// states nothing. The documents themselves are not needed: a line is known by its number, its beginning and its hash.
#include "tests/support/shipped_base.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace archway;

namespace {

/// Where a line stands and which records it lists.
struct Line {
    QString document;
    int number = 0;
    QString section;
    QString none;
    QStringList claims, entities, relations, diagrams, sources;

    [[nodiscard]] QString name() const { return QStringLiteral("%1:%2").arg(document, QString::number(number)); }
    [[nodiscard]] bool has_records() const
    {
        return !(claims.isEmpty() && entities.isEmpty() && relations.isEmpty() && diagrams.isEmpty() && sources.isEmpty());
    }
};

QStringList words(const QJsonValue& value)
{
    QStringList out;
    for (const QJsonValue& word : value.toArray())
        out << word.toString();
    return out;
}

/// A citation belongs to a line when it names the line's section or something within it (a table cell).
bool stands_in(const Citation& citation, const Line& line)
{
    const QString section = QString::fromStdString(citation.section);
    return QString::fromStdString(citation.document) == line.document
        && (section == line.section || section.startsWith(line.section + QStringLiteral(" › ")));
}

template <class T>
std::set<QString> ids(const std::vector<T>& records)
{
    std::set<QString> out;
    for (const T& record : records)
        out.insert(QString::fromStdString(record.id));
    return out;
}

} // namespace

class TestSeedWalk : public QObject {
    Q_OBJECT

private:
    Knowledge m_knowledge;
    QJsonArray m_documents;
    QList<Line> m_lines;

    /// Every id that some line lists, by the member that lists it.
    std::set<QString> listed(QStringList Line::*member) const
    {
        std::set<QString> out;
        for (const Line& line : m_lines)
            out.insert((line.*member).begin(), (line.*member).end());
        return out;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_knowledge = shipped_catalog().knowledge;
        QFile file(QStringLiteral(ARCHWAY_TEST_DATA "/seed-walk.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_documents = QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("documents")].toArray();
        QCOMPARE(m_documents.size(), 5);
        for (const QJsonValue& document : m_documents) {
            for (const QJsonValue& value : document[QStringLiteral("walk")].toArray())
                m_lines.append({document[QStringLiteral("document")].toString(), value[QStringLiteral("line")].toInt(),
                                value[QStringLiteral("section")].toString(), value[QStringLiteral("none")].toString(),
                                words(value[QStringLiteral("claims")]), words(value[QStringLiteral("entities")]),
                                words(value[QStringLiteral("relations")]), words(value[QStringLiteral("diagrams")]),
                                words(value[QStringLiteral("sources")])});
        }
    }

    void everyLineIsAccountedFor_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<int>("lines");
        QTest::addColumn<int>("filled");
        QTest::newRow("strategic analysis") << 0 << 812 << 641;
        QTest::newRow("alignment") << 1 << 42 << 32;
        QTest::newRow("mindmap") << 2 << 138 << 126;
        QTest::newRow("future services") << 3 << 210 << 147;
        QTest::newRow("instructions") << 4 << 31 << 16;
    }
    void everyLineIsAccountedFor()
    {
        QFETCH(int, index);
        QFETCH(int, lines);
        QFETCH(int, filled);
        const QJsonObject document = m_documents[index].toObject();
        QCOMPARE(document[QStringLiteral("lines")].toInt(), lines);
        QCOMPARE(document[QStringLiteral("walk")].toArray().size(), filled);
        std::set<int> seen;
        for (const QJsonValue& blank : document[QStringLiteral("blank")].toArray())
            QVERIFY2(seen.insert(blank.toInt()).second, qPrintable(QString::number(blank.toInt())));
        for (const QJsonValue& line : document[QStringLiteral("walk")].toArray())
            QVERIFY2(seen.insert(line[QStringLiteral("line")].toInt()).second,
                     qPrintable(QString::number(line[QStringLiteral("line")].toInt())));
        QCOMPARE(static_cast<int>(seen.size()), lines);
        QCOMPARE(*seen.begin(), 1);
        QCOMPARE(*seen.rbegin(), lines);
    }

    void aLineIsNamedByItsBeginningAlone()
    {
        static const QRegularExpression hash(QStringLiteral("^[0-9a-f]{8}$"));
        for (const QJsonValue& document : m_documents) {
            for (const QJsonValue& line : document[QStringLiteral("walk")].toArray()) {
                const QString key = line[QStringLiteral("key")].toString();
                QVERIFY2(!key.isEmpty() && key.split(u' ').size() <= 7, qPrintable(key));
                QVERIFY2(hash.match(line[QStringLiteral("hash")].toString()).hasMatch(), qPrintable(key));
            }
        }
    }

    void aLineCarriesRecordsOrSaysWhyNot()
    {
        const QStringList reasons{QStringLiteral("heading"),
                                  QStringLiteral("head of a table"),
                                  QStringLiteral("rule of a table"),
                                  QStringLiteral("label of the items below it"),
                                  QStringLiteral("connective sentence, no fact of its own"),
                                  QStringLiteral("fence of a block"),
                                  QStringLiteral("rule between sections")};
        int empty = 0;
        for (const Line& line : m_lines) {
            QVERIFY2(line.has_records() != reasons.contains(line.none), qPrintable(line.name()));
            QVERIFY2(!line.has_records() || !line.section.isEmpty(), qPrintable(line.name()));
            empty += line.has_records() ? 0 : 1;
        }
        QVERIFY2(empty < m_lines.size() / 5, qPrintable(QString::number(empty)));
    }

    void everyRecordIsThere()
    {
        const auto claims = ids(m_knowledge.claims);
        const auto entities = ids(m_knowledge.entities);
        const auto diagrams = ids(m_knowledge.diagrams);
        const auto sources = ids(m_knowledge.sources);
        std::set<QString> relations;
        for (const Relation& relation : m_knowledge.relations)
            relations.insert(QString::fromStdString(relation.from + " " + relation.type + " " + relation.to));
        for (const Line& line : m_lines) {
            const auto check = [&line](const QStringList& wanted, const std::set<QString>& known) {
                for (const QString& id : wanted)
                    QVERIFY2(known.contains(id), qPrintable(line.name() + QStringLiteral(" lists ") + id));
            };
            check(line.claims, claims);
            check(line.entities, entities);
            check(line.relations, relations);
            check(line.diagrams, diagrams);
            check(line.sources, sources);
        }
    }

    void aClaimIsCitedWhereItStands()
    {
        std::map<QString, const Claim*> claims;
        for (const Claim& claim : m_knowledge.claims)
            claims[QString::fromStdString(claim.id)] = &claim;
        for (const Line& line : m_lines) {
            for (const QString& id : line.claims) {
                const Claim* claim = claims[id];
                QVERIFY2(claim, qPrintable(id));
                QVERIFY2(std::any_of(claim->sources.begin(), claim->sources.end(),
                                     [&line](const Citation& citation) { return stands_in(citation, line); }),
                         qPrintable(QStringLiteral("%1: %2 does not cite \"%3\"").arg(line.name(), id, line.section)));
            }
        }
    }

    void everyCitationOfADocumentIsALineOfIt()
    {
        std::map<QString, QList<const Line*>> at;
        for (const Line& line : m_lines)
            for (const QString& id : line.claims)
                at[id] << &line;
        int citations = 0;
        for (const Claim& claim : m_knowledge.claims) {
            const QList<const Line*> lines = at[QString::fromStdString(claim.id)];
            for (const Citation& citation : claim.sources) {
                if (!citation.document.starts_with("seed-"))
                    continue;
                ++citations;
                QVERIFY2(
                    std::any_of(lines.begin(), lines.end(), [&citation](const Line* line) { return stands_in(citation, *line); }),
                    qPrintable(QString::fromStdString(claim.id + " cites \"" + citation.section + "\", which no line of the walk is")));
            }
        }
        QVERIFY2(citations >= 860, qPrintable(QString::number(citations)));
    }

    void everyTableHasAllItsRows_data()
    {
        QTest::addColumn<QString>("section");
        QTest::addColumn<int>("rows");
        QTest::newRow("innovations") << QStringLiteral("Critical Architectural Innovations") << 5;
        QTest::newRow("performance features") << QStringLiteral("Performance Optimization Features") << 5;
        QTest::newRow("distributed training") << QStringLiteral("Distributed Training Strategies") << 4;
        QTest::newRow("scaling patterns") << QStringLiteral("Inference Scaling Patterns") << 3;
        QTest::newRow("indicators") << QStringLiteral("Key Performance Indicators") << 5;
        QTest::newRow("SageMaker advantages") << QStringLiteral("LLM-Specific Infrastructure Advantages") << 4;
        QTest::newRow("Bedrock advantages") << QStringLiteral("Unified Model Access for MoE Architectures") << 4;
        QTest::newRow("EC2 advantages") << QStringLiteral("Key EC2 Advantages for LLM Pipelines") << 4;
        QTest::newRow("selection matrix") << QStringLiteral("EC2 Instance Selection Matrix for LLM Workloads") << 12;
    }
    void everyTableHasAllItsRows()
    {
        QFETCH(QString, section);
        QFETCH(int, rows);
        const auto is_row
            = [&section](const Line& line) { return line.section.contains(section + QStringLiteral(" › row ")) && !line.claims.isEmpty(); };
        QCOMPARE(static_cast<int>(std::count_if(m_lines.begin(), m_lines.end(), is_row)), rows);
    }

    void everythingTheFutureArticleNamesIsReached_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("count");
        QTest::newRow("trends") << QStringLiteral("trend") << 14;
        QTest::newRow("proposed services") << QStringLiteral("proposed-service") << 10;
        QTest::newRow("class attributes") << QStringLiteral("class-attribute") << 13;
        QTest::newRow("class methods") << QStringLiteral("class-method") << 12;
        QTest::newRow("sequence steps") << QStringLiteral("sequence-step") << 10;
        QTest::newRow("roadmap items") << QStringLiteral("roadmap-item") << 27;
        QTest::newRow("roadmap themes") << QStringLiteral("roadmap-theme") << 9;
    }
    void everythingTheFutureArticleNamesIsReached()
    {
        QFETCH(QString, kind);
        QFETCH(int, count);
        std::set<QString> reached;
        std::map<std::string, std::string> about;
        for (const Claim& claim : m_knowledge.claims)
            about[claim.id] = claim.about;
        for (const Line& line : m_lines) {
            if (line.document != QStringLiteral("seed-future-services"))
                continue;
            reached.insert(line.entities.begin(), line.entities.end());
            for (const QString& claim : line.claims)
                reached.insert(QString::fromStdString(about[claim.toStdString()]));
            for (const QString& relation : line.relations)
                reached.insert({relation.section(u' ', 0, 0), relation.section(u' ', -1)});
        }
        int found = 0;
        for (const Entity& entity : m_knowledge.entities)
            found += entity.kind == kind.toStdString() && reached.contains(QString::fromStdString(entity.id)) ? 1 : 0;
        QCOMPARE(found, count);
    }

    void everyDiagramAndReferenceIsReached()
    {
        const auto diagrams = listed(&Line::diagrams);
        for (const DiagramText& diagram : m_knowledge.diagrams)
            QVERIFY2(diagrams.contains(QString::fromStdString(diagram.id)), diagram.id.c_str());
        const auto entities = listed(&Line::entities);
        int references = 0;
        for (const Entity& entity : m_knowledge.entities) {
            if (entity.kind != "reference")
                continue;
            ++references;
            QVERIFY2(entities.contains(QString::fromStdString(entity.id)), entity.id.c_str());
            const bool contributed
                = std::any_of(m_knowledge.relations.begin(), m_knowledge.relations.end(), [&entity](const Relation& relation) {
                      return relation.from == entity.id && relation.type == "contributed-to" && !relation.claims.empty();
                  });
            QVERIFY2(contributed, entity.id.c_str());
        }
        QCOMPARE(references, 9);
    }
};

QTEST_GUILESS_MAIN(TestSeedWalk)
#include "tst_seed_walk.moc"
