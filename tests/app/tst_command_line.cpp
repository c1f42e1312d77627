// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of the command line, held against the real program: exit statuses, messages, and the same bytes twice.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace {

struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray errors;
};

Outcome run(const QStringList& arguments, const QString& directory = {})
{
    QProcess program;
    program.setWorkingDirectory(directory);
    program.start(QStringLiteral(ARCHWAY_BUILD_DIR "/archway"), arguments);
    if (!program.waitForFinished(60'000) || program.exitStatus() != QProcess::NormalExit)
        return {-1, {}, "crashed or hung: " + program.readAllStandardError()};
    return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
}

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    QString write(const char* name, const QByteArray& text) const
    {
        QFile file(m_directory.filePath(QLatin1String(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        return file.fileName();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_directory.isValid());
        write("llama.json", R"({"model_type": "llama", "num_hidden_layers": 32, "hidden_size": 4096, "intermediate_size": 14336,
            "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256, "tie_word_embeddings": false})");
        write("broken.json", "{\n  \"model_type\": \"llama\",\n  \"hidden_size\": ");
        write("impossible.json", R"({"model_type": "llama", "num_hidden_layers": 0, "hidden_size": 4096})");
        write("good.archway", R"({"archway": 1, "title": "Support", "model": "deepseek-v3",
            "workload": {"input_tokens": 4000, "output_tokens": 500, "concurrent_sequences": 50}})");
        write("broken.archway", "{\"archway\": 1,\n \"model\": ");
        write("unknown-field.archway", R"({"archway": 1, "model": "deepseek-v3", "workload": {"input_token": 4000}})");
        write("unknown-model.archway", R"({"archway": 1, "model": "deepseek-v33"})");
        write("unknown-region.archway", R"({"archway": 1, "model": "deepseek-v3", "constraints": {"regions": ["us-esat-1"]}})");
        write("unknown-instance.archway", R"({"archway": 1, "model": "deepseek-v3", "deployment": {"instance": "p9.48xlarge"}})");
        write("unknown-innovation.archway", R"({"archway": 1, "model": "deepseek-v3", "innovations": {"add": ["prefix-cahing"]}})");
        write("negative.archway", R"({"archway": 1, "model": "deepseek-v3", "workload": {"input_tokens": -1}})");
        write("overflow.archway", R"({"archway": 1, "model": "deepseek-v3", "workload": {"input_tokens": 1e400}})");
        write("huge.archway", R"({"archway": 1, "model": "deepseek-v3", "workload": {"concurrent_sequences": 1e18}})");
        write("impossible.archway", R"({"archway": 1, "model": {"config": {"model_type": "llama", "num_hidden_layers": -3}}})");
        write("no-model.archway", R"({"archway": 1, "innovations": {"add": ["moe", "mla"], "remove": []}})");
        write("only-inferentia.archway", R"({"archway": 1, "model": "deepseek-v3", "constraints": {"accelerators": ["inferentia"]}})");
        write("foreign.db", "SQLite format 3\0 and then nothing of ours");
        write("text.db", "this is no database at all");
    }

    void exitStatuses_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message"); // standard error must contain it
        const auto row = [](const char* name, const char* line, int status, const char* message = "") {
            QTest::newRow(name) << QString::fromUtf8(line) << status << QString::fromUtf8(message);
        };
        row("help", "--help", 0);
        row("version", "--version", 0);
        row("unknown verb", "frobnicate", 2);
        row("unknown option", "inspect llama.json --frobnicate", 2);
        row("missing argument", "inspect", 2);

        row("inspect", "inspect llama.json --json", 0);
        row("inspect text", "inspect llama.json", 0);
        row("inspect missing file", "inspect nosuch.json", 3, "nosuch.json");
        row("inspect broken JSON", "inspect broken.json", 3, "broken.json:3");
        row("inspect impossible", "inspect impossible.json", 3, "/num_hidden_layers");
        row("inspect a directory", "inspect .", 3);

        for (const char* verb : {"estimate", "match"}) {
            const auto with = [&](const char* name, const char* file, int status, const char* message) {
                QTest::addRow("%s %s", verb, name)
                    << QStringLiteral("%1 %2 --json").arg(QLatin1String(verb), QLatin1String(file)) << status << QString::fromUtf8(message);
            };
            with("good", "good.archway", 0, "");
            with("missing file", "nosuch.archway", 3, "nosuch.archway");
            with("broken JSON", "broken.archway", 3, "broken.archway");
            with("unknown field", "unknown-field.archway", 3, "input_tokens");
            with("unknown model", "unknown-model.archway", 3, "deepseek-v3");
            with("unknown region", "unknown-region.archway", 3, "us-east-1");
            with("unknown instance", "unknown-instance.archway", 3, "p9.48xlarge");
            with("unknown innovation", "unknown-innovation.archway", 3, "prefix-caching");
            with("negative", "negative.archway", 3, "input_tokens");
            with("overflow", "overflow.archway", 3, "overflow.archway");
            with("absurd", "huge.archway", 3, "concurrent_sequences");
            with("impossible config", "impossible.archway", 3, "num_hidden_layers");
            with("nothing feasible", "only-inferentia.archway", 1, "");
            with("foreign database", "good.archway --knowledge foreign.db", 3, "foreign.db");
            with("text as database", "good.archway --knowledge text.db", 3, "text.db");
            with("missing database", "good.archway --knowledge nosuch.db", 3, "nosuch.db");
        }
        row("estimate without model", "estimate no-model.archway", 3, "model");
        row("match without model", "match no-model.archway --json", 0);

        row("sweep", "sweep good.archway --vary workload.input_tokens=1k..2k:2 --vary workload.output_tokens=100..200:2 --json", 0);
        row("sweep of one input twice", "sweep good.archway --vary workload.input_tokens=1..2:2 --vary workload.input_tokens=3..4:2", 2,
            "varies the same input a second time");
        row("sweep of nothing", "sweep good.archway", 2, "--vary");
        row("search", "search latent --json", 0);
        row("search without hits", "search zzyzx", 0);
        row("search hostile", "search \"foo-bar*:(\" --json", 0);
        row("show", "show deepseek-v3 --json", 0);
        row("show formula", "show formula.kv-cache-token --json", 0);
        row("show unknown", "show no-such-id", 1);
        row("export", "export --json", 0);
        row("export not writable", "export --json -o /nonexistent/base.json", 4, "/nonexistent/base.json");

        row("diagram list", "diagram list", 0, "");
        row("diagram unknown kind", "diagram nosuch -o x.svg", 2);
        row("diagram missing text", "diagram nosuch.mmd -o x.svg", 3, "nosuch.mmd");
        row("diagram entity not known", "diagram neighbourhood moee -o x.svg", 3, "moe");
        row("diagram without scenario", "diagram decision -o x.svg", 3, "needs a scenario");
        row("diagram scale out of range", "diagram flowchart --scale 900 -o x.png", 2);
        row("diagram unknown extension", "diagram flowchart -o x.bmp", 2);
        row("diagram not writable", "diagram flowchart -o /nonexistent/x.svg", 4, "/nonexistent/x.svg");
        row("diagram of some nodes", "diagram flowchart --only MLA,GQA -o part.svg", 0);
        row("diagram of an unknown node", "diagram flowchart --only MLA,NOSUCH -o x.svg", 3, "NOSUCH");
        row("diagram with an overlay", "diagram flowchart --overlay status -o overlay.svg", 0);
        row("diagram with an unknown overlay", "diagram flowchart --overlay colour -o x.svg", 2, "memory");
        row("diagram on nothing", "diagram flowchart --transparent -o bare.png", 0);
        row("compare", "compare good.archway no-model.archway --json", 0);
        row("compare text", "compare good.archway good.archway", 0);
        row("compare one", "compare good.archway", 2);
        row("compare seven", "compare a b c d e f g", 2);
        row("compare missing file", "compare good.archway nosuch.archway", 3, "nosuch.archway");
        row("compare broken", "compare good.archway broken.archway", 3, "broken.archway");
        row("compare nothing feasible", "compare good.archway only-inferentia.archway --json", 0);
        row("verify without reports", "verify good.archway .", 3, "holds no report");
        row("verify missing folder", "verify good.archway nosuch", 3, "holds no report");
        row("verify bad scenario", "verify broken.archway .", 3, "broken.archway");
        row("verify missing argument", "verify good.archway", 2);
        row("config list", "config list", 0);
        row("config unknown kind", "config nosuch good.archway -o x.svg", 2, "config list");
        row("config without output", "config eks-vllm good.archway", 2, "-o");
        row("config bad scenario", "config eks-vllm broken.archway -o x.svg", 3, "broken.archway");
        row("config infeasible", "config eks-vllm only-inferentia.archway -o x.svg", 1, "nearest fix");
        row("config of another phase", "config sagemaker-training-job good.archway -o x.svg", 1, "the scenario serves");
        row("config not writable", "config eks-vllm good.archway -o /nonexistent/x.yaml", 4, "/nonexistent/x.yaml");
        row("brief bad scenario", "brief broken.archway -o out", 3, "broken.archway");
        row("brief not writable", "brief good.archway -o /proc/nonexistent", 4, "/proc/nonexistent");
        row("brief unknown format", "brief good.archway -o out --format md,docx", 2, "docx");
        row("brief format before file", "brief --format html good.archway -o formatted", 0);
        row("brief page not writable", "brief good.archway -o /proc/nonexistent --format html,pdf", 4, "/proc/nonexistent");
        row("chart list", "chart list", 0, "");
        row("chart unknown kind", "chart nosuch good.archway -o x.svg", 2);
        row("chart unknown extension", "chart memory good.archway -o x.bmp", 2);
        row("chart bad scenario", "chart memory broken.archway -o x.svg", 3, "broken.archway");
        row("chart not writable", "chart memory good.archway -o /nonexistent/x.svg", 4, "/nonexistent/x.svg");
    }
    void exitStatuses()
    {
        QFETCH(const QString, line);
        QFETCH(const int, status);
        QFETCH(const QString, message);
        const Outcome outcome = run(QProcess::splitCommand(line), m_directory.path());
        QVERIFY2(outcome.status == status,
                 QByteArray("status " + QByteArray::number(outcome.status) + ": " + outcome.errors.left(400)).constData());
        QVERIFY2(QString::fromUtf8(outcome.errors).contains(message), outcome.errors);
        if (line.contains(QStringLiteral("--json")) && status <= 1 && !line.contains(QStringLiteral("-o")))
            QVERIFY2(!QJsonDocument::fromJson(outcome.out).isNull(), outcome.out.left(200));
        QVERIFY(!QFile::exists(m_directory.filePath(QStringLiteral("x.svg"))));
        QVERIFY(!QFile::exists(m_directory.filePath(QStringLiteral("x.bmp"))));
    }

    void sameInputSameBytes_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("file"); // written by the verb; empty = standard output
        QTest::newRow("inspect") << QStringLiteral("inspect llama.json --json") << QString();
        QTest::newRow("estimate") << QStringLiteral("estimate good.archway --json") << QString();
        QTest::newRow("match") << QStringLiteral("match good.archway --json") << QString();
        QTest::newRow("export") << QStringLiteral("export --json") << QString();
        for (const char* file : {"out.svg", "out.png", "out.pdf", "out.dot", "out.mmd", "out.json"})
            QTest::addRow("flowchart %s", file) << QStringLiteral("diagram flowchart -o ") + QLatin1String(file) << QString::fromUtf8(file);
        for (const char* kind : {"hyperpod-cluster", "ec2-vllm", "eks-vllm", "bedrock-converse", "cloudformation-ec2"})
            QTest::addRow("config %s", kind) << QStringLiteral("config %1 good.archway -o out.txt").arg(QLatin1String(kind))
                                             << QStringLiteral("out.txt");
        for (const char* file : {"out.svg", "out.png", "out.pdf", "out.csv"})
            QTest::addRow("chart %s", file) << QStringLiteral("chart memory good.archway -o ") + QLatin1String(file)
                                            << QString::fromUtf8(file);
    }
    void sameInputSameBytes()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, file);
        QByteArray bytes[2];
        for (QByteArray& result : bytes) {
            const Outcome outcome = run(QProcess::splitCommand(line), m_directory.path());
            QVERIFY2(outcome.status == 0, outcome.errors);
            result = outcome.out;
            if (!file.isEmpty()) {
                QFile written(m_directory.filePath(file));
                QVERIFY(written.open(QIODevice::ReadOnly));
                result = written.readAll();
                QVERIFY(written.remove());
            }
            QVERIFY(!result.isEmpty());
        }
        QCOMPARE(bytes[0], bytes[1]);
    }

    void aPictureShowsWhatIsAskedOfIt()
    {
        const auto svg = [this](const char* options) {
            const QStringList line
                = QProcess::splitCommand(QStringLiteral("diagram deployment good.archway -o asked.svg ") + QLatin1String(options));
            const Outcome outcome = run(line, m_directory.path());
            QFile file(m_directory.filePath(QStringLiteral("asked.svg")));
            return outcome.status == 0 && file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
        };
        const auto height
            = [](const QString& picture) { return picture.section(QStringLiteral("height=\""), 1, 1).section(u'"', 0, 0).toDouble(); };
        const QString whole = svg(""), part = svg("--only users,platform"), bare = svg("--transparent"), cost = svg("--overlay cost");
        QVERIFY(whole.contains(QStringLiteral("id=\"node-memory\"")) && !whole.contains(QStringLiteral("/h</text>")));
        QVERIFY(part.contains(QStringLiteral("id=\"node-users\"")) && part.contains(QStringLiteral("id=\"node-platform\"")));
        QVERIFY(!part.contains(QStringLiteral("id=\"node-memory\"")));
        QVERIFY2(height(part) > 0 && height(part) < height(whole) / 2, qPrintable(part.left(200)));
        QCOMPARE(whole.count(QStringLiteral("<rect")) - bare.count(QStringLiteral("<rect")), 1);
        QVERIFY(cost.contains(QStringLiteral("/h</text>")));
        // What is known of a node can be read on about: its entity's sources are links.
        QVERIFY(whole.contains(QStringLiteral("<a href=\"https://")));
    }

    void aDiagramInAnotherNotationIsDrawn()
    {
        const auto write = [this](const char* name, const char* text) {
            QFile file(m_directory.filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        write("mine.mmd", "flowchart LR\nA[Mixture-of-Experts] --> B[(Amazon S3)]\nthis is not Mermaid at all ((\n");
        const Outcome mermaid = run(
            {QStringLiteral("diagram"), QStringLiteral("mine.mmd"), QStringLiteral("-o"), QStringLiteral("mine.json")}, m_directory.path());
        QCOMPARE(mermaid.status, 0);
        QVERIFY2(mermaid.errors.contains("line 3"), mermaid.errors);
        QFile json(m_directory.filePath(QStringLiteral("mine.json")));
        QVERIFY(json.open(QIODevice::ReadOnly));
        const QByteArray drawn = json.readAll();
        QVERIFY(drawn.contains("\"entity\": \"moe\"") && drawn.contains("\"shape\": \"cylinder\""));
        write("mine.dot", "digraph { rankdir=LR; a [label=\"First\"]; a -> b }");
        QCOMPARE(run({QStringLiteral("diagram"), QStringLiteral("mine.dot"), QStringLiteral("-o"), QStringLiteral("mine.svg")},
                     m_directory.path())
                     .status,
                 0);
        write("broken.dot", "digraph { a -> ");
        const Outcome broken = run({QStringLiteral("diagram"), QStringLiteral("broken.dot"), QStringLiteral("-o"), QStringLiteral("x.svg")},
                                   m_directory.path());
        QCOMPARE(broken.status, 3);
        QVERIFY(broken.errors.contains("broken.dot"));
    }

    void briefsAreNumberedAndOnlyChangesWriteOne()
    {
        const QString folder = m_directory.filePath(QStringLiteral("reports"));
        const auto brief = [&](const char* scenario) {
            return run({QStringLiteral("brief"), QLatin1String(scenario), QStringLiteral("-o"), folder, QStringLiteral("--date"),
                        QStringLiteral("2026-11-20")},
                       m_directory.path());
        };
        QCOMPARE(brief("good.archway").status, 0);
        QVERIFY(QFile::exists(folder + QStringLiteral("/report-01.md")));
        QVERIFY(QFile::exists(folder + QStringLiteral("/references.md")));
        QVERIFY(!QFile::exists(folder + QStringLiteral("/diff.md")));
        const Outcome again = brief("good.archway");
        QCOMPARE(again.status, 0);
        QVERIFY2(again.out.contains("nothing changed"), again.out);
        QVERIFY(!QFile::exists(folder + QStringLiteral("/report-02.md")));
        write("changed.archway", R"({"archway": 1, "title": "Support", "model": "deepseek-v3",
            "workload": {"input_tokens": 4000, "output_tokens": 500, "concurrent_sequences": 90}})");
        QCOMPARE(brief("changed.archway").status, 0);
        QVERIFY(QFile::exists(folder + QStringLiteral("/report-02.md")));
        QFile difference(folder + QStringLiteral("/diff.md"));
        QVERIFY(difference.open(QIODevice::ReadOnly));
        const QByteArray text = difference.readAll();
        QVERIFY2(text.contains("90") && text.contains("report-01.md"), text);
    }

    void briefsAreHtmlAndPdfToo()
    {
        const auto program = [&](const QString& line) { return run(QProcess::splitCommand(line), m_directory.path()); };
        const auto bytes = [&](const char* name) {
            QFile file(m_directory.filePath(QLatin1String(name)));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QCOMPARE(program(QStringLiteral("brief good.archway -o pages --date 2026-11-20")).status, 0);
        QVERIFY(bytes("pages/report-01.html").isEmpty() && bytes("pages/report-01.pdf").isEmpty());
        // Nothing changed, so the formats it lacks are those of the report that is there; its date is kept.
        const Outcome later = program(QStringLiteral("brief good.archway -o pages --date 2026-11-21 --format html,pdf"));
        QVERIFY2(later.status == 0 && later.out.contains("nothing changed") && later.out.contains("report-01.pdf"), later.out);
        QCOMPARE(program(QStringLiteral("brief good.archway -o at-once --date 2026-11-20 --format md,html,pdf")).status, 0);
        for (const char* file : {"report-01.md", "report-01.html", "report-01.pdf"}) {
            const QByteArray one = bytes(qPrintable(QStringLiteral("pages/") + QLatin1String(file)));
            QVERIFY2(!one.isEmpty() && one == bytes(qPrintable(QStringLiteral("at-once/") + QLatin1String(file))), file);
        }
        const QByteArray pdf = bytes("pages/report-01.pdf");
        QVERIFY(pdf.startsWith("%PDF-") && pdf.contains("/CreationDate (D:00000000000000"));

        QXmlStreamReader html(bytes("pages/report-01.html"));
        QMap<QString, int> seen;
        QSet<QString> ids, links;
        int unheld = 0; // pictures that are not inside the document
        while (!html.atEnd()) {
            if (html.readNext() != QXmlStreamReader::StartElement)
                continue;
            ++seen[html.name().toString()];
            const QXmlStreamAttributes attributes = html.attributes();
            if (attributes.hasAttribute(QStringLiteral("id")))
                ids.insert(attributes.value(QStringLiteral("id")).toString());
            if (html.name() == u"a")
                links.insert(attributes.value(QStringLiteral("href")).toString());
            if (html.name() == u"img")
                unheld += attributes.value(QStringLiteral("src")).startsWith(u"data:image/svg+xml;base64,") ? 0 : 1;
            if (html.name() == u"html")
                QCOMPARE(attributes.value(QStringLiteral("lang")), u"en");
        }
        QVERIFY2(!html.hasError(), qPrintable(html.errorString()));
        const QByteArray markdown = bytes("pages/report-01.md");
        QCOMPARE(seen[QStringLiteral("table")], markdown.count("\n| --- |"));
        QCOMPARE(seen[QStringLiteral("img")], markdown.count("\n!["));
        QCOMPARE(seen[QStringLiteral("h2")], markdown.count("\n## "));
        QVERIFY(seen[QStringLiteral("img")] >= 4 && unheld == 0 && seen[QStringLiteral("title")] == 1);
        QCOMPARE(seen[QStringLiteral("script")], 0);
        QVERIFY(links.size() > 10);
        for (const QString& link : links)
            QVERIFY2(link.startsWith(u'#') && ids.contains(link.mid(1)), qPrintable(link));
    }

    void aReportIsVerifiedAgainstToday()
    {
        const QString folder = m_directory.filePath(QStringLiteral("verified"));
        const auto program = [&](const QString& line) { return run(QProcess::splitCommand(line), m_directory.path()); };
        QCOMPARE(program(QStringLiteral("brief good.archway -o verified --date 2026-11-20")).status, 0);
        QFile record(folder + QStringLiteral("/report-01.json"));
        QVERIFY(record.open(QIODevice::ReadOnly));
        const QByteArray kept = record.readAll();
        record.close();
        const Outcome same = program(QStringLiteral("verify good.archway verified --json"));
        QVERIFY2(same.status == 0, same.out + same.errors);
        const QJsonObject holds = QJsonDocument::fromJson(same.out).object();
        QVERIFY(holds[QStringLiteral("holds")].toBool() && holds[QStringLiteral("changed")].toArray().isEmpty());
        // Another price and another choice then than now.
        QByteArray other = kept;
        other.replace("\"chosen\": \"cloudwatch\"", "\"chosen\": \"managed-grafana\"");
        other.replace("\"usd_per_hour\": 63.296", "\"usd_per_hour\": 60");
        QVERIFY(other != kept);
        write("verified/report-01.json", other);
        const Outcome changed = program(QStringLiteral("verify good.archway verified --json"));
        QCOMPARE(changed.status, 1);
        QVERIFY(!QJsonDocument::fromJson(changed.out).object()[QStringLiteral("holds")].toBool());
        QVERIFY2(changed.out.contains("managed-grafana") && changed.out.contains("\"price\""), changed.out);
        QVERIFY(program(QStringLiteral("verify good.archway verified")).out.contains("does not hold"));
        // Not a record, and none at all.
        write("verified/report-01.json", "[]");
        QCOMPARE(program(QStringLiteral("verify good.archway verified")).status, 3);
        QVERIFY(QFile::remove(record.fileName()));
        QCOMPARE(program(QStringLiteral("verify good.archway verified")).status, 3);
    }

    /// The answer the first question was built for: what does not hold DeepSeek-V3 is refused with the arithmetic.
    void deepSeekV3OnFp8()
    {
        const Outcome outcome
            = run({QStringLiteral("match"), QStringLiteral("good.archway"), QStringLiteral("--json")}, m_directory.path());
        QCOMPARE(outcome.status, 0);
        const QJsonArray decisions = QJsonDocument::fromJson(outcome.out).object()[QStringLiteral("decisions")].toArray();
        bool p5en = false;
        bool inf2 = false;
        for (const QJsonValue& decision : decisions) {
            if (decision[QStringLiteral("role")] != QStringLiteral("accelerator"))
                continue;
            const QJsonArray candidates = decision[QStringLiteral("candidates")].toArray();
            QCOMPARE(candidates.size(), 70);
            for (const QJsonValue& candidate : candidates) {
                const QString id = candidate[QStringLiteral("id")].toString();
                const QString refused = candidate[QStringLiteral("rejected_because")].toString();
                if (id == QStringLiteral("inf2.48xlarge")) {
                    inf2 = true;
                    QCOMPARE(candidate[QStringLiteral("verdict")].toString(), QStringLiteral("rejected"));
                    QVERIFY2(refused.contains(QStringLiteral("67")) && refused.contains(QStringLiteral("412 GB")), qPrintable(refused));
                } else if (id == QStringLiteral("p5en.48xlarge")) {
                    p5en = true;
                    QVERIFY2(candidate[QStringLiteral("verdict")] != QStringLiteral("rejected"), qPrintable(refused));
                }
            }
        }
        QVERIFY(p5en && inf2);
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
