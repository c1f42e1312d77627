// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace.h"

#include "model/match/record_change.h"
#include "ui/knowledge/own_knowledge.h"
#include "ui/whole_file.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QTimer>
#include <QUndoCommand>
#include <QtConcurrentRun>

namespace archway {

namespace {

constexpr int flip_pause_ms = 40; // with the search itself well under the tenth of a second that flips may follow in

/// One change of the scenario. Changes with the same merge id become one step while they come in a row.
class ChangeScenario : public QUndoCommand {
public:
    ChangeScenario(Scenario before, Scenario after, const QString& what, int mergeId, std::function<void(const Scenario&)> apply)
        : QUndoCommand(what)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_mergeId(mergeId)
        , m_apply(std::move(apply))
    {
    }
    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }
    int id() const override { return m_mergeId; }
    bool mergeWith(const QUndoCommand* other) override
    {
        m_after = static_cast<const ChangeScenario*>(other)->m_after;
        return true;
    }

private:
    Scenario m_before;
    Scenario m_after;
    int m_mergeId;
    std::function<void(const Scenario&)> m_apply;
};

/// The shipped base below the user's layers, and in what these differ.
struct ShippedBelow {
    Catalog catalog;
    std::vector<RecordChange> changes;
};

/// What follows an answer asynchronously.
struct Following {
    std::vector<FlipPoints> flips;
    std::vector<RoleEffects> effects;
    std::shared_ptr<const ShippedBelow> shipped;
};

/// nullptr where the base cannot be read: then nothing is said of the layers.
std::shared_ptr<const ShippedBelow> read_shipped(const ReadBase& base, const Catalog& merged)
{
    Result<Catalog> read = base();
    if (!read)
        return nullptr;
    auto out = std::make_shared<ShippedBelow>();
    out->catalog = std::move(*read);
    out->catalog.untrusted_claims = untrusted(check(out->catalog));
    out->changes = layer_changes(out->catalog, merged);
    return out;
}

} // namespace

struct Workspace::Impl {
    Catalog catalog;
    std::vector<CheckedClaim> checked; ///< empty until asked for
    Scenario scenario = default_scenario();
    std::optional<ResolvedModel> model;
    std::string config_text; ///< of a config file the scenario names
    Answer answer;
    double milliseconds = 0;
    Subject subject;
    QUndoStack undo;
    QString path;
    /// Flip points are found behind the answer; only the newest question's are taken.
    QFutureWatcher<Following> flips;
    QTimer pause;                                ///< between the last change and the search for flip points
    std::shared_ptr<const ShippedBelow> shipped; ///< read when first needed; the knowledge that it was compared with is the catalog
    quint64 flips_for = 0;
    quint64 question = 0;
    bool catalog_is_new = false;
};

Workspace::Workspace(Catalog catalog, std::vector<CheckedClaim> checked, QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>())
{
    m_impl->catalog = std::move(catalog);
    m_impl->checked = std::move(checked);
    connect(&m_impl->undo, &QUndoStack::cleanChanged, this, &Workspace::projectChanged);
    connect(&m_impl->flips, &QFutureWatcher<Following>::finished, this, [this] {
        if (m_impl->flips_for != m_impl->question || m_impl->answer.decisions.empty()) {
            startFlips();
            return;
        }
        Following found = m_impl->flips.result();
        m_impl->shipped = found.shipped;
        add_flips(m_impl->answer, std::move(found.flips));
        add_layer_effects(m_impl->answer, std::move(found.effects));
        Q_EMIT flipsChanged();
    });
    // While a slider moves every search would be for a question of the past, and take the time of the next step.
    m_impl->pause.setSingleShot(true);
    m_impl->pause.setInterval(flip_pause_ms);
    connect(&m_impl->pause, &QTimer::timeout, this, &Workspace::searchFlips);
    apply(m_impl->scenario);
}

Workspace::~Workspace()
{
    m_impl->flips.waitForFinished();
}

const Catalog& Workspace::catalog() const
{
    return m_impl->catalog;
}
const std::vector<CheckedClaim>& Workspace::checkedClaims() const
{
    if (m_impl->checked.empty())
        m_impl->checked = check(m_impl->catalog);
    return m_impl->checked;
}
void Workspace::setKnowledge(Catalog catalog, std::vector<CheckedClaim> checked)
{
    m_impl->flips.waitForFinished(); // they read the catalog
    m_impl->catalog = std::move(catalog);
    m_impl->checked = std::move(checked);
    m_impl->model.reset();
    m_impl->shipped.reset();
    m_impl->catalog_is_new = true;
    apply(m_impl->scenario);
}

void Workspace::setChecked(std::vector<CheckedClaim> checked)
{
    m_impl->flips.waitForFinished(); // they read the catalog
    m_impl->checked = std::move(checked);
    m_impl->catalog.untrusted_claims = untrusted(m_impl->checked);
    // Where a project is opened at once, that is the question; the blank one would be answered for nobody.
    QTimer::singleShot(0, this, [this, blank = m_impl->question] {
        if (m_impl->question == blank)
            apply(m_impl->scenario);
    });
}

void Workspace::setOwn(OwnKnowledge* own)
{
    m_own = own;
    if (!own || own->batches().empty())
        return;
    // What the layers moved is asked for with the flip points.
    ++m_impl->question;
    startFlips();
}

const Scenario& Workspace::scenario() const
{
    return m_impl->scenario;
}
const Answer& Workspace::answer() const
{
    return m_impl->answer;
}
double Workspace::answerMilliseconds() const
{
    return m_impl->milliseconds;
}
const ResolvedModel* Workspace::model() const
{
    return m_impl->model ? &*m_impl->model : nullptr;
}
QUndoStack& Workspace::undoStack()
{
    return m_impl->undo;
}
const Subject& Workspace::subject() const
{
    return m_impl->subject;
}
QString Workspace::path() const
{
    return m_impl->path;
}
bool Workspace::isModified() const
{
    return !m_impl->undo.isClean();
}

bool Workspace::isUntouched() const
{
    return m_impl->path.isEmpty() && !isModified() && m_impl->scenario == default_scenario();
}

void Workspace::change(const Scenario& next, const QString& what, int mergeId)
{
    if (next == m_impl->scenario)
        return;
    m_impl->undo.push(new ChangeScenario(m_impl->scenario, next, what, mergeId, [this](const Scenario& scenario) { apply(scenario); }));
}

void Workspace::apply(const Scenario& scenario)
{
    QElapsedTimer timer;
    timer.start();
    const Scenario& before = m_impl->scenario;
    // Where the knowledge is new the model was forgotten: it is resolved upon it.
    const bool same_model = m_impl->model && before.model == scenario.model && before.add_innovations == scenario.add_innovations
        && before.remove_innovations == scenario.remove_innovations
        && before.workload.weight_precision == scenario.workload.weight_precision
        && before.workload.kv_precision == scenario.workload.kv_precision;
    m_impl->scenario = scenario;
    if (!same_model) {
        m_impl->model.reset();
        if (scenario.model.form != ModelForm::None) {
            Result<ResolvedModel> model = resolve_model(scenario, m_impl->catalog, m_impl->config_text);
            if (model)
                m_impl->model = std::move(*model);
            else
                Q_EMIT failed(QString::fromStdString(model.error().text()));
        }
    }
    Answer next = match_resolved(scenario, m_impl->catalog, model(), false);
    // Until the new flip points are in, the old ones stand: a line that comes and goes at every step would make the page jump.
    for (Decision& decision : next.decisions) {
        const Decision* old = m_impl->answer.decision(decision.role);
        if (old && old->chosen == decision.chosen) {
            decision.flips = old->flips;
            decision.cannot_flip = old->cannot_flip;
            if (!m_impl->catalog_is_new)
                decision.layer_effects = old->layer_effects;
        }
    }
    m_impl->answer = std::move(next);
    m_impl->milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    ++m_impl->question;
    if (std::exchange(m_impl->catalog_is_new, false))
        Q_EMIT catalogChanged();
    Q_EMIT scenarioChanged();
    Q_EMIT answerChanged();
    startFlips();
}

void Workspace::startFlips()
{
    m_impl->pause.start();
}

void Workspace::searchFlips()
{
    if (!m_impl->model || m_impl->flips.isRunning() || m_impl->answer.decisions.empty() || m_impl->answer.decisions.front().chosen.empty())
        return;
    m_impl->flips_for = m_impl->question;
    // Whoever replaces the catalog waits first, and so does the destructor.
    const bool layered = m_own && !m_own->batches().empty();
    m_impl->flips.setFuture(QtConcurrent::run([answer = m_impl->answer, model = *m_impl->model, catalog = &m_impl->catalog,
                                               shipped = layered ? m_impl->shipped : nullptr,
                                               base = layered ? m_own->places().base : ReadBase(), config = m_impl->config_text] {
        Following out{flip_points(answer, *catalog, &model), {}, shipped};
        if (base && !out.shipped)
            out.shipped = read_shipped(base, *catalog);
        if (out.shipped)
            out.effects = layer_effects(answer, out.shipped->catalog, *catalog, out.shipped->changes, config);
        return out;
    }));
}

void Workspace::explain(const Subject& subject)
{
    if (subject == m_impl->subject)
        return;
    m_impl->subject = subject;
    Q_EMIT subjectChanged();
}

void Workspace::newProject()
{
    m_impl->undo.clear();
    m_impl->path.clear();
    m_impl->config_text.clear();
    apply(default_scenario());
    Q_EMIT projectChanged();
}

bool Workspace::open(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT failed(tr("%1 cannot be read: %2").arg(path, file.errorString()));
        return false;
    }
    if (!load(file.readAll().toStdString(), path, path))
        return false;
    Q_EMIT projectChanged();
    return true;
}

bool Workspace::restore(const QString& text, const QString& path)
{
    if (!load(text.toStdString(), path, path.isEmpty() ? tr("unsaved changes") : path))
        return false;
    m_impl->undo.resetClean();
    Q_EMIT projectChanged();
    return true;
}

bool Workspace::openCopy(const QString& text, const QString& place)
{
    if (!load(text.toStdString(), {}, place))
        return false;
    Q_EMIT projectChanged();
    return true;
}

/// The project in `text` with its files beside `path`; errors name `place` and leave everything as it was.
bool Workspace::load(const std::string& text, const QString& path, const QString& place)
{
    const Result<Scenario> scenario = read_scenario(text, place.toStdString());
    if (!scenario) {
        Q_EMIT failed(QString::fromStdString(scenario.error().text()));
        return false;
    }
    std::string config_text;
    if (scenario->model.form == ModelForm::ConfigFile) {
        QFile config(QFileInfo(path).absolutePath() + u'/' + QString::fromStdString(scenario->model.text));
        if (!config.open(QIODevice::ReadOnly)) {
            Q_EMIT failed(tr("%1: /model/config_file: %2 cannot be read: %3").arg(place, config.fileName(), config.errorString()));
            return false;
        }
        config_text = config.readAll().toStdString();
    }
    if (const Status places = check_places(*scenario, m_impl->catalog); !places) {
        Q_EMIT failed(place + QStringLiteral(": ") + QString::fromStdString(places.error().text()));
        return false;
    }
    if (scenario->model.form != ModelForm::None) {
        if (const auto model = resolve_model(*scenario, m_impl->catalog, config_text); !model) {
            Q_EMIT failed(place + QStringLiteral(": ") + QString::fromStdString(model.error().text()));
            return false;
        }
    }
    m_impl->undo.clear();
    m_impl->path = path;
    m_impl->config_text = config_text;
    m_impl->model.reset();
    apply(*scenario);
    return true;
}

bool Workspace::save(const QString& path)
{
    const QByteArray text = QByteArray::fromStdString(scenario_file_text(m_impl->scenario));
    if (const QString reason = write_whole(path, text); !reason.isEmpty()) {
        Q_EMIT failed(tr("%1 cannot be written: %2").arg(path, reason));
        return false;
    }
    m_impl->path = path;
    m_impl->undo.setClean();
    Q_EMIT projectChanged();
    return true;
}

} // namespace archway
