// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/services/candidate_tile.h"

#include "ui/theme.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/wrapped_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace archway {

CandidateTile::CandidateTile(QWidget* parent)
    : QFrame(parent)
    , m_name(new WrappedLabel(Qt::PlainText))
    , m_verdict(new Pill)
    , m_text(new WrappedLabel(Qt::PlainText))
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
        m_verdict->show(tr("✕ refused"), c.bad, c.badFill);
        words = QString::fromStdString(candidate.rejected_because);
        if (!candidate.nearest_fix.empty())
            words += tr(". Nearest fix: %1").arg(QString::fromStdString(candidate.nearest_fix));
    } else {
        m_verdict->show(candidate.too_close_to_call ? tr("≈ close call") : tr("viable"), c.caution, c.cautionFill);
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
