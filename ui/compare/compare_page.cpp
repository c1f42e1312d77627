// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_page.h"

#include "ui/compare/compare_delegate.h"
#include "ui/compare/compare_model.h"
#include "ui/theme.h"

#include <nlohmann/json.hpp>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace archway {

namespace {

/// Titles of scenarios as column heads: cut with an ellipsis, which the style sheet's own heads do not do.
class TitleHeader : public QHeaderView {
public:
    explicit TitleHeader(QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
        setSectionsClickable(true);
    }

protected:
    void initStyleOptionForIndex(QStyleOptionHeader* option, int section) const override
    {
        QHeaderView::initStyleOptionForIndex(option, section);
        constexpr int margins = 24;
        QFont bold = font(); // as the style sheet draws it
        bold.setBold(true);
        option->text = QFontMetrics(bold).elidedText(option->text, Qt::ElideMiddle, sectionSize(section) - margins);
    }
};

using Json = nlohmann::ordered_json;

constexpr int pause_ms = 80; ///< longer than the time between two steps of a dragged slider
constexpr int label_width = 240;
constexpr const char* key = "pinned"; ///< of the list in what the window keeps in a project

Json kept(const Scenario& scenario)
{
    Json window = scenario.window.empty() ? Json::object() : Json::parse(scenario.window, nullptr, false);
    return window.is_object() ? window : Json::object();
}

std::vector<Json> pins(const Scenario& scenario)
{
    const Json window = kept(scenario);
    return window.contains(key) && window[key].is_array() ? window[key].get<std::vector<Json>>() : std::vector<Json>{};
}

Scenario with_pins(Scenario scenario, const std::vector<Json>& pinned)
{
    Json window = kept(scenario);
    if (pinned.empty())
        window.erase(key);
    else
        window[key] = pinned;
    scenario.window = window.empty() ? std::string() : window.dump();
    return scenario;
}

} // namespace

ComparePage::ComparePage(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_model(new CompareModel(this))
    , m_table(new QTableView)
    , m_hint(new QLabel)
    , m_pin(new QPushButton(tr("Pin this scenario")))
    , m_unpin(new QPushButton(tr("Unpin")))
    , m_pinned(new QMenu(this))
    , m_copy(new QPushButton(tr("Copy as Markdown")))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    m_pin->setToolTip(tr("Keeps the scenario as it is now as a column; then change the question beside it"));
    m_unpin->setMenu(m_pinned);
    m_unpin->setProperty("menu", true); // room for the sign of a menu
    m_hint->setObjectName(QStringLiteral("caption"));
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_table->setHorizontalHeader(new TitleHeader(m_table));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new CompareDelegate(m_table));
    m_table->setAccessibleName(tr("Comparison"));
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 16);
    column->setSpacing(10);
    auto* line = new QHBoxLayout;
    line->addWidget(m_pin);
    line->addWidget(m_unpin);
    line->addStretch();
    line->addWidget(m_copy);
    column->addLayout(line);
    column->addWidget(m_hint);
    column->addWidget(m_table, 1);
    m_delay.setSingleShot(true);
    m_delay.setInterval(pause_ms);
    connect(&m_delay, &QTimer::timeout, this, &ComparePage::refresh);
    connect(m_pin, &QPushButton::clicked, this, &ComparePage::pin);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        std::vector<const Answer*> answers;
        for (const Json& pinned : pins(m_workspace.scenario()))
            if (const Answer* answer = answerTo(QByteArray::fromStdString(pinned.dump())))
                answers.push_back(answer);
        answers.push_back(&m_workspace.answer());
        QApplication::clipboard()->setText(QString::fromStdString(compare_markdown(compare(answers))));
    });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        const QString subject = index.data(CompareModel::SubjectRole).toString();
        const auto row = static_cast<CompareModel::Row>(index.data(CompareModel::RowRole).toInt());
        if (row == CompareModel::Row::Figure || subject.startsWith(QStringLiteral("formula.")))
            m_workspace.explain({Subject::Kind::Formula, subject, {}});
        else if (row == CompareModel::Row::Reason && m_workspace.catalog().claim(subject.toStdString()))
            m_workspace.explain({Subject::Kind::Claim, subject, {}});
    });
    const auto later = [this] {
        m_stale = true;
        if (isVisible())
            m_delay.start();
    };
    connect(&m_workspace, &Workspace::answerChanged, this, later);
    connect(&Theme::instance(), &Theme::changed, this, later);
}

void ComparePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        refresh();
}

void ComparePage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ComparePage::pin()
{
    std::vector<Json> pinned = pins(m_workspace.scenario());
    if (pinned.size() + 1 >= most_compared)
        return;
    Scenario bare = m_workspace.scenario();
    bare.window.clear();
    // With every default written out: a pin stays what it was when a default changes.
    pinned.push_back(scenario_json(bare));
    m_workspace.change(with_pins(m_workspace.scenario(), pinned), tr("Pin scenario"));
    refresh();
}

void ComparePage::unpin(int index)
{
    std::vector<Json> pinned = pins(m_workspace.scenario());
    if (index < 0 || index >= static_cast<int>(pinned.size()))
        return;
    pinned.erase(pinned.begin() + index);
    m_workspace.change(with_pins(m_workspace.scenario(), pinned), tr("Unpin scenario"));
    refresh();
}

/// nullptr where a pinned scenario can no longer be answered: its config file is not beside it, its model not in the base.
const Answer* ComparePage::answerTo(const QByteArray& pinned)
{
    auto known = m_answers.find(pinned);
    if (known == m_answers.end()) {
        const Result<Scenario> scenario = read_scenario(pinned.toStdString(), "pinned");
        Result<Answer> answer = scenario ? match(*scenario, m_workspace.catalog(), false) : Result<Answer>(scenario.error());
        known = m_answers.insert(pinned, answer ? std::make_shared<Answer>(std::move(*answer)) : nullptr);
    }
    return known->get();
}

void ComparePage::refresh()
{
    m_stale = false;
    const std::vector<Json> pinned = pins(m_workspace.scenario());
    std::vector<const Answer*> answers;
    m_pinned->clear();
    int lost = 0;
    for (std::size_t i = 0; i < pinned.size(); ++i) {
        const Answer* answer = answerTo(QByteArray::fromStdString(pinned[i].dump()));
        const bool titled = pinned[i].is_object() && pinned[i].contains("title") && pinned[i]["title"].is_string();
        const QString title = titled ? QString::fromStdString(pinned[i]["title"].get<std::string>()) : QString();
        QAction* action = m_pinned->addAction(title.isEmpty() ? tr("Scenario %1").arg(i + 1) : title);
        connect(action, &QAction::triggered, this, [this, i] { unpin(static_cast<int>(i)); });
        if (answer)
            answers.push_back(answer);
        else
            ++lost;
    }
    const auto current = static_cast<int>(answers.size());
    answers.push_back(&m_workspace.answer());
    m_model->show(compare(answers), current);
    m_pin->setEnabled(pinned.size() + 1 < most_compared && m_workspace.model());
    m_unpin->setEnabled(!pinned.empty());
    m_copy->setEnabled(answers.size() > 1);
    m_hint->setText(lost > 0 ? tr("%1 pinned cannot be answered any more").arg(lost)
                        : pinned.empty()
                        ? tr("Pin the scenario, then change the question: both stand side by side, up to six.")
                        : tr("Compared with “%1”").arg(m_model->headerData(1, Qt::Horizontal, Qt::DisplayRole).toString()));
    arrange();
}

void ComparePage::arrange()
{
    const int columns = m_model->columnCount();
    if (columns < 2)
        return;
    const int label = std::clamp(m_table->viewport()->width() * 2 / 5, 170, label_width);
    m_table->setColumnWidth(0, label);
    const int room = m_table->viewport()->width() - label;
    for (int c = 1; c < columns; ++c)
        m_table->setColumnWidth(c, std::max(130, std::min(320, room / (columns - 1))));
    m_table->resizeRowsToContents();
}

} // namespace archway
