// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/knowledge/import_dialog.h"

#include "ui/theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>

namespace archway {

namespace {

constexpr std::size_t most_shown = 500; ///< of one kind of change: a price list has tens of thousands

QString text(const std::string& from)
{
    return QString::fromStdString(from);
}

void add_group(QTreeWidget* list, const QString& title, const std::vector<PlannedChange>& changes)
{
    if (changes.empty())
        return;
    auto* group = new QTreeWidgetItem(list, {QStringLiteral("%1  (%2)").arg(title).arg(changes.size())});
    group->setFirstColumnSpanned(true);
    group->setFont(0, Theme::instance().font(TextRole::Strong));
    for (std::size_t i = 0; i < std::min(changes.size(), most_shown); ++i) {
        auto* item = new QTreeWidgetItem(group, {text(changes[i].kind), text(changes[i].id), text(changes[i].what)});
        item->setToolTip(2, QStringLiteral("<p>%1</p>").arg(item->text(2).toHtmlEscaped()));
    }
    if (changes.size() > most_shown) {
        auto* more = new QTreeWidgetItem(group, {ImportDialog::tr("… and %1 more").arg(changes.size() - most_shown)});
        more->setFirstColumnSpanned(true);
    }
    group->setExpanded(true);
}

} // namespace

ImportDialog::ImportDialog(OwnKnowledge& own, const QStringList& files, QWidget* parent)
    : QDialog(parent)
    , m_own(own)
    , m_headline(new QLabel)
    , m_problem(new QLabel)
    , m_list(new QTreeWidget)
    , m_accept(new QPushButton(tr("Import")))
{
    setObjectName(QStringLiteral("import"));
    setWindowTitle(tr("Import knowledge"));
    QStringList names;
    for (const QString& file : files)
        names << QFileInfo(file).fileName();
    m_headline->setText(tr("Reading %1…").arg(names.join(QStringLiteral(", "))));
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setWordWrap(true);
    Theme::instance().apply(m_headline, TextRole::Strong);
    m_problem->setObjectName(QStringLiteral("error"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->hide();
    m_list->setAccessibleName(tr("What would change"));
    m_list->setHeaderLabels({tr("Kind"), tr("Which"), tr("What")});
    m_list->setUniformRowHeights(true);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setColumnWidth(0, 130);
    m_list->setColumnWidth(1, 230);
    m_list->header()->setStretchLastSection(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 14);
    column->setSpacing(10);
    column->addWidget(m_headline);
    column->addWidget(m_problem);
    column->addWidget(m_list, 1);
    auto* row = new QHBoxLayout;
    row->addStretch();
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_accept->setObjectName(QStringLiteral("primary"));
    m_accept->setDefault(true);
    m_accept->setEnabled(false);
    row->addWidget(cancel);
    row->addWidget(m_accept);
    column->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &ImportDialog::keep);
    connect(&m_reading, &QFutureWatcher<Planned>::finished, this, &ImportDialog::showPlan);
    resize(860, 560);
    std::vector<std::string> paths;
    for (const QString& file : files)
        paths.push_back(file.toStdString());
    m_reading.setFuture(
        QtConcurrent::run([places = own.places(), paths] { return std::make_shared<Result<PlannedImport>>(plan_files(places, paths)); }));
}

ImportDialog::~ImportDialog()
{
    m_reading.waitForFinished();
}

QString ImportDialog::headline() const
{
    return m_problem->isHidden() ? m_headline->text() : m_problem->text();
}

void ImportDialog::showPlan()
{
    m_planned = m_reading.result();
    if (!m_planned->ok()) {
        m_headline->setText(tr("Nothing of it can be imported, and nothing was changed."));
        m_problem->setText(text(m_planned->error().text()));
        m_problem->show();
        m_list->hide();
        Q_EMIT planned();
        return;
    }
    const PlannedImport& import = **m_planned;
    const ImportPlan& plan = import.plan;
    m_headline->setText(tr("%1: %2 added, %3 replaced, %4 withdrawn; %5 are there already.")
                            .arg(text(import.batch.title))
                            .arg(plan.added.size())
                            .arg(plan.changed.size())
                            .arg(plan.withdrawn.size())
                            .arg(plan.unchanged));
    add_group(m_list, tr("Replaced: before → after"), plan.changed);
    add_group(m_list, tr("Added"), plan.added);
    add_group(m_list, tr("Withdrawn"), plan.withdrawn);
    std::vector<PlannedChange> left_out;
    for (const ImportFile& file : import.files) {
        for (const auto& [reason, count] : file.left_out)
            left_out.push_back({std::to_string(count), file.name, reason});
    }
    add_group(m_list, tr("Left out of the file"), left_out);
    m_accept->setEnabled(!plan.empty());
    if (plan.empty())
        m_headline->setText(m_headline->text() + u' ' + tr("There is nothing to import."));
    else
        m_accept->setFocus();
    Q_EMIT planned();
}

void ImportDialog::keep()
{
    QString refused;
    const auto listening = connect(&m_own, &OwnKnowledge::failed, this, [&refused](const QString& message) { refused = message; });
    const bool kept = m_own.keep(**m_planned);
    disconnect(listening);
    if (kept)
        return accept();
    m_problem->setText(refused);
    m_problem->show();
}

} // namespace archway
