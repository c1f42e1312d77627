// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/examples.h"

#include "model/base/units.h"
#include "model/scenario/scenario.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <tuple>

namespace archway {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Examples", text);
}

QString words(const std::string& text)
{
    return QString::fromStdString(text);
}

QString task_of(const Scenario& scenario)
{
    if (scenario.model.form == ModelForm::None)
        return tr("Innovations");
    switch (scenario.phase) {
    case Phase::Inference: return tr("Serve");
    case Phase::Pretraining: return tr("Pre-train");
    case Phase::FineTuning: return tr("Fine-tune");
    }
    return {};
}

QString details_of(const Scenario& scenario, const Catalog& catalog)
{
    QStringList parts;
    if (const ModelRecord* model = catalog.model(scenario.model.text))
        parts << words(model->name);
    if (scenario.model.form == ModelForm::None) {
        for (const std::string& id : scenario.add_innovations)
            if (const Entity* entity = catalog.entity(id))
                parts << words(entity->name);
    } else if (scenario.phase == Phase::Inference) {
        parts << tr("%1 users at once").arg(words(format_number(scenario.workload.concurrent_sequences)))
              << tr("%1 in, %2 out")
                     .arg(words(format_tokens(scenario.workload.input_tokens)), words(format_tokens(scenario.workload.output_tokens)));
    } else {
        parts << tr("%1 tokens").arg(words(format_tokens(scenario.training.tokens)));
        if (scenario.training.deadline_days)
            parts << tr("within %1 days").arg(words(format_figures(*scenario.training.deadline_days)));
    }
    if (scenario.model.form != ModelForm::None && !scenario.constraints.regions.empty())
        parts << words(scenario.constraints.regions.front());
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QList<Example> examples(const Catalog& catalog)
{
    std::vector<std::tuple<int, QString, Example>> found;
    const QDir folder(QStringLiteral(":/examples"));
    for (const QString& name : folder.entryList()) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray text = file.readAll();
        const Result<Scenario> scenario = read_scenario(text.toStdString(), name.toStdString());
        if (!scenario)
            continue;
        const int order = scenario->model.form == ModelForm::None ? 2 : scenario->phase == Phase::Inference ? 0 : 1;
        const QString title = words(scenario->title);
        found.emplace_back(order, title,
                           Example{QString(name).remove(QStringLiteral(".archway")), title, task_of(*scenario),
                                   details_of(*scenario, catalog), QString::fromUtf8(text)});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    QList<Example> result;
    for (auto& [order, title, example] : found)
        result.append(std::move(example));
    return result;
}

} // namespace archway
