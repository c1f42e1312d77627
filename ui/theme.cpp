// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include "ui/house_style.h"
#include "ui/paint/tinted_icon.h"

#include <QApplication>
#include <QFile>
#include <QHash>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>
#include <QWidget>

#include <array>

namespace archway {

namespace {

Colours make_light()
{
    Colours c;
    c.window = QColor::fromRgb(0xf3f5f9u);
    c.panel = QColor::fromRgb(0xffffffu);
    c.card = QColor::fromRgb(0xffffffu);
    c.canvas = QColor::fromRgb(0xfbfcfeu);
    c.border = QColor::fromRgb(0xdfe4edu);
    c.grid = QColor::fromRgb(0xe6eaf1u);
    c.text = QColor::fromRgb(0x161d2bu);
    c.secondary = QColor::fromRgb(0x566176u);
    c.disabled = QColor::fromRgb(0x9aa3b2u);
    c.accent = QColor::fromRgb(0x2457d6u);
    c.accentText = QColor::fromRgb(0xffffffu);
    c.good = QColor::fromRgb(0x17713fu);
    c.goodFill = QColor::fromRgb(0xddf3e4u);
    c.caution = QColor::fromRgb(0x855500u);
    c.cautionFill = QColor::fromRgb(0xfff0cfu);
    c.bad = QColor::fromRgb(0xb3261eu);
    c.badFill = QColor::fromRgb(0xfce0deu);
    c.info = QColor::fromRgb(0x1f4fc4u);
    c.infoFill = QColor::fromRgb(0xe0e9ffu);
    c.weights = QColor::fromRgb(0x4a7fe0u);
    c.kvCache = QColor::fromRgb(0x9457c9u);
    c.activations = QColor::fromRgb(0xd98a1fu);
    c.overhead = QColor::fromRgb(0x8b95a5u);
    return c;
}

Colours make_dark()
{
    Colours c;
    c.dark = true;
    c.window = QColor::fromRgb(0x0f131au);
    c.panel = QColor::fromRgb(0x181d27u);
    c.card = QColor::fromRgb(0x1a202bu);
    c.canvas = QColor::fromRgb(0x141922u);
    c.border = QColor::fromRgb(0x2d3545u);
    c.grid = QColor::fromRgb(0x2a3140u);
    c.text = QColor::fromRgb(0xe9edf4u);
    c.secondary = QColor::fromRgb(0xa3adbeu);
    c.disabled = QColor::fromRgb(0x667085u);
    c.accent = QColor::fromRgb(0x83a8ffu);
    c.accentText = QColor::fromRgb(0x0f131au);
    c.good = QColor::fromRgb(0x6fdb9au);
    c.goodFill = QColor::fromRgb(0x14331fu);
    c.caution = QColor::fromRgb(0xf0bd5au);
    c.cautionFill = QColor::fromRgb(0x3a2c0bu);
    c.bad = QColor::fromRgb(0xff8f86u);
    c.badFill = QColor::fromRgb(0x421a17u);
    c.info = QColor::fromRgb(0x9dbbffu);
    c.infoFill = QColor::fromRgb(0x1b2b52u);
    c.weights = QColor::fromRgb(0x5b8defu);
    c.kvCache = QColor::fromRgb(0xb07be0u);
    c.activations = QColor::fromRgb(0xe5a43fu);
    c.overhead = QColor::fromRgb(0x939db0u);
    return c;
}

Colours make_print()
{
    Colours c = make_light();
    c.window = c.panel = c.card = c.canvas = QColor::fromRgb(0xffffffu);
    c.text = QColor::fromRgb(0x000000u);
    c.secondary = QColor::fromRgb(0x444a55u);
    return c;
}

/// A group of innovations or a branch of a diagram: soft fill and strong line, light and dark.
struct GroupColours {
    QRgb lightFill, lightLine, darkFill, darkLine;
};

const QHash<QString, const GroupColours*>& grouped_colours()
{
    static const GroupColours purple{0xeddcfa, 0x7b2fa8, 0x3a2650, 0xc79bef};
    static const GroupColours blue{0xd5edfb, 0x1779b8, 0x15354c, 0x79c3f2};
    static const GroupColours pink{0xfbdae5, 0xb92863, 0x4a2033, 0xf29bbd};
    static const GroupColours green{0xd8f0da, 0x2f7d3b, 0x1c3d25, 0x85d194};
    static const GroupColours amber{0xffeccb, 0xa86400, 0x43310f, 0xf0b95f};
    static const GroupColours teal{0xd3f1ef, 0x0f766e, 0x123b39, 0x71d6cd};
    static const QHash<QString, const GroupColours*> table{
        {QStringLiteral("attention"), &purple}, {QStringLiteral("mla"), &purple},         {QStringLiteral("experts"), &blue},
        {QStringLiteral("moe"), &blue},         {QStringLiteral("normalisation"), &pink}, {QStringLiteral("advanced-normalization"), &pink},
        {QStringLiteral("memory"), &green},     {QStringLiteral("swa"), &green},          {QStringLiteral("serving"), &amber},
        {QStringLiteral("gqa"), &amber},        {QStringLiteral("constraint"), &amber},   {QStringLiteral("aws"), &teal}};
    return table;
}

const GroupColours& group_colours(const QString& group)
{
    static const GroupColours neutral{0xffffff, 0x7d889b, 0x202836, 0x8d98ab};
    const QHash<QString, const GroupColours*>& table = grouped_colours();
    const auto found = table.find(group);
    return found == table.end() ? neutral : **found;
}

QPalette palette_of(const Colours& c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.card);
    p.setColor(QPalette::AlternateBase, c.window);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, c.secondary);
    p.setColor(QPalette::Button, c.panel);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.bad);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.accentText);
    p.setColor(QPalette::Link, c.info);
    p.setColor(QPalette::LinkVisited, c.info);
    p.setColor(QPalette::ToolTipBase, c.panel);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::Mid, c.border);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.disabled);
    return p;
}

QString style_sheet(const Colours& c)
{
    QString sheet = QStringLiteral(R"(
QMainWindow, QWidget#page { background: @window; }
QWidget#panel, QWidget#headline, QMenuBar, QStatusBar, QToolBar { background: @panel; }
QMenuBar { border-bottom: 1px solid @border; padding: 2px 6px; }
QMenuBar::item { padding: 4px 8px; background: transparent; }
QMenuBar::item:selected { background: @infoFill; border-radius: 4px; }
QMenu { background: @panel; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @infoFill; color: @text; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QToolBar { border: none; border-bottom: 1px solid @border; padding: 7px 10px; spacing: 6px; }
QToolBar QToolButton, QPushButton { background: @panel; border: 1px solid @border; border-radius: 6px; padding: 5px 11px; color: @text; }
QToolBar QToolButton:hover, QPushButton:hover { border-color: @accent; }
QPushButton[toggle="true"]:checked { background: @infoFill; border-color: @info; }
QToolBar QToolButton:disabled, QPushButton:disabled { color: @disabled; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 4px 10px; }
QPushButton, QCheckBox, QRadioButton { outline: none; }
QPushButton[menu="true"] { padding-right: 26px; }
QPushButton::menu-indicator { image: url(:/icons/chevron-@appearance.svg); width: 12px; height: 12px; subcontrol-origin: padding; subcontrol-position: center right; right: 8px; }
QToolBar QToolButton:focus { border: 2px solid @accent; padding: 4px 10px; }
QPushButton#primary, QToolButton#primary { background: @accent; color: @accentText; border-color: @accent; }
QPushButton#primary:hover, QToolButton#primary:hover { background: @info; }
QPushButton#primary:focus, QToolButton#primary:focus { border: 2px solid @text; }
QPushButton#finder { background: @window; color: @secondary; text-align: left; padding: 5px 70px 5px 11px; }
QPushButton#finder:hover { border-color: @accent; }
QPushButton#link { border: none; background: transparent; color: @info; padding: 1px 0; text-align: left; }
QPushButton#link:hover, QPushButton#link:focus { text-decoration: underline; }
QPushButton#link:focus { border: none; border-bottom: 2px solid @accent; }
QCheckBox, QRadioButton { color: @text; spacing: 6px; padding: 2px 4px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @secondary; border-radius: 4px; background: @card; }
QCheckBox::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/check-@appearance.svg); }
QCheckBox:disabled { color: @disabled; }
QFrame#card, QFrame#tile { background: @card; border: 1px solid @border; border-radius: 9px; }
QFrame#rule { background: @border; max-height: 1px; min-height: 1px; border: none; }
QLabel { background: transparent; }
QLabel#caption { color: @secondary; }
QLabel[assumed="true"] { color: @secondary; }
QLabel#error, QLabel[verdict="bad"] { color: @bad; }
QLabel[verdict="good"] { color: @good; }
QLabel#section { color: @secondary; font-weight: bold; }
QLineEdit, QComboBox, QPlainTextEdit { background: @card; border: 1px solid @border; border-radius: 6px; padding: 4px 8px; color: @text; selection-background-color: @accent; }
QLineEdit:focus, QComboBox:focus { border-color: @accent; }
QLineEdit[assumed="true"] { color: @secondary; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/chevron-@appearance.svg); width: 12px; height: 12px; margin-right: 8px; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @border; selection-background-color: @infoFill; selection-color: @text; }
QSlider::groove:horizontal { height: 4px; background: @grid; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @panel; border: 2px solid @accent; width: 10px; height: 10px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:focus { background: @accent; }
QTabBar { background: @panel; border: none; }
QTabBar::tab { background: transparent; color: @secondary; padding: 10px 14px; border: none; border-bottom: 2px solid transparent; }
QTabBar[narrow="true"]::tab { padding: 10px 6px; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar:focus { background: @panel; }
QTabBar::tab:selected:focus { color: @accent; border-bottom: 3px solid @accent; }
QTabBar QToolButton { background: @panel; border: 1px solid @border; border-radius: 4px; padding: 0; }
QScrollArea, QGraphicsView, QTextBrowser { border: none; background: transparent; }
QTextBrowser { color: @text; selection-background-color: @accent; }
QTableView, QTreeView, QListView { background: @card; alternate-background-color: @window; border: 1px solid @border; border-radius: 6px; gridline-color: @border; color: @text; selection-background-color: @infoFill; selection-color: @text; }
QHeaderView { background: @panel; border: none; }
QHeaderView::section { background: @panel; color: @secondary; border: none; border-bottom: 1px solid @border; padding: 6px 8px; font-weight: bold; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::handle { background: @border; border-radius: 4px; min-height: 30px; min-width: 30px; margin: 2px; }
QScrollBar::handle:hover { background: @disabled; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none; width: 0; height: 0; }
QSplitter::handle { background: @border; }
QWidget#page QSplitter::handle { background: transparent; }
QTreeView { padding: 4px; }
QTreeView::item { padding: 2px 0; }
QStatusBar { border-top: 1px solid @border; color: @secondary; }
QStatusBar QLabel { color: @secondary; padding: 0 8px; }
QStatusBar::item { border: none; }
QToolTip { background: @panel; color: @text; border: 1px solid @border; padding: 4px; }
QFrame#message { background: @badFill; border: none; border-bottom: 1px solid @bad; }
QFrame#message QLabel { color: @bad; }
QFrame#caution { background: @cautionFill; border: 1px solid @caution; border-radius: 9px; }
QLabel#cautionText { color: @caution; }
QFrame#palette { background: @panel; border: 1px solid @accent; border-radius: 10px; }
QLineEdit#paletteEdit { padding: 8px 10px; }
QListView#paletteList { border: none; background: @panel; }
QFrame#offer { background: @infoFill; border: none; border-bottom: 1px solid @info; }
QTextBrowser#sheet { background: @card; border: 1px solid @border; border-radius: 9px; }
QTreeView#facets { background: @card; border: 1px solid @border; border-radius: 6px; padding: 6px; }
QFrame#press { background: @card; border: 1px solid @border; border-radius: 9px; }
QFrame#press[dashed="true"] { border: 1px dashed @secondary; }
QFrame#press:hover { border-color: @accent; }
QFrame#press:focus { border: 2px solid @accent; }
QFrame#press[dashed="true"]:focus { border: 2px dashed @accent; }
QFrame#figure { border: none; border-right: 1px solid @border; }
QFrame#figure[last="true"] { border: none; }
QFrame#figure:focus { background: @infoFill; border: 2px solid @accent; }
archway--Chip { background: @panel; color: @secondary; border: 1px solid @border; border-radius: 10px; padding: 3px 9px; min-height: 15px; }
archway--Chip:checked { color: @text; }
archway--Chip:checked:disabled { color: @secondary; }
archway--Chip:disabled:!checked { color: @disabled; }
)");
    const std::array<std::pair<const char*, QColor>, 18> names{{{"@window", c.window},
                                                                {"@panel", c.panel},
                                                                {"@card", c.card},
                                                                {"@border", c.border},
                                                                {"@grid", c.grid},
                                                                {"@text", c.text},
                                                                {"@secondary", c.secondary},
                                                                {"@disabled", c.disabled},
                                                                {"@accentText", c.accentText},
                                                                {"@accent", c.accent},
                                                                {"@infoFill", c.infoFill},
                                                                {"@info", c.info},
                                                                {"@cautionFill", c.cautionFill},
                                                                {"@caution", c.caution},
                                                                {"@badFill", c.badFill},
                                                                {"@bad", c.bad},
                                                                {"@good", c.good},
                                                                {"@canvas", c.canvas}}};
    for (const auto& [name, colour] : names)
        sheet.replace(QLatin1String(name), colour.name());
    for (auto group = grouped_colours().constBegin(); group != grouped_colours().constEnd(); ++group)
        sheet += QStringLiteral("archway--Chip[group=\"%1\"]:checked { background: %2; border-color: %3; }\n")
                     .arg(group.key(), c.groupFill(group.key()).name(), c.groupLine(group.key()).name());
    sheet += QStringLiteral("archway--Chip:focus { border: 1px solid %1; padding: 3px 9px; }\n").arg(c.accent.name());
    sheet.replace(QLatin1String("@appearance"), c.dark ? QStringLiteral("dark") : QStringLiteral("light"));
    return sheet;
}

/// The text of an SVG of resources/icons; empty where there is none of that name.
QByteArray icon_text(const QString& name)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QColor Colours::series(int index) const
{
    // Okabe and Ito's set, darkened or lightened to 3:1 on the card; blue, orange, green, purple, vermilion, sky.
    static constexpr std::array<QRgb, 6> light_set{0x1f6fd0, 0xb26a00, 0x1a8a5a, 0x8e44ad, 0xc8472b, 0x2b8cb0};
    static constexpr std::array<QRgb, 6> dark_set{0x6ea8ff, 0xf0b04a, 0x5fd39b, 0xc58bea, 0xff8d73, 0x7fd0ef};
    const auto at = static_cast<std::size_t>(index) % light_set.size();
    return QColor(dark ? dark_set[at] : light_set[at]);
}

QColor Colours::groupFill(const QString& group) const
{
    return QColor(dark ? group_colours(group).darkFill : group_colours(group).lightFill);
}

QColor Colours::groupLine(const QString& group) const
{
    return QColor(dark ? group_colours(group).darkLine : group_colours(group).lightLine);
}

struct Theme::Impl {
    QApplication* application = nullptr;
    Appearance appearance = Appearance::System;
    bool dark = false;
};

Theme::Theme()
    : m_impl(new Impl)
{
}

Theme& Theme::instance()
{
    static Theme theme;
    return theme;
}

const Colours& Theme::light()
{
    static const Colours colours = make_light();
    return colours;
}

const Colours& Theme::dark()
{
    static const Colours colours = make_dark();
    return colours;
}

const Colours& Theme::print()
{
    static const Colours colours = make_print();
    return colours;
}

void Theme::install(QApplication& application, Appearance appearance)
{
    prepare(application, appearance);
    dress();
}

void Theme::prepare(QApplication& application, Appearance appearance)
{
    m_impl->application = &application;
    QApplication::setStyle(new HouseStyle);
    // The system's own palette, before ours covers it, says whether the desktop is dark.
    const QPalette system = QApplication::palette();
    m_impl->dark = system.color(QPalette::WindowText).lightness() > system.color(QPalette::Window).lightness();
    m_impl->appearance = appearance;
    QApplication::setPalette(palette_of(colours()));
}

void Theme::dress()
{
    if (m_impl->application)
        m_impl->application->setStyleSheet(style_sheet(colours()));
}

void Theme::setAppearance(Appearance appearance)
{
    m_impl->appearance = appearance;
    QApplication::setPalette(palette_of(colours()));
    dress();
    Q_EMIT changed();
}

Appearance Theme::appearance() const
{
    return m_impl->appearance;
}

const Colours& Theme::colours() const
{
    const bool wants_dark = m_impl->appearance == Appearance::Dark || (m_impl->appearance == Appearance::System && m_impl->dark);
    return wants_dark ? dark() : light();
}

QFont Theme::font(TextRole role) const
{
    QFont font = QApplication::font();
    const qreal base = font.pointSizeF() > 0 ? font.pointSizeF() : 9;
    switch (role) {
    case TextRole::Caption: font.setPointSizeF(base * 0.88); break;
    case TextRole::Section:
        font.setPointSizeF(base * 0.88);
        font.setBold(true);
        break;
    case TextRole::Label:
    case TextRole::Body: break;
    case TextRole::Strong: font.setBold(true); break;
    case TextRole::Title:
        font.setPointSizeF(base * 1.2);
        font.setBold(true);
        break;
    case TextRole::Headline:
        font.setPointSizeF(base * 1.45);
        font.setBold(true);
        break;
    case TextRole::Mono:
        font.setFamily(QStringLiteral("DejaVu Sans Mono"));
        font.setPointSizeF(base * 0.92);
        break;
    case TextRole::Present: font.setPointSizeF(base * 1.6); break;
    }
    return font;
}

void Theme::apply(QWidget* widget, TextRole role)
{
    widget->setFont(font(role));
    connect(this, &Theme::changed, widget, [this, widget, role] { widget->setFont(font(role)); });
}

QIcon Theme::icon(const QString& name) const
{
    return tinted_icon(icon_text(name), [this](QIcon::Mode mode) { return mode == QIcon::Disabled ? colours().disabled : colours().text; });
}

QIcon Theme::icon(const QString& name, const QColor& colour) const
{
    return tinted_icon(icon_text(name), [this, colour](QIcon::Mode mode) { return mode == QIcon::Disabled ? colours().disabled : colour; });
}

} // namespace archway
