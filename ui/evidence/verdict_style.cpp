// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evidence/verdict_style.h"

#include <QCoreApplication>

namespace archway {

QString verdict_text(ClaimVerdict verdict)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Verdict", text); };
    switch (verdict) {
    case ClaimVerdict::Holds: return tr("✓ holds");
    case ClaimVerdict::HoldsWhen: return tr("◐ holds when");
    case ClaimVerdict::Imprecise: return tr("≈ imprecise");
    case ClaimVerdict::Contradicted: return tr("✕ contradicted");
    case ClaimVerdict::Unsupported: return tr("? unsupported");
    case ClaimVerdict::NotCheckable: return tr("– not checkable");
    }
    return {};
}

QColor verdict_colour(ClaimVerdict verdict, const Colours& c)
{
    switch (verdict) {
    case ClaimVerdict::Holds: return c.good;
    case ClaimVerdict::HoldsWhen: return c.info;
    case ClaimVerdict::Imprecise: return c.caution;
    case ClaimVerdict::Contradicted: return c.bad;
    case ClaimVerdict::Unsupported:
    case ClaimVerdict::NotCheckable: return c.secondary;
    }
    return c.secondary;
}

QColor verdict_fill(ClaimVerdict verdict, const Colours& c)
{
    switch (verdict) {
    case ClaimVerdict::Holds: return c.goodFill;
    case ClaimVerdict::HoldsWhen: return c.infoFill;
    case ClaimVerdict::Imprecise: return c.cautionFill;
    case ClaimVerdict::Contradicted: return c.badFill;
    case ClaimVerdict::Unsupported: return c.window;
    case ClaimVerdict::NotCheckable: return Qt::transparent;
    }
    return Qt::transparent;
}

} // namespace archway
