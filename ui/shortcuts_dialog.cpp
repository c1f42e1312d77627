// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcuts_dialog.h"

#include "ui/theme.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QMenuBar>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace archway {

namespace {

struct Keys {
    QString what, keys;
};

QString table(const QString& title, const QList<Keys>& rows)
{
    const Colours& c = Theme::instance().colours();
    QString html = QStringLiteral("<p style='color:%1; margin:12px 0 3px 0'><b>%2</b></p><table width='100%' cellpadding='2'>")
                       .arg(c.secondary.name(), title.toUpper().toHtmlEscaped());
    for (const Keys& row : rows)
        html += QStringLiteral("<tr><td>%1</td><td align='right'><b>%2</b></td></tr>")
                    .arg(row.what.toHtmlEscaped(), row.keys.toHtmlEscaped());
    return html + QStringLiteral("</table>");
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const QMenuBar& menus, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(760, 560);
    QString html[2];
    int side = 0;
    for (const QAction* menu : menus.actions()) {
        QList<Keys> rows;
        for (const QAction* action : menu->menu()->actions())
            if (!action->shortcut().isEmpty())
                rows.append(
                    {action->text().remove(u'&').remove(QStringLiteral("…")), action->shortcut().toString(QKeySequence::NativeText)});
        if (!rows.isEmpty())
            html[side] += table(menu->text().remove(u'&'), rows);
        side = html[0].size() > html[1].size() ? 1 : 0;
    }
    html[1] += table(tr("Everywhere"),
                     {{tr("Next and previous control"), tr("Tab, Shift+Tab")},
                      {tr("Press a card, a figure, a switch"), tr("Enter, Space")},
                      {tr("Change a slider"), tr("arrow keys, Page Up, Page Down")},
                      {tr("Walk the relations of a diagram"), tr("arrow keys")},
                      {tr("Dismiss a message"), tr("Esc")}});
    html[1] += table(tr("While presenting"),
                     {{tr("Next and previous step"), tr("→ ←, Page Down, Page Up")},
                      {tr("First and last step"), tr("Home, End")},
                      {tr("Spotlight"), tr("S")},
                      {tr("Keep this in the decision log"), tr("L")},
                      {tr("End"), tr("Esc, F5")}});
    auto* column = new QVBoxLayout(this);
    auto* row = new QHBoxLayout;
    for (const QString& text : html) {
        auto* view = new QTextBrowser;
        view->setOpenLinks(false);
        view->setAccessibleName(tr("Keyboard shortcuts"));
        view->setHtml(text);
        row->addWidget(view);
    }
    column->addLayout(row);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
}

} // namespace archway
