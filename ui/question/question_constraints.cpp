// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the question that says what is allowed: Regions, ways to buy, accelerators, budget, compliance.
#include "ui/question/input_row.h"
#include "ui/question/question_panel.h"
#include "ui/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"

#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace archway {

void QuestionPanel::addWords(QVBoxLayout* column, const QString& title, const QList<std::pair<QString, QString>>& words,
                             std::function<std::vector<std::string>&(Scenario&)> list, const char* path)
{
    auto* caption = new QLabel(title);
    caption->setObjectName(QStringLiteral("caption"));
    Theme::instance().apply(caption, TextRole::Caption);
    column->addWidget(caption);
    auto* box = new QWidget;
    auto* flow = new FlowLayout(box);
    for (const auto& [label, word] : words) {
        auto* chip = new Chip(label, QStringLiteral("constraint"));
        chip->setAccessibleName(title + u' ' + label);
        connect(chip, &QPushButton::clicked, this, [this, word = word, list, path](bool on) {
            Scenario next = m_workspace.scenario();
            auto& chosen = list(next);
            std::erase(chosen, word.toStdString());
            if (on)
                chosen.push_back(word.toStdString());
            next.assumed.erase(path);
            m_workspace.change(next, tr("change constraints"));
            refresh();
        });
        m_words.append({chip, [this, word = word, list] {
                            Scenario now = m_workspace.scenario();
                            const auto& held = list(now);
                            return std::find(held.begin(), held.end(), word.toStdString()) != held.end();
                        }});
        flow->addWidget(chip);
    }
    column->addWidget(box);
}

void QuestionPanel::addConstraints(QVBoxLayout* column)
{
    column->addWidget(sectionLabel(tr("Constraints")));
    addRegions(column);
    addWords(
        column, tr("Bought as"),
        {{tr("On demand"), QStringLiteral("on-demand")},
         {tr("Spot"), QStringLiteral("spot")},
         {tr("Capacity block"), QStringLiteral("capacity-block")},
         {tr("Savings plan, 1 year"), QStringLiteral("savings-plan-1y")},
         {tr("Savings plan, 3 years"), QStringLiteral("savings-plan-3y")},
         {tr("Reserved, 1 year"), QStringLiteral("reserved-1y")},
         {tr("Reserved, 3 years"), QStringLiteral("reserved-3y")}},
        [](Scenario& s) -> std::vector<std::string>& { return s.constraints.purchase; }, "constraints.purchase");
    addWords(
        column, tr("Accelerators"),
        {{tr("NVIDIA"), QStringLiteral("nvidia")},
         {tr("Trainium"), QStringLiteral("trainium")},
         {tr("Inferentia"), QStringLiteral("inferentia")},
         {tr("CPU"), QStringLiteral("cpu")}},
        [](Scenario& s) -> std::vector<std::string>& { return s.constraints.accelerators; }, "constraints.accelerators");
    const NumericInput* budget = numeric_input("constraints.monthly_budget_usd");
    auto* row = new InputRow(*budget);
    connect(row, &InputRow::edited, this, [this, budget](std::optional<double> value, bool dragging) {
        Scenario next = m_workspace.scenario();
        if (set_number(next, budget->path, value))
            m_workspace.change(next, tr("change the budget"), dragging ? 100 : -1);
        refresh();
    });
    connect(row, &InputRow::rejected, this, &QuestionPanel::failed);
    m_inputs.insert(QStringLiteral("constraints.monthly_budget_usd"), row);
    column->addWidget(row);
    m_operations = new QComboBox;
    m_operations->setAccessibleName(tr("Way of working"));
    m_operations->addItem(tr("Managed services first"), QStringLiteral("managed"));
    m_operations->addItem(tr("Balanced"), QStringLiteral("balanced"));
    m_operations->addItem(tr("Self-managed"), QStringLiteral("self-managed"));
    connect(m_operations, &QComboBox::activated, this, [this](int) {
        Scenario next = m_workspace.scenario();
        next.constraints.operations = m_operations->currentData().toString().toStdString();
        next.assumed.erase("constraints.operations");
        m_workspace.change(next, tr("change the way of working"));
    });
    column->addWidget(m_operations);
    addWords(
        column, tr("Compliance"),
        {{tr("HIPAA"), QStringLiteral("hipaa")},
         {tr("SOC"), QStringLiteral("soc")},
         {tr("ISO"), QStringLiteral("iso")},
         {tr("GDPR"), QStringLiteral("gdpr")},
         {tr("FedRAMP"), QStringLiteral("fedramp")},
         {tr("PCI"), QStringLiteral("pci")}},
        [](Scenario& s) -> std::vector<std::string>& { return s.constraints.compliance; }, "constraints.compliance");
    addWords(
        column, tr("Also needed"),
        {{tr("Retrieval"), QStringLiteral("retrieval")},
         {tr("Graph retrieval"), QStringLiteral("graph-retrieval")},
         {tr("Agents"), QStringLiteral("agents")},
         {tr("Experiments"), QStringLiteral("experimentation")},
         {tr("Prompt routing"), QStringLiteral("prompt-routing")},
         {tr("Batch"), QStringLiteral("batch")}},
        [](Scenario& s) -> std::vector<std::string>& { return s.needs; }, "needs");
}

void QuestionPanel::addRegions(QVBoxLayout* column)
{
    auto* caption = new QLabel(tr("Regions, any of which will do"));
    caption->setObjectName(QStringLiteral("caption"));
    Theme::instance().apply(caption, TextRole::Caption);
    column->addWidget(caption);
    m_regions = new QWidget;
    new FlowLayout(m_regions);
    column->addWidget(m_regions);
}

/// A chip for each region of the scenario and a menu of the others; nothing is made anew while they stay the same.
void QuestionPanel::showRegions()
{
    const std::vector<std::string> chosen = m_workspace.scenario().constraints.regions;
    if (chosen == m_regionsShown && m_regions->layout()->count() > 0)
        return;
    m_regionsShown = chosen;
    const bool had_focus = m_regions->isAncestorOf(focusWidget());
    while (QLayoutItem* item = m_regions->layout()->takeAt(0)) {
        item->widget()->hide(); // it may be the one whose click is being told
        item->widget()->deleteLater();
        delete item;
    }
    const auto choose = [this](std::vector<std::string> regions) {
        Scenario next = m_workspace.scenario();
        next.constraints.regions = std::move(regions);
        next.assumed.erase("constraints.regions");
        m_workspace.change(next, tr("change the Regions"));
    };
    for (const std::string& region : chosen) {
        auto* chip = new Chip(QString::fromStdString(region), QStringLiteral("constraint"));
        chip->setAccessibleName(tr("Region %1").arg(chip->text()));
        chip->setChecked(true);
        chip->setToolTip(chosen.size() > 1 ? tr("Press to leave it out") : tr("The only one; add another before leaving it out"));
        connect(chip, &QPushButton::clicked, this, [chip, choose, chosen, region] {
            std::vector<std::string> rest = chosen;
            std::erase(rest, region);
            rest.empty() ? chip->setChecked(true) : choose(rest);
        });
        m_regions->layout()->addWidget(chip);
    }
    std::set<std::string> others{"us-east-1"};
    for (const Price& price : m_workspace.catalog().prices)
        others.insert(price.region);
    for (const std::string& region : chosen)
        others.erase(region);
    auto* more = new Chip(tr("+ Region"), QStringLiteral("constraint"));
    more->setCheckable(false);
    more->setAccessibleName(tr("Add a Region"));
    connect(more, &QPushButton::clicked, this, [this, more, choose, chosen, others] {
        QMenu menu(this);
        for (const std::string& region : others)
            connect(menu.addAction(QString::fromStdString(region)), &QAction::triggered, this, [choose, chosen, region] {
                std::vector<std::string> regions = chosen;
                regions.push_back(region);
                choose(regions);
            });
        menu.exec(more->mapToGlobal(QPoint(0, more->height() + 2)));
    });
    m_regions->layout()->addWidget(more);
    if (had_focus)
        more->setFocus(Qt::OtherFocusReason);
}

} // namespace archway
