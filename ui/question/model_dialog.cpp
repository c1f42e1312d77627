// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/question/model_dialog.h"

#include "model/base/units.h"
#include "model/transformer/config_reader.h"

#include <nlohmann/json.hpp>

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <cmath>

namespace archway {

ModelDialog::ModelDialog(QWidget* parent)
    : QDialog(parent)
    , m_verdict(new QLabel)
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel))
{
    setWindowTitle(tr("Describe a model"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(18, 18, 18, 14);
    form->setSpacing(8);
    const auto field = [&](const char* name, const QString& label, const QString& example) {
        auto* edit = new QLineEdit;
        edit->setPlaceholderText(example);
        edit->setAccessibleName(label);
        form->addRow(label, edit);
        m_fields.insert(QLatin1String(name), edit);
        connect(edit, &QLineEdit::textChanged, this, &ModelDialog::check);
    };
    field("total_parameters", tr("Parameters"), QStringLiteral("70B"));
    field("active_parameters", tr("Active parameters"), tr("as many, if dense"));
    field("num_hidden_layers", tr("Layers"), tr("inferred"));
    field("hidden_size", tr("Hidden size"), tr("inferred"));
    field("num_attention_heads", tr("Attention heads"), tr("inferred"));
    field("num_key_value_heads", tr("KV heads"), QStringLiteral("8"));
    field("num_experts", tr("Experts"), tr("none"));
    field("num_experts_per_tok", tr("Active experts"), QStringLiteral("8"));
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setWordWrap(true);
    m_verdict->setMinimumWidth(360);
    m_verdict->setObjectName(QStringLiteral("caption"));
    form->addRow(m_verdict);
    form->addRow(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

std::string ModelDialog::custom() const
{
    nlohmann::ordered_json json;
    for (auto it = m_fields.constBegin(); it != m_fields.constEnd(); ++it) {
        const QString text = it.value()->text().trimmed();
        if (text.isEmpty())
            continue;
        const auto number = parse_quantity(text.toStdString());
        if (number && *number == std::floor(*number) && std::abs(*number) < 9e15)
            json[it.key().toStdString()] = static_cast<std::int64_t>(*number);
        else
            json[it.key().toStdString()] = text.toStdString();
    }
    return json.is_null() ? "{}" : json.dump();
}

void ModelDialog::check()
{
    const bool empty = m_fields.value(QStringLiteral("total_parameters"))->text().trimmed().isEmpty();
    const auto model = read_custom(nlohmann::json::parse(custom()), "");
    if (empty)
        m_verdict->setText(tr("The number of parameters is enough; everything else is inferred and said."));
    else if (model)
        m_verdict->setText(tr("%1 layers of width %2, %3 of KV cache a token")
                               .arg(QString::number(model->layers.size()), QString::number(model->hidden),
                                    QString::fromStdString(format_bytes(model->kv_bytes_per_token()))));
    else
        m_verdict->setText(QString::fromStdString(model.error().text()));
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(model.ok());
}

} // namespace archway
