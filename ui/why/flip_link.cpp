// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/why/flip_link.h"

#include "ui/question/input_row.h"

#include <QCoreApplication>

namespace archway {

namespace {

const QString scheme = QStringLiteral("why:flip/");
constexpr int exact = 17; ///< digits that give a number back as it was: a flip lies between two that differ little

QString words(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

QString flip_html(const NumericInput& input, const Flip& flip, const QString& to, const Colours& colours)
{
    const QString link = scheme + QString::fromStdString(flip.input) + u'/' + QString::number(flip.at, 'g', exact);
    return QStringLiteral("%1 %2 <a href='%3' style='color:%4; text-decoration:none'><b>%5</b></a> → %6")
        .arg(words(input.label).toLower().toHtmlEscaped(), flip.at > flip.now ? QStringLiteral("≥") : QStringLiteral("≤"),
             link.toHtmlEscaped(), colours.info.name(), input_text(input, flip.at).toHtmlEscaped(), to.toHtmlEscaped());
}

bool follow_flip(Workspace& workspace, const QString& link)
{
    if (!link.startsWith(scheme))
        return false;
    const NumericInput* input = numeric_input(link.mid(scheme.size()).section(u'/', 0, 0).toStdString());
    bool number = false;
    const double at = link.section(u'/', -1).toDouble(&number);
    Scenario next = workspace.scenario();
    if (input && number && set_number(next, input->path, at))
        workspace.change(next, QCoreApplication::translate("Flip", "change %1 to where the choice flips").arg(words(input->label)));
    return true;
}

} // namespace archway
