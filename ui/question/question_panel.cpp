// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/question/question_panel.h"

#include "model/transformer/config_reader.h"
#include "ui/question/input_row.h"
#include "ui/question/model_dialog.h"
#include "ui/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"

#include <QComboBox>
#include <QCompleter>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <set>

namespace archway {

namespace {

QLabel* heading(const QString& text)
{
    auto* label = new QLabel(text.toUpper());
    label->setObjectName(QStringLiteral("section"));
    Theme::instance().apply(label, TextRole::Section);
    label->setContentsMargins(0, 10, 0, 0);
    return label;
}

QPushButton* link(const QString& text)
{
    auto* button = new QPushButton(text);
    button->setObjectName(QStringLiteral("link"));
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

bool contains(const std::vector<std::string>& list, const std::string& word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// The group of an innovation: its part-of relation to a group entity, without the prefix.
QString group_of(const Catalog& catalog, const std::string& id)
{
    for (const Relation& relation : catalog.knowledge.relations) {
        if (relation.from == id && relation.type == "part-of" && relation.to.starts_with("group-"))
            return QString::fromStdString(relation.to.substr(6));
    }
    return {};
}

/// Innovations that the arithmetic knows, in the order of the chips. The others are shown with the model that has them.
constexpr std::array switchable{"mla",
                                "gqa",
                                "mqa",
                                "mha",
                                "swa",
                                "fp8-quantization",
                                "int4-quantization",
                                "kv-cache-quantization",
                                "prefix-caching",
                                "speculative-decoding",
                                "moe",
                                "distillation",
                                "prompt-routing"};

} // namespace

QuestionPanel::QuestionPanel(Workspace& workspace, QWidget* parent)
    : QScrollArea(parent)
    , m_workspace(workspace)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Question"));
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("panel"));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(14, 4, 14, 14);
    column->setSpacing(7);
    addPhase(column);
    addModel(column);
    addInnovations(column);
    addInputs(column);
    addTrainingChoices(column);
    addConstraints(column);
    column->addStretch();
    setWidget(content);
    connect(&m_workspace, &Workspace::answerChanged, this, &QuestionPanel::refresh);
    refresh();
}

void QuestionPanel::addPhase(QVBoxLayout* column)
{
    column->addWidget(heading(tr("Task")));
    m_phase = new QComboBox;
    m_phase->setAccessibleName(tr("Task"));
    m_phase->addItem(tr("Serve a model"), static_cast<int>(Phase::Inference));
    m_phase->addItem(tr("Pre-train from scratch"), static_cast<int>(Phase::Pretraining));
    m_phase->addItem(tr("Fine-tune"), static_cast<int>(Phase::FineTuning));
    connect(m_phase, &QComboBox::activated, this, [this](int) {
        Scenario next = m_workspace.scenario();
        next.phase = static_cast<Phase>(m_phase->currentData().toInt());
        next.assumed.erase("phase");
        m_workspace.change(next, tr("change the task"));
    });
    column->addWidget(m_phase);
}

QComboBox* QuestionPanel::addChoice(QVBoxLayout* column, const QString& caption, const QList<std::pair<QString, QString>>& choices,
                                    const char* path, std::function<std::string&(Scenario&)> read)
{
    auto* box = new QComboBox;
    box->setAccessibleName(caption);
    for (const auto& [label, word] : choices)
        box->addItem(label, word);
    connect(box, &QComboBox::activated, this, [this, box, path, read, caption](int) {
        Scenario next = m_workspace.scenario();
        read(next) = box->currentData().toString().toStdString();
        next.assumed.erase(path);
        m_workspace.change(next, tr("change %1").arg(caption));
    });
    m_choices.append({box, std::move(read)});
    column->addWidget(box);
    return box;
}

void QuestionPanel::addTrainingChoices(QVBoxLayout* column)
{
    addChoice(column, tr("Method"),
              {{tr("All weights"), QStringLiteral("full")},
               {tr("LoRA adapters"), QStringLiteral("lora")},
               {tr("QLoRA: adapters on 4-bit weights"), QStringLiteral("qlora")}},
              "training.method", [](Scenario& s) -> std::string& { return s.training.method; });
    addChoice(column, tr("Training precision"),
              {{tr("Trains in BF16"), QStringLiteral("bf16")},
               {tr("Trains in FP8"), QStringLiteral("fp8")},
               {tr("Trains in FP4"), QStringLiteral("fp4")},
               {tr("Trains in FP16"), QStringLiteral("fp16")},
               {tr("Trains in FP32"), QStringLiteral("fp32")}},
              "training.precision", [](Scenario& s) -> std::string& { return s.training.precision; });
}

void QuestionPanel::addModel(QVBoxLayout* column)
{
    column->addWidget(heading(tr("Model")));
    m_model = new QComboBox;
    m_model->setAccessibleName(tr("Model"));
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->lineEdit()->setPlaceholderText(tr("Choose or type a model"));
    std::vector<const ModelRecord*> models;
    for (const ModelRecord& model : m_workspace.catalog().models)
        models.push_back(&model);
    std::sort(models.begin(), models.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    for (const ModelRecord* model : models)
        m_model->addItem(QString::fromStdString(model->name), QString::fromStdString(model->id));
    m_model->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_model->completer()->setFilterMode(Qt::MatchContains);
    connect(m_model, &QComboBox::activated, this, &QuestionPanel::chooseModel);
    column->addWidget(m_model);
    m_modelLine = new QLabel;
    m_modelLine->setObjectName(QStringLiteral("caption"));
    Theme::instance().apply(m_modelLine, TextRole::Caption);
    m_modelLine->setTextFormat(Qt::PlainText);
    m_modelLine->setWordWrap(true);
    column->addWidget(m_modelLine);
    auto* links = new QHBoxLayout;
    QPushButton* import = link(tr("Import config.json…"));
    QPushButton* describe = link(tr("Describe one…"));
    connect(import, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Import a model's config.json"), {}, tr("Model config (*.json)"));
        if (!path.isEmpty())
            importConfig(path);
    });
    connect(describe, &QPushButton::clicked, this, &QuestionPanel::describeModel);
    links->addWidget(import);
    links->addWidget(describe);
    links->addStretch();
    column->addLayout(links);
}

void QuestionPanel::addInnovations(QVBoxLayout* column)
{
    column->addWidget(heading(tr("Innovations")));
    auto* box = new QWidget;
    auto* flow = new FlowLayout(box);
    const auto add = [&](const std::string& id, bool changes) {
        const Entity* entity = m_workspace.catalog().entity(id);
        if (!entity || entity->kind != "innovation" || m_innovations.contains(QString::fromStdString(entity->id)))
            return;
        const QString name = QString::fromStdString(entity->aliases.empty() ? entity->name : entity->aliases.front());
        auto* chip = new Chip(name, group_of(m_workspace.catalog(), entity->id));
        chip->setToolTip(
            QStringLiteral("<p><b>%1</b><br>%2</p>")
                .arg(QString::fromStdString(entity->name).toHtmlEscaped(), QString::fromStdString(entity->summary).toHtmlEscaped()));
        chip->setAccessibleName(QString::fromStdString(entity->name));
        const QString key = QString::fromStdString(entity->id);
        chip->setProperty("changes", changes);
        connect(chip, &QPushButton::clicked, this, [this, key](bool on) { toggleInnovation(key, on); });
        flow->addWidget(chip);
        m_innovations.insert(key, chip);
    };
    for (const char* id : switchable)
        add(id, true);
    for (const char* id : {"shared-expert", "linear-attention", "rmsnorm", "layernorm", "qk-norm", "post-norm", "attention-sinks", "mtp",
                           "per-layer-embeddings"})
        add(id, false);
    column->addWidget(box);
}

void QuestionPanel::addInputs(QVBoxLayout* column)
{
    column->addWidget(heading(tr("Workload")));
    for (const NumericInput& input : numeric_inputs()) {
        if (input.path.starts_with("constraints."))
            continue;
        auto* row = new InputRow(input);
        const QString path = QString::fromUtf8(input.path.data(), static_cast<qsizetype>(input.path.size()));
        const int merge = static_cast<int>(m_inputs.size()) + 1;
        connect(row, &InputRow::edited, this, [this, &input, merge](std::optional<double> value, bool dragging) {
            Scenario next = m_workspace.scenario();
            if (const Status set = set_number(next, input.path, value); !set)
                return Q_EMIT failed(QString::fromStdString(set.error().text()));
            if (next == m_workspace.scenario())
                refresh(); // nothing changed: the field still has to show what holds
            m_workspace.change(next, tr("change %1").arg(tr(input.label.data())), dragging ? merge : -1);
        });
        connect(row, &InputRow::rejected, this, [this](const QString& message) {
            refresh(); // shows the value that still holds
            Q_EMIT failed(message);
        });
        m_inputs.insert(path, row);
        column->addWidget(row);
    }
}

void QuestionPanel::addWords(QVBoxLayout* column, const QString& title, const QStringList& words,
                             std::function<std::vector<std::string>&(Scenario&)> list, const char* path)
{
    auto* caption = new QLabel(title);
    caption->setObjectName(QStringLiteral("caption"));
    Theme::instance().apply(caption, TextRole::Caption);
    column->addWidget(caption);
    auto* box = new QWidget;
    auto* flow = new FlowLayout(box);
    for (const QString& word : words) {
        auto* chip = new Chip(word, QStringLiteral("constraint"));
        chip->setAccessibleName(title + u' ' + word);
        connect(chip, &QPushButton::clicked, this, [this, word, list, path](bool on) {
            Scenario next = m_workspace.scenario();
            auto& chosen = list(next);
            std::erase(chosen, word.toStdString());
            if (on)
                chosen.push_back(word.toStdString());
            next.assumed.erase(path);
            m_workspace.change(next, tr("change constraints"));
            refresh();
        });
        m_words.append({chip, [this, word, list] {
                            Scenario now = m_workspace.scenario();
                            return contains(list(now), word.toStdString());
                        }});
        flow->addWidget(chip);
    }
    column->addWidget(box);
}

void QuestionPanel::addConstraints(QVBoxLayout* column)
{
    column->addWidget(heading(tr("Constraints")));
    std::set<std::string> regions{"us-east-1"};
    for (const Price& price : m_workspace.catalog().prices)
        regions.insert(price.region);
    m_region = new QComboBox;
    m_region->setAccessibleName(tr("Region"));
    for (const std::string& region : regions)
        m_region->addItem(QString::fromStdString(region));
    connect(m_region, &QComboBox::activated, this, [this](int) {
        Scenario next = m_workspace.scenario();
        next.constraints.regions = {m_region->currentText().toStdString()};
        next.assumed.erase("constraints.regions");
        m_workspace.change(next, tr("change Region"));
    });
    column->addWidget(m_region);
    addWords(
        column, tr("Bought as"),
        {QStringLiteral("on-demand"), QStringLiteral("spot"), QStringLiteral("capacity-block"), QStringLiteral("savings-plan-1y"),
         QStringLiteral("savings-plan-3y")},
        [](Scenario& s) -> std::vector<std::string>& { return s.constraints.purchase; }, "constraints.purchase");
    addWords(
        column, tr("Accelerators"),
        {QStringLiteral("nvidia"), QStringLiteral("trainium"), QStringLiteral("inferentia"), QStringLiteral("cpu")},
        [](Scenario& s) -> std::vector<std::string>& { return s.constraints.accelerators; }, "constraints.accelerators");
    const NumericInput* budget = numeric_input("constraints.monthly_budget_usd");
    auto* row = new InputRow(*budget);
    connect(row, &InputRow::edited, this, [this, budget](std::optional<double> value, bool dragging) {
        Scenario next = m_workspace.scenario();
        if (set_number(next, budget->path, value))
            m_workspace.change(next, tr("change the budget"), dragging ? 100 : -1);
        refresh();
    });
    connect(row, &InputRow::rejected, this, &QuestionPanel::failed);
    m_inputs.insert(QStringLiteral("constraints.monthly_budget_usd"), row);
    column->addWidget(row);
    m_operations = new QComboBox;
    m_operations->setAccessibleName(tr("Way of working"));
    m_operations->addItem(tr("Managed services first"), QStringLiteral("managed"));
    m_operations->addItem(tr("Balanced"), QStringLiteral("balanced"));
    m_operations->addItem(tr("Self-managed"), QStringLiteral("self-managed"));
    connect(m_operations, &QComboBox::activated, this, [this](int) {
        Scenario next = m_workspace.scenario();
        next.constraints.operations = m_operations->currentData().toString().toStdString();
        next.assumed.erase("constraints.operations");
        m_workspace.change(next, tr("change the way of working"));
    });
    column->addWidget(m_operations);
    addWords(
        column, tr("Compliance"),
        {QStringLiteral("hipaa"), QStringLiteral("soc"), QStringLiteral("iso"), QStringLiteral("gdpr"), QStringLiteral("fedramp"),
         QStringLiteral("pci")},
        [](Scenario& s) -> std::vector<std::string>& { return s.constraints.compliance; }, "constraints.compliance");
    addWords(
        column, tr("Also needed"),
        {QStringLiteral("retrieval"), QStringLiteral("graph-retrieval"), QStringLiteral("agents"), QStringLiteral("experimentation"),
         QStringLiteral("prompt-routing"), QStringLiteral("batch")},
        [](Scenario& s) -> std::vector<std::string>& { return s.needs; }, "needs");
}

void QuestionPanel::refresh()
{
    const Scenario& scenario = m_workspace.scenario();
    const ResolvedModel* model = m_workspace.model();
    m_model->setCurrentIndex(scenario.model.form == ModelForm::Id && model ? m_model->findData(QString::fromStdString(model->id)) : -1);
    if (scenario.model.form != ModelForm::Id)
        m_model->setEditText(model ? QString::fromStdString(model->architecture.name) : QString());
    if (model) {
        const Architecture& a = model->architecture;
        m_modelLine->setText(a.experts > 0 ? tr("%1 layers · %2 experts, %3 active%4 · weights in %5")
                                                 .arg(QString::number(a.layers.size()), QString::number(a.experts),
                                                      QString::number(a.active_experts), a.shared_width > 0 ? tr(" and shared") : QString(),
                                                      QString::fromStdString(model->weight_precision))
                                           : tr("%1 layers · dense · weights in %2")
                                                 .arg(QString::number(a.layers.size()), QString::fromStdString(model->weight_precision)));
    } else {
        m_modelLine->setText(tr("Without a model only the innovations speak."));
    }

    const std::vector<std::string> found = model ? model->architecture.innovations() : std::vector<std::string>();
    for (auto it = m_innovations.constBegin(); it != m_innovations.constEnd(); ++it) {
        const std::string id = it.key().toStdString();
        const bool on = contains(found, id) || contains(scenario.add_innovations, id)
            || (id == "fp8-quantization" && model && model->weight_precision == "fp8")
            || (id == "int4-quantization" && model && model->weight_precision == "int4")
            || (id == "kv-cache-quantization" && model && model->kv_precision == "fp8");
        const QSignalBlocker blocker(it.value());
        it.value()->setChecked(on);
        // What the arithmetic cannot change is shown, not offered, once a model is there.
        const bool changes = it.value()->property("changes").toBool();
        it.value()->setEnabled(!model || changes);
        it.value()->setVisible(!model || changes || on);
    }
    for (auto it = m_inputs.constBegin(); it != m_inputs.constEnd(); ++it) {
        const std::string path = it.key().toStdString();
        if (const auto value = get_number(scenario, path))
            it.value()->show(*value, scenario.assumed.contains(path));
    }
    m_phase->setCurrentIndex(m_phase->findData(static_cast<int>(scenario.phase)));
    for (auto it = m_inputs.constBegin(); it != m_inputs.constEnd(); ++it)
        if (const NumericInput* input = numeric_input(it.key().toStdString()))
            it.value()->setVisible(applies(*input, scenario));
    for (const auto& [box, read] : m_choices)
        box->setVisible(scenario.phase != Phase::Inference);
    Scenario shown = scenario;
    for (const auto& [box, read] : m_choices)
        box->setCurrentIndex(box->findData(QString::fromStdString(read(shown))));
    for (const auto& [chip, on] : m_words)
        chip->setChecked(on());
    if (!scenario.constraints.regions.empty())
        m_region->setCurrentText(QString::fromStdString(scenario.constraints.regions.front()));
    m_operations->setCurrentIndex(m_operations->findData(QString::fromStdString(scenario.constraints.operations)));
}

void QuestionPanel::chooseModel(int index)
{
    Scenario next = m_workspace.scenario();
    next.model = {ModelForm::Id, m_model->itemData(index).toString().toStdString()};
    next.assumed.erase("model");
    next.add_innovations.clear();
    next.remove_innovations.clear();
    m_workspace.change(next, tr("choose %1").arg(m_model->itemText(index)));
}

void QuestionPanel::toggleInnovation(const QString& id, bool on)
{
    const std::string word = id.toStdString();
    Scenario next = m_workspace.scenario();
    std::erase(next.add_innovations, word);
    std::erase(next.remove_innovations, word);
    const ResolvedModel* model = m_workspace.model();
    Scenario plain = next;
    plain.add_innovations.clear();
    plain.remove_innovations.clear();
    bool own = false;
    if (model) {
        const auto untouched = resolve_model(plain, m_workspace.catalog());
        own = untouched
            && (contains(untouched->architecture.innovations(), word)
                || (word == "fp8-quantization" && untouched->weight_precision == "fp8"));
    }
    static const std::set<std::string> attention{"mla", "gqa", "mqa", "mha"};
    if (attention.contains(word)) // one kind of attention at a time
        for (const std::string& other : attention) {
            std::erase(next.add_innovations, other);
            std::erase(next.remove_innovations, other);
        }
    if (on && !own)
        next.add_innovations.push_back(word);
    if (!on && own)
        next.remove_innovations.push_back(word);
    next.assumed.erase("innovations.add");
    next.assumed.erase("innovations.remove");
    m_workspace.explain({Subject::Kind::Entity, id, {}});
    m_workspace.change(next, on ? tr("add %1").arg(id) : tr("remove %1").arg(id));
    refresh();
}

void QuestionPanel::importConfig(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Q_EMIT failed(tr("%1 cannot be read: %2").arg(path, file.errorString()));
    const std::string text = file.readAll().toStdString();
    const Result<Architecture> model = read_config_text(text, path.toStdString());
    if (!model)
        return Q_EMIT failed(QString::fromStdString(model.error().text()));
    Scenario next = m_workspace.scenario();
    next.model = {ModelForm::Config, text};
    next.assumed.erase("model");
    next.add_innovations.clear();
    next.remove_innovations.clear();
    m_workspace.change(next, tr("import %1").arg(path.section(u'/', -1)));
}

void QuestionPanel::describeModel()
{
    ModelDialog dialog(this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    Scenario next = m_workspace.scenario();
    next.model = {ModelForm::Custom, dialog.custom()};
    next.assumed.erase("model");
    next.add_innovations.clear();
    next.remove_innovations.clear();
    m_workspace.change(next, tr("describe a model"));
}

} // namespace archway
