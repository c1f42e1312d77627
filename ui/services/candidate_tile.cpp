// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/services/candidate_tile.h"

#include "ui/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace archway {

void set_badge(QLabel* label, const QString& text, const QColor& colour, const QColor& fill)
{
    const QString key = text + colour.name() + fill.name() + QString::number(QApplication::font().pointSizeF());
    label->setVisible(!text.isEmpty());
    if (label->property("badge").toString() == key)
        return;
    label->setProperty("badge", key);
    label->setText(text);
    label->setFont(Theme::instance().font(TextRole::Caption));
    label->setStyleSheet(
        QStringLiteral("color: %1; background: %2; border: none; border-radius: 7px; padding: 1px 7px;").arg(colour.name(), fill.name()));
}

CandidateTile::CandidateTile(QWidget* parent)
    : QFrame(parent)
    , m_name(new QLabel)
    , m_verdict(new QLabel)
    , m_text(new QLabel)
{
    setObjectName(QStringLiteral("tile"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 7, 10, 8);
    column->setSpacing(3);
    auto* line = new QHBoxLayout;
    line->addWidget(m_name, 1);
    line->addWidget(m_verdict, 0, Qt::AlignTop);
    column->addLayout(line);
    column->addWidget(m_text);
    column->addStretch();
    Theme::instance().apply(m_name, TextRole::Strong);
    m_text->setObjectName(QStringLiteral("caption"));
    Theme::instance().apply(m_text, TextRole::Caption);
    m_text->setWordWrap(true);
    // Narrow windows wrap the text; they never push the card out of view.
    m_text->setMinimumWidth(1);
    m_name->setMinimumWidth(1);
    m_name->setWordWrap(true);
    for (QLabel* label : {m_name, m_verdict, m_text})
        label->setTextFormat(Qt::PlainText);
}

void CandidateTile::show(const Candidate& candidate)
{
    const Colours& c = Theme::instance().colours();
    m_id = QString::fromStdString(candidate.id);
    QString name = QString::fromStdString(candidate.name);
    name.remove(QStringLiteral("Amazon EC2 "));
    m_name->setText(name);
    QString words;
    if (candidate.verdict == Verdict::Rejected) {
        set_badge(m_verdict, tr("✕ refused"), c.bad, c.badFill);
        words = QString::fromStdString(candidate.rejected_because);
        if (!candidate.nearest_fix.empty())
            words += tr(". Nearest fix: %1").arg(QString::fromStdString(candidate.nearest_fix));
    } else {
        set_badge(m_verdict, candidate.too_close_to_call ? tr("≈ close call") : tr("viable"), c.caution, c.cautionFill);
        words = candidate.use_when.empty() && !candidate.reasons.empty() ? QString::fromStdString(candidate.reasons.front().text)
                                                                         : QString::fromStdString(candidate.use_when);
    }
    m_text->setText(words);
    setAccessibleName(name + QStringLiteral(", ") + m_verdict->text() + QStringLiteral(": ") + words);
}

void CandidateTile::mouseReleaseEvent(QMouseEvent* event)
{
    QFrame::mouseReleaseEvent(event);
    Q_EMIT clicked(m_id);
}

void CandidateTile::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space)
        Q_EMIT clicked(m_id);
    else
        QFrame::keyPressEvent(event);
}

} // namespace archway
