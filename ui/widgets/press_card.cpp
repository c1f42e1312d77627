// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/press_card.h"

#include "ui/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QStyle>
#include <QVBoxLayout>

namespace archway {

PressCard::PressCard(QWidget* parent)
    : QFrame(parent)
    , m_mark(new QLabel)
    , m_title(new QLabel)
    , m_below(new QLabel)
{
    setObjectName(QStringLiteral("press"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 9, 12, 10);
    column->setSpacing(3);
    m_mark->setObjectName(QStringLiteral("section"));
    m_below->setObjectName(QStringLiteral("caption"));
    Theme::instance().apply(m_mark, TextRole::Section);
    Theme::instance().apply(m_title, TextRole::Strong);
    Theme::instance().apply(m_below, TextRole::Caption);
    for (QLabel* label : {m_mark, m_title, m_below}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setMinimumWidth(1);
        column->addWidget(label);
    }
    column->addStretch();
}

void PressCard::setTexts(const QString& mark, const QString& title, const QString& below)
{
    for (const auto& [label, text] : {std::pair(m_mark, mark), {m_title, title}, {m_below, below}}) {
        label->setText(text);
        label->setVisible(!text.isEmpty());
    }
    QStringList name{title};
    for (const QString& more : {mark, below})
        if (!more.isEmpty())
            name << more;
    setAccessibleName(name.join(QStringLiteral(", ")));
}

void PressCard::setDashed(bool dashed)
{
    setProperty("dashed", dashed); // the sheet of the theme draws it
    style()->unpolish(this);
    style()->polish(this);
}

void PressCard::mousePressEvent(QMouseEvent* event)
{
    event->accept(); // or its release goes elsewhere
}

void PressCard::mouseReleaseEvent(QMouseEvent* event)
{
    event->accept();
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT pressed();
}

void PressCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        Q_EMIT pressed();
    else
        QFrame::keyPressEvent(event);
}

} // namespace archway
