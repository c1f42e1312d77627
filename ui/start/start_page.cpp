// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/start_page.h"

#include "ui/recent_files.h"
#include "ui/theme.h"
#include "ui/widgets/column_layout.h"
#include "ui/widgets/press_card.h"

#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace archway {

namespace {

QLabel* text_label(const QString& text, TextRole role, const char* name = nullptr)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (name)
        label->setObjectName(QLatin1String(name));
    Theme::instance().apply(label, role);
    return label;
}

} // namespace

StartPage::StartPage(Workspace& workspace, QWidget* parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Start"));
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("page"));
    content->setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(28, 26, 28, 24);
    column->setSpacing(8);
    column->addWidget(text_label(tr("What is to be decided?"), TextRole::Headline));
    column->addWidget(text_label(
        tr("Choose a model or switch innovations on at the left: services, figures, pictures and the brief follow at once. Or begin "
           "from one of these."),
        TextRole::Body, "caption"));
    column->addSpacing(6);
    auto* ways = new QWidget;
    auto* ways_row = new ColumnLayout(ways, 190, 4);
    const auto way = [&](const QString& title, const QString& below, void (StartPage::*asked)()) {
        auto* card = new PressCard;
        card->setTexts({}, title, below);
        connect(card, &PressCard::pressed, this, asked);
        ways_row->addWidget(card);
    };
    way(tr("Choose a model"), tr("from the %1 of the knowledge base").arg(workspace.catalog().models.size()), &StartPage::modelAsked);
    way(tr("Import a config.json"), tr("of Hugging Face: read here, dropped or pasted"), &StartPage::importAsked);
    way(tr("Describe a model"), tr("by its parameters, layers, heads, experts"), &StartPage::describeAsked);
    way(tr("Open a project"), tr("an .archway file, or drop it on the window"), &StartPage::openAsked);
    column->addWidget(ways);

    m_recent = new QWidget;
    m_recentList = new QVBoxLayout(m_recent);
    m_recentList->setContentsMargins(0, 14, 0, 0);
    m_recentList->setSpacing(2);
    column->addWidget(m_recent);

    column->addSpacing(14);
    column->addWidget(text_label(tr("Worked examples").toUpper(), TextRole::Section, "section"));
    auto* cards = new QWidget;
    auto* grid = new ColumnLayout(cards, 230, 3);
    for (const Example& example : examples(workspace.catalog())) {
        auto* card = new PressCard;
        card->setTexts(example.task.toUpper(), example.title, example.details);
        connect(card, &PressCard::pressed, this, [this, example] { Q_EMIT exampleAsked(example); });
        grid->addWidget(card);
    }
    column->addWidget(cards);
    column->addStretch();
    setWidget(content);
}

void StartPage::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    fillRecent();
}

void StartPage::fillRecent()
{
    while (QLayoutItem* item = m_recentList->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const QStringList files = recent_files();
    m_recent->setVisible(!files.isEmpty());
    if (files.isEmpty())
        return;
    m_recentList->addWidget(text_label(tr("Recent projects").toUpper(), TextRole::Section, "section"));
    for (const QString& path : files.mid(0, 5)) {
        const QFileInfo file(path);
        QString folder = file.absolutePath();
        if (const QString home = QDir::homePath(); folder == home || folder.startsWith(home + u'/'))
            folder.replace(0, home.size(), u'~');
        auto* button = new QPushButton(QStringLiteral("%1  —  %2").arg(file.fileName(), folder).replace(u'&', QStringLiteral("&&")));
        button->setObjectName(QStringLiteral("link"));
        button->setCursor(Qt::PointingHandCursor);
        button->setToolTip(path.toHtmlEscaped());
        button->setMinimumWidth(1);
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT fileAsked(path); });
        m_recentList->addWidget(button, 0, Qt::AlignLeft);
    }
}

} // namespace archway
