// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/question/input_row.h"

#include "model/base/units.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyle>

#include <cmath>

namespace archway {

namespace {

constexpr int slider_steps = 1000;

} // namespace

QString input_text(const NumericInput& input, double value)
{
    switch (input.unit) {
    case InputUnit::Tokens: return QString::fromStdString(format_tokens(value));
    case InputUnit::Share: return QString::fromStdString(format_percent(value));
    case InputUnit::Usd: return QString::fromStdString(format_usd(value));
    case InputUnit::Milliseconds: return QString::fromStdString(format_figures(value)) + QStringLiteral(" ms");
    case InputUnit::PerSecond: return QString::fromStdString(format_figures(value)) + QStringLiteral(" /s");
    case InputUnit::Days: return QString::fromStdString(format_figures(value)) + QStringLiteral(" days");
    case InputUnit::Count: return QString::fromStdString(format_number(value));
    }
    return {};
}

InputRow::InputRow(const NumericInput& input, QWidget* parent)
    : QWidget(parent)
    , m_input(input)
    , m_label(new QLabel(this))
    , m_edit(new QLineEdit(this))
    , m_slider(new QSlider(Qt::Horizontal, this))
{
    const QString name = tr(input.label.data());
    m_label->setTextFormat(Qt::RichText);
    m_label->setBuddy(m_edit);
    m_label->setMinimumWidth(1); // what is too narrow for it drops a word
    m_edit->setAccessibleName(name);
    m_edit->setAlignment(Qt::AlignRight);
    m_edit->setFixedWidth(96);
    if (input.optional)
        m_edit->setPlaceholderText(tr("none"));
    m_slider->setRange(0, slider_steps);
    m_slider->setAccessibleName(name);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_label, 0, 0);
    grid->addWidget(m_edit, 0, 1, Qt::AlignRight);
    grid->addWidget(m_slider, 1, 0, 1, 2);
    connect(m_slider, &QSlider::valueChanged, this, [this](int at) { Q_EMIT edited(value(at), true); });
    connect(m_slider, &QSlider::sliderReleased, this, [this] { Q_EMIT edited(value(m_slider->value()), false); });
    connect(m_edit, &QLineEdit::editingFinished, this, &InputRow::commitText);
}

void InputRow::setType(const QFont& font)
{
    m_label->setFont(font);
    m_edit->setFont(font);
    m_edit->setFixedWidth(QFontMetrics(font).horizontalAdvance(QStringLiteral("00 000 ms")) + 28);
}

int InputRow::widthInFull() const
{
    QFont slanted = m_label->font();
    slanted.setItalic(true);
    constexpr int between = 6;
    return QFontMetrics(m_label->font()).horizontalAdvance(tr(m_input.label.data()) + u' ')
        + QFontMetrics(slanted).horizontalAdvance(tr("assumed")) + between + m_edit->minimumWidth();
}

QList<QWidget*> InputRow::tabStops() const
{
    return {m_edit, m_slider};
}

void InputRow::show(std::optional<double> value, bool assumed)
{
    m_assumed = assumed;
    showLabel();
    if (m_label->property("assumed").toBool() != assumed) {
        m_label->setProperty("assumed", assumed);
        m_label->style()->polish(m_label);
    }
    if (!m_edit->hasFocus() || !m_edit->isModified()) {
        const QString text = value ? input_text(m_input, *value) : QString();
        if (m_edit->text() != text)
            m_edit->setText(text);
        m_edit->setModified(false);
    }
    if (m_edit->property("assumed").toBool() != assumed) {
        m_edit->setProperty("assumed", assumed);
        m_edit->style()->polish(m_edit);
    }
    // Without a value there is nothing to slide; typing one brings the slider back.
    m_slider->setVisible(value.has_value());
    const QSignalBlocker blocker(m_slider);
    if (!m_slider->isSliderDown())
        m_slider->setValue(value ? position(*value) : slider_steps);
}

/// An assumed value is said to be one; in a narrow row slanted type alone says it.
void InputRow::showLabel()
{
    const QString name = tr(m_input.label.data()).toHtmlEscaped();
    const bool room = width() >= widthInFull();
    const QString text = !m_assumed ? name
        : room                      ? QStringLiteral("%1 <i>%2</i>").arg(name, tr("assumed"))
                                    : QStringLiteral("<i>%1</i>").arg(name);
    if (text == m_label->text())
        return;
    m_label->setText(text);
    m_label->setToolTip(m_assumed && !room ? tr("assumed") : QString());
}

void InputRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showLabel();
}

void InputRow::focusValue()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

int InputRow::position(double value) const
{
    const double low = m_input.slider_low;
    const double high = m_input.slider_high;
    const double share = m_input.logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * slider_steps));
}

double InputRow::value(int position) const
{
    const double share = position / double(slider_steps);
    const double low = m_input.slider_low;
    const double high = m_input.slider_high;
    const double raw = m_input.logarithmic ? low * std::pow(high / low, share) : low + (high - low) * share;
    // Two significant figures: what a hand on a slider means.
    const double scale = std::pow(10.0, std::floor(std::log10(std::max(1e-9, raw))) - 1);
    const double rounded = std::round(raw / scale) * scale;
    return std::clamp(m_input.integer ? std::round(rounded) : rounded, low, high);
}

void InputRow::commitText()
{
    if (!m_edit->isModified())
        return;
    m_edit->setModified(false);
    QString text = m_edit->text().trimmed();
    if (m_input.optional && (text.isEmpty() || text == tr("none"))) {
        Q_EMIT edited(std::nullopt, false);
        return;
    }
    for (const char* unit : {"ms", "/s", "days", "tokens"})
        text.remove(QLatin1String(unit));
    const std::optional<double> number = parse_quantity(text.toStdString());
    if (!number || !(*number >= m_input.low && *number <= m_input.high)) {
        Q_EMIT rejected(
            tr("%1: \"%2\" is not a number from %3 to %4")
                .arg(tr(m_input.label.data()), m_edit->text(), input_text(m_input, m_input.low), input_text(m_input, m_input.high)));
        return;
    }
    Q_EMIT edited(number, false);
}

} // namespace archway
