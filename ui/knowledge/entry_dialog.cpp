// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/knowledge/entry_dialog.h"

#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFontMetrics>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace archway {

namespace {

constexpr int form_width = 470;
constexpr int highest = 800; ///< a dialog begins no higher; what is longer is scrolled
const QString no_source = QStringLiteral("\x01none");
const QString new_source = QStringLiteral("\x01new");

/// The height a layout wants at a width; wrapped lines have one only where some are shown.
int height_at(const QLayout& layout, int width)
{
    return layout.hasHeightForWidth() ? layout.totalHeightForWidth(width) : layout.totalSizeHint().height();
}

QLabel* problem_label()
{
    auto* label = new QLabel;
    label->setObjectName(QStringLiteral("error"));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    Theme::instance().apply(label, TextRole::Caption);
    label->hide();
    return label;
}

} // namespace

EntryDialog::EntryDialog(const QString& title, const QString& keep, QWidget* parent)
    : QDialog(parent)
    , m_inside(new QWidget)
    , m_form(new QGridLayout)
    , m_beside(new QVBoxLayout)
    , m_introduction(new QLabel)
    , m_problem(problem_label())
    , m_keep(new QPushButton(keep))
{
    setWindowTitle(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* row = new QHBoxLayout(m_inside);
    row->setContentsMargins(20, 18, 20, 12);
    row->setSpacing(20);
    auto* left = new QVBoxLayout;
    m_introduction->setTextFormat(Qt::PlainText);
    m_introduction->setWordWrap(true);
    m_introduction->setObjectName(QStringLiteral("caption"));
    m_introduction->hide();
    left->addWidget(m_introduction);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(6);
    m_form->setColumnStretch(1, 1);
    m_form->setColumnMinimumWidth(1, 330);
    left->addLayout(m_form);
    left->addStretch(1);
    row->addLayout(left, 1);
    row->addLayout(m_beside);
    // A large font or a small screen must not push the buttons out of sight.
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_inside);
    column->addWidget(scroll, 1);
    auto* rule = new QFrame;
    rule->setObjectName(QStringLiteral("rule"));
    column->addWidget(rule);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(20, 10, 20, 12);
    buttons->setSpacing(8);
    buttons->addWidget(m_problem, 1);
    buttons->addStretch();
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_keep->setObjectName(QStringLiteral("primary"));
    m_keep->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(m_keep);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_keep, &QPushButton::clicked, this, &EntryDialog::press);
}

QString EntryDialog::said(const QString& field) const
{
    const QLabel* label = field.isEmpty() ? m_problem : m_fields.value(field).problem;
    return label && !label->isHidden() ? label->text() : QString();
}

void EntryDialog::setIntroduction(const QString& text)
{
    m_introduction->setText(text);
    m_introduction->show();
}

void EntryDialog::setBeside(QWidget* widget)
{
    m_beside->addWidget(widget);
    m_beside->addStretch(1);
}

void EntryDialog::enter(const char* name, QWidget* widget, QLabel* problem)
{
    m_fields.insert(QLatin1String(name), {widget, problem, false});
}

void EntryDialog::addRow(const char* name, const QString& label, QWidget* widget)
{
    const int row = m_form->rowCount();
    auto* before = new QLabel(label);
    before->setBuddy(widget);
    widget->setAccessibleName(QString(label).remove(u'&'));
    m_lastRow = new QWidget;
    auto* line = new QHBoxLayout(m_lastRow);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(widget, 1);
    m_lastProblem = problem_label();
    m_form->addWidget(before, row, 0, Qt::AlignTop | Qt::AlignLeft);
    before->setContentsMargins(0, 6, 0, 0);
    m_form->addWidget(m_lastRow, row, 1);
    m_form->addWidget(m_lastProblem, row + 1, 1);
    enter(name, widget, m_lastProblem);
}

QLineEdit* EntryDialog::addLine(const char* name, const QString& label, const QString& text, const QString& example)
{
    auto* edit = new QLineEdit(text);
    edit->setPlaceholderText(example);
    edit->setCursorPosition(0);
    addRow(name, label, edit);
    connect(edit, &QLineEdit::textChanged, this, [this, key = QString::fromLatin1(name)] { touch(key); });
    return edit;
}

QLineEdit* EntryDialog::addBeside(const char* name, const QString& label, const QString& text, int characters)
{
    auto* edit = new QLineEdit(text);
    auto* before = new QLabel(label);
    before->setBuddy(edit);
    edit->setAccessibleName(QString(label).remove(u'&'));
    edit->setCursorPosition(0);
    edit->setMaximumWidth(fontMetrics().averageCharWidth() * characters + 24);
    m_lastRow->layout()->addWidget(before);
    m_lastRow->layout()->addWidget(edit);
    enter(name, edit, m_lastProblem);
    connect(edit, &QLineEdit::textChanged, this, [this, key = QString::fromLatin1(name)] { touch(key); });
    return edit;
}

QPlainTextEdit* EntryDialog::addText(const char* name, const QString& label, const QString& text, int lines, const QString& example)
{
    auto* edit = new QPlainTextEdit(text);
    edit->setPlaceholderText(example);
    edit->setTabChangesFocus(true); // the keyboard gets out again
    edit->setFixedHeight(QFontMetrics(edit->font()).lineSpacing() * lines + 20);
    addRow(name, label, edit);
    connect(edit, &QPlainTextEdit::textChanged, this, [this, key = QString::fromLatin1(name)] { touch(key); });
    return edit;
}

QComboBox* EntryDialog::addChoice(const char* name, const QString& label, bool typed)
{
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(22);
    if (typed) {
        box->setEditable(true);
        box->setInsertPolicy(QComboBox::NoInsert);
        box->completer()->setFilterMode(Qt::MatchContains);
        box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    }
    addRow(name, label, box);
    connect(box, &QComboBox::currentTextChanged, this, [this, key = QString::fromLatin1(name)] { touch(key); });
    return box;
}

void EntryDialog::addSource(const Catalog& catalog, const SourceEntry& start, bool optional)
{
    m_source = addChoice("source", tr("Source"), true);
    if (optional)
        m_source->addItem(tr("None"), no_source);
    m_source->addItem(tr("A new source"), new_source);
    for (const Source& source : catalog.knowledge.sources)
        m_source->addItem(QString::fromStdString(source.title), QString::fromStdString(source.id));
    const int known = start.id.empty() ? -1 : m_source->findData(QString::fromStdString(start.id));
    m_source->setCurrentIndex(std::max(known, 0));
    m_source->lineEdit()->setCursorPosition(0);
    m_source->lineEdit()->setAccessibleName(tr("Source"));
    m_section = addLine("source.section", tr("Place in it"), QString::fromStdString(start.section), tr("heading, page or table row"));
    // What describes a new source is seen only where one is described.
    const int first = m_form->rowCount();
    m_sourceTitle = addLine("source.title", tr("Title"), {}, tr("Load test of the platform team"));
    m_sourceLocation = addLine("source.location", tr("Where it is"), {}, tr("address, file or person"));
    m_sourceDate = addLine("source.date", tr("Dated"), {}, tr("2026-11-21"));
    m_sourceRead = new QCheckBox(tr("I have read it"));
    addRow("source.read", {}, m_sourceRead);
    m_sourceRead->setAccessibleName(tr("I have read it"));
    connect(m_sourceRead, &QCheckBox::toggled, this, [this] { touch(QStringLiteral("source.read")); });
    for (int row = first; row < m_form->rowCount(); ++row)
        for (int at = 0; at < 2; ++at)
            if (QLayoutItem* item = m_form->itemAtPosition(row, at); item && item->widget()->objectName() != QStringLiteral("error"))
                item->widget()->setProperty("new-source", true);
    connect(m_source, &QComboBox::currentTextChanged, this, &EntryDialog::showNewSource);
    showNewSource();
}

void EntryDialog::showNewSource()
{
    const bool fresh
        = m_source->currentData().toString() == new_source && m_source->currentText() == m_source->itemText(m_source->currentIndex());
    const bool none = m_source->currentData().toString() == no_source;
    for (QWidget* widget : findChildren<QWidget*>())
        if (widget->property("new-source").toBool())
            widget->setVisible(fresh);
    m_section->setEnabled(!none);
    if (!fresh)
        for (const char* name : {"source.title", "source.location", "source.date", "source.read"})
            m_fields[QLatin1String(name)].touched = false;
}

SourceEntry EntryDialog::source() const
{
    SourceEntry out;
    out.section = m_section->text().toStdString();
    const QString chosen = m_source->currentData().toString();
    // Text that was typed and is no entry of the list chooses nothing.
    if (m_source->currentText() != m_source->itemText(m_source->currentIndex())) {
        out.id = m_source->currentText().toStdString();
        if (out.id.empty())
            out.id.assign(1, ' ');
        return out;
    }
    if (chosen == no_source)
        return out;
    if (chosen != new_source) {
        out.id = chosen.toStdString();
        return out;
    }
    out.fresh.title = m_sourceTitle->text().toStdString();
    out.fresh.location = m_sourceLocation->text().toStdString();
    out.fresh.date = m_sourceDate->text().toStdString();
    out.fresh.read = m_sourceRead->isChecked();
    return out;
}

void EntryDialog::finish()
{
    m_finished = true;
    for (Field& field : m_fields) // filling in is not touching
        field.touched = false;
    check();
    // Sizes are known once the style has been applied.
    for (QWidget* widget : findChildren<QWidget*>())
        widget->ensurePolished();
    const int width = m_beside->count() > 0 ? form_width + m_beside->sizeHint().width() + 60 : form_width + 40;
    setMinimumWidth(width);
    resize(width, std::min(height_at(*m_inside->layout(), width) + 70, highest));
    fit();
}

void EntryDialog::resizeEvent(QResizeEvent* event)
{
    QDialog::resizeEvent(event);
    fit();
}

/// The form keeps its full height and is scrolled where the dialog is lower: wrapped lines would be squeezed otherwise.
void EntryDialog::fit()
{
    m_inside->layout()->activate();
    const int width = m_inside->parentWidget() ? m_inside->parentWidget()->width() : m_inside->width();
    m_inside->setMinimumHeight(height_at(*m_inside->layout(), width));
}

void EntryDialog::touch(const QString& name)
{
    m_fields[name].touched = true;
    if (m_finished)
        check();
}

void EntryDialog::check()
{
    changed();
    for (const Field& field : std::as_const(m_fields))
        field.problem->hide();
    m_problem->hide();
    QSet<const QLabel*> said;
    const auto say = [&said](QLabel* label, const std::string& words) {
        if (said.contains(label)) // one thing at a time
            return;
        said.insert(label);
        label->setText(QString::fromStdString(words));
        label->show();
    };
    for (const FieldProblem& problem : problems()) {
        const auto field = m_fields.constFind(QString::fromStdString(problem.field));
        if (field == m_fields.constEnd()) {
            if (m_pressed)
                say(m_problem, problem.words);
        } else if (m_pressed || field->touched) {
            say(field->problem, problem.words);
        }
    }
    for (auto field = m_fields.constBegin(); field != m_fields.constEnd(); ++field)
        field->widget->setAccessibleDescription(this->said(field.key()));
    if (m_finished)
        fit();
}

void EntryDialog::press()
{
    m_pressed = true;
    check();
    const std::vector<FieldProblem> wrong = problems();
    if (!wrong.empty()) {
        const auto field = m_fields.constFind(QString::fromStdString(wrong.front().field));
        if (field != m_fields.constEnd())
            field->widget->setFocus(Qt::OtherFocusReason);
        return;
    }
    const QString refused = keep();
    if (refused.isEmpty())
        return accept();
    m_problem->setText(refused);
    m_problem->show();
}

} // namespace archway
