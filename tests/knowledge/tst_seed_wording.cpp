// SPDX-License-Identifier: GPL-3.0-or-later
// The wording is our own: no text of the shipped base runs for nine words as a seed document does. The documents themselves are
// not needed: tests/data/seed-shingles.txt holds the hash of every nine words in a row of theirs.
#include "tests/support/shipped_base.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace archway;

namespace {

constexpr std::size_t run = 9; ///< so many words in a row are a copied sentence

/// A word is a run of letters, digits and the signs of a figure, in lower case, without full stops and commas around it.
std::vector<std::string> words(const std::string& text)
{
    std::vector<std::string> out;
    std::string word;
    const auto end_word = [&out, &word] {
        const auto first = word.find_first_not_of(".,");
        if (first != std::string::npos)
            out.push_back(word.substr(first, word.find_last_not_of(".,") + 1 - first));
        word.clear();
    };
    for (const char sign : text) {
        const bool upper = sign >= 'A' && sign <= 'Z';
        const char lower = upper ? static_cast<char>(sign - 'A' + 'a') : sign;
        const bool of_a_word = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (of_a_word || std::string_view("%$.,").find(lower) != std::string_view::npos)
            word.push_back(lower);
        else
            end_word();
    }
    end_word();
    return out;
}

/// The upper 40 bits of FNV-1a over the words with a space between them.
std::uint64_t hash(const std::vector<std::string>& words, std::size_t from)
{
    std::uint64_t value = 0xcbf29ce484222325U;
    const auto add = [&value](char sign) { value = (value ^ static_cast<unsigned char>(sign)) * 0x100000001b3U; };
    for (std::size_t index = from; index < from + run; ++index) {
        if (index != from)
            add(' ');
        std::for_each(words[index].begin(), words[index].end(), add);
    }
    return value >> 24U;
}

/// What is not our own and says so: quotations, and the titles of sources.
std::vector<std::string> own_parts(const std::string& text, const std::vector<Source>& sources)
{
    std::string rest = text;
    for (const Source& source : sources) {
        for (auto at = rest.find(source.title); source.title.size() > 20 && at != std::string::npos; at = rest.find(source.title))
            rest.replace(at, source.title.size(), "\"\"");
    }
    std::vector<std::string> out;
    bool quoted = false;
    for (std::size_t from = 0; from <= rest.size();) {
        const auto to = std::min(rest.find('"', from), rest.size());
        if (!quoted)
            out.push_back(rest.substr(from, to - from));
        quoted = !quoted;
        from = to + 1;
    }
    return out;
}

} // namespace

class TestSeedWording : public QObject {
    Q_OBJECT

private:
    Knowledge m_knowledge;
    std::set<std::uint64_t> m_hashes;

    /// The first nine words in a row that a document has too; empty where there are none.
    std::string copied(const std::string& text) const
    {
        const auto all = words(text);
        for (std::size_t from = 0; from + run <= all.size(); ++from) {
            if (!m_hashes.contains(hash(all, from)))
                continue;
            std::string out;
            for (std::size_t index = from; index < from + run; ++index)
                out += all[index] + " ";
            return out;
        }
        return {};
    }

    void verify(const std::string& id, const std::string& text) const
    {
        if (copied(text).empty())
            return;
        for (const std::string& part : own_parts(text, m_knowledge.sources)) {
            const std::string found = copied(part);
            QVERIFY2(found.empty(), (id + " has the words of a seed document: " + found).c_str());
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_knowledge = shipped_catalog().knowledge;
        QFile file(QStringLiteral(ARCHWAY_TEST_DATA "/seed-shingles.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QByteArray& word : file.readAll().simplified().split(' ')) {
            bool ok = false;
            m_hashes.insert(word.toULongLong(&ok, 16));
            QVERIFY2(ok && word.size() == 10, word.constData());
        }
        QVERIFY2(m_hashes.size() > 8000, qPrintable(QString::number(m_hashes.size())));
    }

    /// The measure bites: both quotations of the documents are found once their quotation marks are gone.
    void aQuotationIsRecognised_data()
    {
        QTest::addColumn<QString>("claim");
        QTest::newRow("article") << QStringLiteral("raschka-quote");
        QTest::newRow("keynote") << QStringLiteral("swami-training-plan-quote");
    }
    void aQuotationIsRecognised()
    {
        QFETCH(QString, claim);
        const auto found = std::find_if(m_knowledge.claims.begin(), m_knowledge.claims.end(),
                                        [&claim](const Claim& known) { return known.id == claim.toStdString(); });
        QVERIFY(found != m_knowledge.claims.end());
        QVERIFY(!copied(found->statement).empty());
        QVERIFY2(found->statement.find("\" (") != std::string::npos, "the quotation names who is quoted");
        verify(found->id, found->statement);
    }

    void noSentenceIsCopied()
    {
        for (const Claim& claim : m_knowledge.claims) {
            for (const std::string& text : {claim.statement, claim.qualifier, claim.baseline, claim.scope})
                verify(claim.id, text);
        }
        for (const Entity& entity : m_knowledge.entities)
            verify(entity.id, entity.summary);
        for (const Relation& relation : m_knowledge.relations)
            verify(relation.from + " " + relation.type + " " + relation.to, relation.because);
        for (const Rule& rule : m_knowledge.rules)
            verify(rule.id, rule.reason);
    }
};

QTEST_GUILESS_MAIN(TestSeedWording)
#include "tst_seed_wording.moc"
