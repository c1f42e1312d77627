// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette.h"

#include "ui/palette/palette_delegate.h"
#include "ui/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QPointer>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace archway {

namespace {

constexpr int most_shown = 40;
constexpr int rows_in_view = 11;

} // namespace

Palette::Palette(Workspace& workspace, QMenuBar& menus, std::function<void(const QString& path)> focus, QWidget* window)
    : QFrame(window)
    , m_workspace(workspace)
    , m_menus(menus)
    , m_focus(std::move(focus))
    , m_edit(new QLineEdit)
    , m_list(new QListView)
    , m_empty(new QLabel(tr("Nothing is called that.")))
    , m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("palette"));
    setAttribute(Qt::WA_StyledBackground);
    m_edit->setPlaceholderText(tr("Find an action, input, model, service, formula, claim …   \"users 200\" sets a value"));
    m_edit->setAccessibleName(tr("Find anything"));
    m_edit->setObjectName(QStringLiteral("paletteEdit"));
    m_list->setAccessibleName(tr("Found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_empty->setObjectName(QStringLiteral("caption"));
    m_empty->setContentsMargins(8, 4, 8, 6);
    Theme::instance().apply(m_edit, TextRole::Label);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_edit);
    column->addWidget(m_empty);
    column->addWidget(m_list);
    hide();
    connect(m_edit, &QLineEdit::textChanged, this, &Palette::refresh);
    connect(&m_workspace, &Workspace::catalogChanged, this, [this] { m_knowledge.clear(); });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        m_list->setCurrentIndex(index);
        runCurrent();
    });
    m_edit->installEventFilter(this);
    window->installEventFilter(this);
}

void Palette::open(const QString& typed)
{
    if (m_knowledge.isEmpty())
        m_knowledge = knowledge_items(m_workspace);
    m_actions = action_items(m_menus.actions());
    if (!isVisible())
        m_before = QApplication::focusWidget();
    const QSignalBlocker blocker(m_edit);
    m_edit->setText(typed);
    m_edit->selectAll();
    refresh();
    show();
    raise();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

QStringList Palette::offered() const
{
    QStringList texts;
    for (const PaletteItem& item : m_shown)
        texts << item.text;
    return texts;
}

void Palette::refresh()
{
    const QString typed = m_edit->text().simplified();
    QList<PaletteItem> all = m_actions + input_items(m_workspace, typed, m_focus);
    if (!typed.isEmpty())
        all += m_knowledge + beyond_items(m_workspace, typed);
    m_shown = best_items(all, typed, most_shown);
    m_model->clear();
    for (const PaletteItem& item : m_shown) {
        auto* row = new QStandardItem(item.text);
        row->setData(item.kind, PaletteDelegate::kind_role);
        row->setData(excerpt_of(item, typed), PaletteDelegate::excerpt_role);
        row->setData(item.shortcut, PaletteDelegate::shortcut_role);
        row->setData(QStringList{item.text, item.kind, item.shortcut}.join(QStringLiteral(", ")), Qt::AccessibleTextRole);
        m_model->appendRow(row);
    }
    m_empty->setVisible(m_shown.isEmpty());
    m_list->setVisible(!m_shown.isEmpty());
    m_list->setCurrentIndex(m_model->index(0, 0));
    place();
}

void Palette::place()
{
    const QWidget* window = parentWidget();
    const int width = std::min(680, window->width() - 40);
    const int row = m_shown.isEmpty() ? 0 : std::max(1, m_list->sizeHintForRow(0));
    m_list->setFixedHeight(row * std::min<int>(rows_in_view, static_cast<int>(m_shown.size())) + 4);
    ensurePolished();
    layout()->activate();
    setGeometry((window->width() - width) / 2, std::min(84, window->height() / 10), width,
                layout()->heightForWidth(width) > 0 ? layout()->heightForWidth(width) : layout()->sizeHint().height());
}

void Palette::step(int by)
{
    const int rows = m_model->rowCount();
    if (rows > 0)
        m_list->setCurrentIndex(m_model->index((m_list->currentIndex().row() + by % rows + rows) % rows, 0));
}

void Palette::runCurrent()
{
    const int row = m_list->currentIndex().row();
    if (row < 0 || row >= m_shown.size())
        return;
    const PaletteItem item = m_shown[row];
    hide();
    if (m_before && m_before->isVisible())
        m_before->setFocus(Qt::OtherFocusReason);
    item.run();
}

bool Palette::eventFilter(QObject* object, QEvent* event)
{
    if (object == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (object != m_edit)
        return QFrame::eventFilter(object, event);
    if (event->type() == QEvent::FocusOut && static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason
        && static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) {
        hide();
    } else if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Down: step(1); return true;
        case Qt::Key_Up: step(-1); return true;
        case Qt::Key_PageDown: step(std::min(rows_in_view, m_model->rowCount() - 1 - m_list->currentIndex().row())); return true;
        case Qt::Key_PageUp: step(-std::min(rows_in_view, m_list->currentIndex().row())); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: runCurrent(); return true;
        case Qt::Key_Escape:
            hide();
            if (m_before && m_before->isVisible())
                m_before->setFocus(Qt::OtherFocusReason);
            return true;
        default: break;
        }
    }
    return QFrame::eventFilter(object, event);
}

} // namespace archway
