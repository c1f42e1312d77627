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
    column->setContentsMargins(14, 4, 20, 14);
    column->setSpacing(7);
    addTitle(column);
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

QLabel* QuestionPanel::sectionLabel(const QString& text)
{
    auto* label = new QLabel(text.toUpper());
    label->setObjectName(QStringLiteral("section"));
    Theme::instance().apply(label, TextRole::Section);
    label->setContentsMargins(0, 10, 0, 0);
    return label;
}

void QuestionPanel::addTitle(QVBoxLayout* column)
{
    column->addWidget(sectionLabel(tr("Question")));
    m_title = new QLineEdit;
    m_title->setAccessibleName(tr("Name of the question"));
    m_title->setPlaceholderText(tr("Name it for the brief"));
    m_title->setMaxLength(200);
    connect(m_title, &QLineEdit::editingFinished, this, [this] {
        Scenario next = m_workspace.scenario();
        next.title = m_title->text().simplified().toStdString();
        next.assumed.erase("title");
        if (next.title != m_workspace.scenario().title)
            m_workspace.change(next, tr("name the question"));
    });
    column->addWidget(m_title);
}

void QuestionPanel::addPhase(QVBoxLayout* column)
{
    column->addWidget(sectionLabel(tr("Task")));
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
                                    const char* path, std::function<std::string&(Scenario&)> read, bool trains)
{
    auto* box = new QComboBox;
    box->setAccessibleName(caption);
    for (const auto& [label, word] : choices)
        box->addItem(label, word);
    connect(box, &QComboBox::activated, this, [this, box, path, read, caption](int) {
        Scenario next = m_workspace.scenario();
        read(next) = box->currentData().toString().toStdString();
        if (read(next).empty()) // as it comes: not given
            next.assumed.insert(path);
        else
            next.assumed.erase(path);
        m_workspace.change(next, tr("change %1").arg(caption));
    });
    m_choices.append({box, std::move(read), trains});
    column->addWidget(box);
    return box;
}

void QuestionPanel::addTrainingChoices(QVBoxLayout* column)
{
    addChoice(
        column, tr("Method"),
        {{tr("All weights"), QStringLiteral("full")},
         {tr("LoRA adapters"), QStringLiteral("lora")},
         {tr("QLoRA: adapters on 4-bit weights"), QStringLiteral("qlora")}},
        "training.method", [](Scenario& s) -> std::string& { return s.training.method; }, true);
    addChoice(
        column, tr("Training precision"),
        {{tr("Trains in BF16"), QStringLiteral("bf16")},
         {tr("Trains in FP8"), QStringLiteral("fp8")},
         {tr("Trains in FP4"), QStringLiteral("fp4")},
         {tr("Trains in FP16"), QStringLiteral("fp16")},
         {tr("Trains in FP32"), QStringLiteral("fp32")}},
        "training.precision", [](Scenario& s) -> std::string& { return s.training.precision; }, true);
    addChoice(
        column, tr("Weight precision"),
        {{tr("Weights as in the checkpoint"), QString()},
         {tr("Weights in BF16"), QStringLiteral("bf16")},
         {tr("Weights in FP8"), QStringLiteral("fp8")},
         {tr("Weights in INT8"), QStringLiteral("int8")},
         {tr("Weights in FP4"), QStringLiteral("fp4")},
         {tr("Weights in INT4"), QStringLiteral("int4")}},
        "workload.weight_precision", [](Scenario& s) -> std::string& { return s.workload.weight_precision; }, false);
    addChoice(
        column, tr("KV cache precision"),
        {{tr("KV cache in BF16"), QStringLiteral("bf16")}, {tr("KV cache in FP8"), QStringLiteral("fp8")}}, "workload.kv_precision",
        [](Scenario& s) -> std::string& { return s.workload.kv_precision; }, false);
}

void QuestionPanel::addModel(QVBoxLayout* column)
{
    column->addWidget(sectionLabel(tr("Model")));
    m_model = new QComboBox;
    m_model->setAccessibleName(tr("Model"));
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->lineEdit()->setAccessibleName(tr("Model"));
    m_model->lineEdit()->setPlaceholderText(tr("Choose or type a model"));
    fillModels();
    connect(&m_workspace, &Workspace::catalogChanged, this, &QuestionPanel::fillModels);
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
    connect(import, &QPushButton::clicked, this, &QuestionPanel::askForConfig);
    connect(describe, &QPushButton::clicked, this, &QuestionPanel::describeModel);
    links->addWidget(import);
    links->addWidget(describe);
    links->addStretch();
    column->addLayout(links);
}

/// The models of the catalog by name; what is chosen stays chosen, which refresh() sees to.
void QuestionPanel::fillModels()
{
    const QSignalBlocker quiet(m_model);
    m_model->clear();
    std::vector<const ModelRecord*> models;
    for (const ModelRecord& model : m_workspace.catalog().models)
        models.push_back(&model);
    std::sort(models.begin(), models.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    for (const ModelRecord* model : models)
        m_model->addItem(QString::fromStdString(model->name), QString::fromStdString(model->id));
}

void QuestionPanel::addInnovations(QVBoxLayout* column)
{
    column->addWidget(sectionLabel(tr("Innovations")));
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
    column->addWidget(sectionLabel(tr("Workload")));
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
    Scenario shown = scenario;
    for (const auto& [box, read, trains] : m_choices) {
        box->setVisible(trains == (scenario.phase != Phase::Inference));
        box->setCurrentIndex(box->findData(QString::fromStdString(read(shown))));
        // A precision that only a file can ask for is shown as it is written there.
        if (box->currentIndex() < 0)
            box->setPlaceholderText(box->accessibleName() + u' ' + QString::fromStdString(read(shown)));
    }
    if (!m_title->hasFocus() || !m_title->isModified()) {
        if (const QString title = QString::fromStdString(scenario.title); m_title->text() != title) {
            m_title->setText(title);
            m_title->setCursorPosition(0); // its beginning says what it is
            m_title->setToolTip(title.toHtmlEscaped());
        }
    }
    for (const auto& [chip, on] : m_words)
        chip->setChecked(on());
    showRegions();
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
    importConfigText(QString::fromUtf8(file.readAll()), path);
}

void QuestionPanel::importConfigText(const QString& config, const QString& place)
{
    const std::string text = config.toStdString();
    const Result<Architecture> model = read_config_text(text, place.toStdString());
    if (!model)
        return Q_EMIT failed(QString::fromStdString(model.error().text()));
    Scenario next = m_workspace.scenario();
    next.model = {ModelForm::Config, text};
    next.assumed.erase("model");
    next.add_innovations.clear();
    next.remove_innovations.clear();
    m_workspace.change(next, tr("import %1").arg(place.section(u'/', -1)));
}

void QuestionPanel::askForConfig()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Import a model's config.json"), {}, tr("Model config (*.json)"));
    if (!path.isEmpty())
        importConfig(path);
}

void QuestionPanel::focusModel()
{
    ensureWidgetVisible(m_model);
    m_model->setFocus(Qt::ShortcutFocusReason);
    m_model->lineEdit()->selectAll();
}

void QuestionPanel::focusTitle()
{
    ensureWidgetVisible(m_title);
    m_title->setFocus(Qt::ShortcutFocusReason);
    m_title->selectAll();
}

void QuestionPanel::focusInput(const QString& path)
{
    if (InputRow* row = m_inputs.value(path)) {
        ensureWidgetVisible(row);
        row->focusValue();
    }
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
