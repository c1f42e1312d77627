// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/offer_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace archway {

OfferBar::OfferBar(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("offer"));
    auto* row = new QHBoxLayout(this);
    m_text = new QLabel;
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_text, 1);
    const auto button = [this, row](const QString& text, const QString& help, void (OfferBar::*asked)()) {
        auto* made = new QPushButton(text);
        made->setToolTip(help);
        connect(made, &QPushButton::clicked, this, asked);
        row->addWidget(made);
    };
    button(tr("Restore"), tr("Go on with them here; the project's file stays as it is until you save"), &OfferBar::restoreAsked);
    button(tr("Discard"), tr("Remove them for good"), &OfferBar::discardAsked);
    button(tr("Later"), tr("Keep them, and ask again at the next start"), &OfferBar::laterAsked);
    hide();
}

void OfferBar::offer(const QString& text)
{
    m_text->setText(text);
    show();
}

} // namespace archway
