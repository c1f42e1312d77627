// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of diagram for several questions, measured with the fonts it is painted with: nothing overlaps, no text leaves its box, no
// line strikes out a title.
#include "app/scenario_file.h"
#include "diagrams/arrange.h"
#include "diagrams/kinds/kinds.h"
#include "diagrams/layout_client.h"
#include "tests/support/shipped_base.h"
#include "ui/paint/diagram_painter.h"

#include <QTest>

using namespace archway;

namespace {

struct Named {
    NodeBox box;
    std::string name;
};

QString words(std::string text)
{
    std::replace(text.begin(), text.end(), '\n', '/');
    return QString::fromStdString(text.substr(0, 60));
}

/// By how much two boxes lie on each other: the lesser of the two ways; nothing where they do not.
double overlap(const NodeBox& a, const NodeBox& b)
{
    return std::min((a.w + b.w) / 2 - std::abs(a.x - b.x), (a.h + b.h) / 2 - std::abs(a.y - b.y));
}

bool contains(const NodeBox& box, const NodeBox& inner, double slack = 0.5)
{
    return std::abs(box.x - inner.x) + inner.w / 2 <= box.w / 2 + slack && std::abs(box.y - inner.y) + inner.h / 2 <= box.h / 2 + slack;
}

/// Does the line run through the box?
bool runs_through(const EdgePath& path, const NodeBox& box)
{
    for (std::size_t k = 0; k + 3 < path.points.size(); k += 3) {
        for (int step = 0; step <= 48; ++step) {
            const Point on = bezier_point(&path.points[k], step / 48.0);
            if (std::abs(on.x - box.x) < box.w / 2 && std::abs(on.y - box.y) < box.h / 2)
                return true;
        }
    }
    return false;
}

/// The box made smaller on all sides.
NodeBox within(NodeBox box, double by)
{
    box.w = std::max(0.0, box.w - 2 * by);
    box.h = std::max(0.0, box.h - 2 * by);
    return box;
}

/// What is wrong with a picture, a line each.
class Faults {
public:
    Faults(const Diagram& diagram, const Layout& layout)
        : m_diagram(diagram)
        , m_layout(layout)
        , m_text(measure_with_fonts())
    {
    }

    QStringList run()
    {
        boxes();
        texts();
        groups();
        labels();
        lines();
        return m_found;
    }

private:
    void boxes()
    {
        for (std::size_t i = 0; i < m_layout.nodes.size(); ++i) {
            const NodeBox& a = m_layout.nodes[i];
            for (std::size_t k = i + 1; k < m_layout.nodes.size(); ++k) {
                if (overlap(a, m_layout.nodes[k]) > 0.5)
                    say("nodes overlap", m_diagram.nodes[i].label, m_diagram.nodes[k].label);
            }
            if (a.x - a.w / 2 < -1 || a.y - a.h / 2 < -1 || a.x + a.w / 2 > m_layout.width + 1 || a.y + a.h / 2 > m_layout.height + 1)
                say("beyond the sheet", m_diagram.nodes[i].label);
        }
    }

    void texts()
    {
        for (std::size_t i = 0; i < m_diagram.nodes.size(); ++i) {
            const NodeBox& box = m_layout.nodes[i];
            for (const LabelRow& row : label_rows(m_diagram.nodes[i], box)) {
                if (row.divider || row.text.empty())
                    continue;
                const double width = m_text(row.text, row.title).x;
                const double left = row.left ? row.x : row.x - width / 2;
                const double reach = box.w / 2 - (m_diagram.nodes[i].leaf ? 2 : 6);
                if (left < box.x - reach || left + width > box.x + reach || std::abs(row.y - box.y) + row.height / 2 > box.h / 2)
                    say("text leaves its box", row.text);
                if (row.text.ends_with("\u2026") && m_diagram.nodes[i].label.find("\u2026") == std::string::npos)
                    say("text is cut", row.text);
            }
        }
    }

    void groups()
    {
        std::map<std::string_view, std::size_t> at;
        for (std::size_t c = 0; c < m_diagram.clusters.size(); ++c)
            at.emplace(m_diagram.clusters[c].id, c);
        const auto inside = [&](std::string_view home, std::size_t cluster) {
            for (auto found = at.find(home); found != at.end(); found = at.find(m_diagram.clusters[found->second].parent)) {
                if (found->second == cluster)
                    return true;
            }
            return false;
        };
        for (std::size_t c = 0; c < m_diagram.clusters.size(); ++c) {
            const NodeBox& box = m_layout.clusters[c];
            if (box.w <= 0)
                continue;
            const NodeBox title = title_place(m_layout, c, measure_title(m_diagram.clusters[c], m_text).x);
            if (!m_diagram.clusters[c].label.empty()) {
                m_titles.push_back({title, m_diagram.clusters[c].label});
                if (!contains(box, title))
                    say("the title leaves its group", m_diagram.clusters[c].label);
                if (shown_line(m_diagram.clusters[c].label) != m_diagram.clusters[c].label)
                    say("the title of the group is cut", m_diagram.clusters[c].label);
            }
            for (std::size_t i = 0; i < m_diagram.nodes.size(); ++i) {
                if (overlap(title, m_layout.nodes[i]) > 0.5)
                    say("a node on the title of a group", m_diagram.nodes[i].label, m_diagram.clusters[c].label);
                const bool member = inside(m_diagram.nodes[i].cluster, c);
                if (member ? !contains(box, m_layout.nodes[i]) : overlap(box, m_layout.nodes[i]) > 0.5)
                    say(member ? "outside its group" : "in a group of others", m_diagram.nodes[i].label, m_diagram.clusters[c].label);
            }
            for (std::size_t k = c + 1; k < m_diagram.clusters.size(); ++k) {
                const bool nested = inside(m_diagram.clusters[k].id, c) || inside(m_diagram.clusters[c].id, k);
                if (m_layout.clusters[k].w > 0 && !nested && overlap(box, m_layout.clusters[k]) > 0.5)
                    say("groups overlap", m_diagram.clusters[c].label, m_diagram.clusters[k].label);
            }
        }
    }

    void labels()
    {
        std::vector<Named> placed;
        for (std::size_t i = 0; i < m_diagram.edges.size(); ++i) {
            const DiagramEdge& edge = m_diagram.edges[i];
            const Point size = measure_label(edge, m_text);
            if (size.x <= 0 || edge.hidden || m_layout.edges[i].points.empty())
                continue;
            const NodeBox box{m_layout.edges[i].label.x, m_layout.edges[i].label.y, size.x - 4, size.y - 5};
            for (std::size_t k = 0; k < m_layout.nodes.size(); ++k) {
                if (overlap(box, m_layout.nodes[k]) > 0.5)
                    say("the label of a line on a node", edge.label, m_diagram.nodes[k].label);
            }
            for (const Named& title : m_titles) {
                if (overlap(box, title.box) > 0.5)
                    say("the label of a line on a title", edge.label, title.name);
            }
            for (const Named& other : placed) {
                if (overlap(box, other.box) > 0.5)
                    say("labels of lines overlap", edge.label, other.name);
            }
            // A line through foreign words strikes them out, patch or not.
            for (std::size_t k = 0; k < m_diagram.edges.size(); ++k) {
                if (k != i && !m_diagram.edges[k].hidden && runs_through(m_layout.edges[k], within(box, 3)))
                    say("a line through the label of another", m_diagram.edges[k].from + ">" + m_diagram.edges[k].to, edge.label);
            }
            if (box.x - box.w / 2 < -20 || box.x + box.w / 2 > m_layout.width + 20 || box.y - box.h / 2 < -20
                || box.y + box.h / 2 > m_layout.height + 20)
                say("a label beyond the sheet", edge.label);
            placed.push_back({box, edge.label});
        }
    }

    void lines()
    {
        for (std::size_t i = 0; i < m_diagram.edges.size(); ++i) {
            const DiagramEdge& edge = m_diagram.edges[i];
            if (edge.hidden)
                continue;
            for (const Named& title : m_titles) {
                if (runs_through(m_layout.edges[i], within(title.box, 1)))
                    say("a line through a title", edge.from + ">" + edge.to, title.name);
            }
            for (std::size_t k = 0; k < m_diagram.nodes.size(); ++k) {
                const std::string& id = m_diagram.nodes[k].id;
                if (id != edge.from && id != edge.to && runs_through(m_layout.edges[i], within(m_layout.nodes[k], 2)))
                    say("a line through a node", edge.from + ">" + edge.to, m_diagram.nodes[k].label);
            }
            for (const Point& point : m_layout.edges[i].points) {
                if (point.x < -22 || point.y < -22 || point.x > m_layout.width + 22 || point.y > m_layout.height + 22)
                    return say("a line beyond the sheet", edge.from + ">" + edge.to);
            }
        }
    }

    void say(const char* what, const std::string& first, const std::string& second = {})
    {
        m_found << QStringLiteral("%1: %2%3")
                       .arg(QLatin1String(what), words(first), second.empty() ? QString() : QStringLiteral(" | ") + words(second));
    }

    const Diagram& m_diagram;
    const Layout& m_layout;
    MeasureText m_text;
    std::vector<Named> m_titles;
    QStringList m_found;
};

} // namespace

class TestDiagramGeometry : public QObject {
    Q_OBJECT

private:
    Catalog m_catalog;
    std::map<QString, Answer> m_answers;

    /// By the name of the question; files are the examples that come with the program.
    const Answer* answer(const QString& name)
    {
        if (const auto known = m_answers.find(name); known != m_answers.end())
            return &known->second;
        Scenario scenario = default_scenario();
        if (name == QStringLiteral("small dense"))
            scenario.model = {ModelForm::Id, "llama-3.1-8b"};
        else if (name == QStringLiteral("DeepSeek-V3"))
            scenario.model = {ModelForm::Id, "deepseek-v3"};
        else {
            const auto read = read_scenario_file(ARCHWAY_SOURCE_DIR "/resources/examples/" + name.toStdString() + ".archway");
            if (!read)
                return nullptr;
            scenario = read->scenario;
        }
        auto matched = match(scenario, m_catalog, false);
        return matched ? &m_answers.emplace(name, std::move(*matched)).first->second : nullptr;
    }

private Q_SLOTS:
    void initTestCase() { m_catalog = shipped_catalog(); }

    void nothingIsInTheWayOfAnything_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("question");
        QTest::addColumn<bool>("turned");
        for (const DiagramKind& kind : diagram_kinds()) {
            for (const char* question :
                 {"small dense", "DeepSeek-V3", "olmo-32b-pretraining", "deepseek-v3-support", "llama-8b-overnight-batch",
                  "gpt-oss-agents-eu", "llama-70b-adapters", "qwen3-235b-knowledge-base"}) {
                if (!kind.needs_answer && question != std::string_view("small dense"))
                    continue;
                for (const bool turned : {false, true})
                    QTest::addRow("%s, %s%s", kind.id.c_str(), question, turned ? ", turned" : "")
                        << QString::fromStdString(kind.id) << QString::fromLatin1(question) << turned;
            }
        }
    }
    void nothingIsInTheWayOfAnything()
    {
        QFETCH(const QString, kind);
        QFETCH(const QString, question);
        QFETCH(const bool, turned);
        const Answer* asked = answer(question);
        QVERIFY(asked);
        auto diagram = build_diagram(kind.toStdString(), m_catalog, asked, kind == QStringLiteral("neighbourhood") ? "moe" : "");
        QVERIFY2(diagram.ok(), diagram ? "" : diagram.error().text().c_str());
        turn_for_reading(*diagram);
        if (turned) // as the window does where that is larger
            diagram->direction = diagram->direction == FlowDirection::LeftRight ? FlowDirection::TopDown : FlowDirection::LeftRight;
        const Layout placed = layout(*diagram, measure_with_fonts(), 20'000);
        QCOMPARE(placed.message, std::string());
        const QStringList found = Faults(*diagram, placed).run();
        QVERIFY2(found.isEmpty(), qPrintable(QStringLiteral("%1 x %2\n").arg(placed.width).arg(placed.height) + found.join(u'\n')));
    }
};

QTEST_MAIN(TestDiagramGeometry)
#include "tst_diagram_geometry.moc"
