// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/knowledge/own_knowledge.h"

#include <QDate>
#include <QStringList>
#include <QUndoCommand>

#include <algorithm>

namespace archway {

/// A batch that comes, or one that goes. A command that could not be carried out is obsolete: the stack forgets it.
class LayerChange : public QUndoCommand {
public:
    LayerChange(OwnKnowledge& own, const QString& what, StoredBatch batch, bool adds)
        : QUndoCommand(what)
        , m_own(own)
        , m_batch(std::move(batch))
        , m_adds(adds)
    {
    }
    void undo() override { carryOut(!m_adds); }
    void redo() override { carryOut(m_adds); }

private:
    void carryOut(bool add)
    {
        if (!(add ? m_own.put(m_batch) : m_own.remove(m_batch)))
            setObsolete(true);
    }

    OwnKnowledge& m_own;
    StoredBatch m_batch;
    bool m_adds;
};

namespace {

QString sentence(const Error& error)
{
    return QString::fromStdString(error.text());
}

} // namespace

Result<PlannedImport> plan_files(const KnowledgePlaces& places, const std::vector<std::string>& paths)
{
    const Result<Catalog> below = read_below_mine(places.base, places.layers);
    if (!below)
        return below.error();
    PlannedImport out;
    LayerRecords records;
    for (const std::string& path : paths) {
        Result<ImportFile> file = places.import(path, *below);
        if (!file)
            return file.error();
        const std::string between = out.files.empty() ? "" : "; ";
        out.batch.kind = out.files.empty() || out.batch.kind == file->kind ? file->kind : "files";
        out.batch.title += between + file->title;
        out.batch.origin += between + file->name;
        stack(records, std::move(file->records));
        out.files.push_back(std::move(*file));
    }
    Result<ImportPlan> plan = plan_import(*below, std::move(records), out.batch.origin);
    if (!plan)
        return plan.error();
    out.plan = std::move(*plan);
    return out;
}

OwnKnowledge::OwnKnowledge(Workspace& workspace, KnowledgePlaces places, WindowKnowledge knowledge, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_places(std::move(places))
    , m_knowledge(std::move(knowledge))
{
    m_workspace.setOwn(this);
}

OwnKnowledge::~OwnKnowledge()
{
    m_workspace.setOwn(nullptr);
}

const Claim* OwnKnowledge::claimUnder(const std::string& id) const
{
    const auto found = m_knowledge.claims_below.find(id);
    return found == m_knowledge.claims_below.end() ? nullptr : &found->second;
}

const Claim* OwnKnowledge::claimBelowMine(const std::string& id) const
{
    const RecordOrigin* of = origin("claim", id);
    return of && of->layer == KnowledgeLayer::Mine ? claimUnder(id) : m_workspace.catalog().claim(id);
}

std::vector<Price> OwnKnowledge::pricesUnder(const std::string& id) const
{
    const auto found = m_knowledge.prices_below.find(id);
    return found == m_knowledge.prices_below.end() ? std::vector<Price>() : found->second;
}

QString OwnKnowledge::problems() const
{
    QStringList out;
    for (const std::string& problem : m_knowledge.problems)
        out << tr("Your own knowledge is left out and left as it is: %1.").arg(QString::fromStdString(problem));
    if (!m_knowledge.dropped.empty()) {
        const DroppedRecord& first = m_knowledge.dropped.front();
        out << tr("Left out of your layers, but kept: %1. The first: %2 “%3” %4.")
                   .arg(m_knowledge.dropped.size() == 1 ? tr("one record") : tr("%1 records").arg(m_knowledge.dropped.size()),
                        QString::fromStdString(first.kind), QString::fromStdString(first.id), QString::fromStdString(first.because));
    }
    return out.join(u' ');
}

LayerContent OwnKnowledge::contentOf(std::int64_t batch) const
{
    LayerContent out;
    bool counts = false;
    for (const auto& [name, origin] : m_knowledge.origins) {
        if (origin.batch != batch)
            continue;
        counts = true;
        if (name.starts_with("claim "))
            out.claims.push_back(name.substr(std::string_view("claim ").size()));
        if (out.note.empty())
            out.note = origin.note;
        if (out.since == Since::Same)
            out.since = origin.since;
    }
    out.replaced = !counts;
    return out;
}

QString OwnKnowledge::sinceText(Since since)
{
    switch (since) {
    case Since::Same: return {};
    case Since::Changed: return tr("The shipped fact changed since; yours is kept.");
    case Since::Gone: return tr("The shipped base no longer has it; yours is kept.");
    case Since::Appeared: return tr("The shipped base has it too by now; yours is kept.");
    }
    return {};
}

bool OwnKnowledge::keep(const OwnChange& change)
{
    StoredBatch batch{
        {0, KnowledgeLayer::Mine, change.kind, change.title, "window", 0, QDate::currentDate().toString(Qt::ISODate).toStdString()},
        change.records};
    const QString what = change.kind == "correction" ? tr("correct a fact")
        : change.kind == "withdrawal"                ? tr("withdraw a fact")
        : change.kind == "fact"                      ? tr("add a fact")
        : change.kind == "price"                     ? tr("own price")
        : change.kind == "discount"                  ? tr("own discount")
                                                     : tr("own knowledge");
    return push(what, std::move(batch), true);
}

bool OwnKnowledge::keep(const PlannedImport& import)
{
    StoredBatch batch{import.batch, import.plan.records};
    batch.batch.layer = KnowledgeLayer::Imported;
    batch.batch.made = QDate::currentDate().toString(Qt::ISODate).toStdString();
    return push(tr("import"), std::move(batch), true);
}

bool OwnKnowledge::takeBack(std::int64_t id)
{
    const auto found = std::find_if(m_knowledge.batches.begin(), m_knowledge.batches.end(), [id](const Batch& b) { return b.id == id; });
    if (found == m_knowledge.batches.end()) {
        Q_EMIT failed(tr("This change is not there any more."));
        return false;
    }
    const Result<std::vector<DroppedRecord>> lost = lost_without(m_places.base, m_places.layers, id);
    if (!lost) {
        Q_EMIT failed(sentence(lost.error()));
        return false;
    }
    if (!lost->empty()) {
        Q_EMIT failed(tr("Another change rests on this one: %1 “%2” %3. Take that back first.")
                          .arg(QString::fromStdString(lost->front().kind), QString::fromStdString(lost->front().id),
                               QString::fromStdString(lost->front().because)));
        return false;
    }
    return push(tr("take back: %1").arg(QString::fromStdString(found->title)), {*found, {}}, false);
}

bool OwnKnowledge::push(const QString& what, StoredBatch batch, bool adds)
{
    auto* command = new LayerChange(*this, what, std::move(batch), adds);
    const int before = m_undo.index();
    m_undo.push(command); // an obsolete one is deleted by the stack
    return m_undo.index() == before + 1;
}

/// Writes a batch; the first time it gets its id.
bool OwnKnowledge::put(StoredBatch& stored)
{
    if (stored.batch.id == 0) {
        const Result<std::int64_t> id = m_places.layers.append(stored.batch, stored.records);
        if (!id) {
            Q_EMIT failed(sentence(id.error()));
            return false;
        }
        stored.batch.id = *id;
    } else if (const Status written = m_places.layers.put_back(stored); !written) {
        Q_EMIT failed(sentence(written.error()));
        return false;
    }
    return reload();
}

/// Takes a batch away and keeps what it said, to be put back.
bool OwnKnowledge::remove(StoredBatch& stored)
{
    Result<StoredBatch> taken = m_places.layers.remove(stored.batch.id);
    if (!taken) {
        Q_EMIT failed(sentence(taken.error()));
        return false;
    }
    stored = std::move(*taken);
    return reload();
}

Result<std::string> OwnKnowledge::packOfMine() const
{
    Result<std::vector<LayerRecords>> batches = m_places.layers.read(KnowledgeLayer::Mine);
    if (!batches)
        return batches.error();
    LayerRecords all;
    for (LayerRecords& batch : *batches)
        stack(all, std::move(batch));
    return pack_json(all, tr("My changes").toStdString()).dump(1) + "\n";
}

bool OwnKnowledge::reload()
{
    Result<WindowKnowledge> read = read_layered(m_places.base, m_places.layers);
    if (!read) {
        Q_EMIT failed(sentence(read.error()));
        return false;
    }
    check_layered(*read);
    m_knowledge = std::move(*read);
    m_workspace.setKnowledge(std::move(m_knowledge.catalog), std::move(m_knowledge.checked));
    Q_EMIT changed();
    if (const QString trouble = problems(); !trouble.isEmpty())
        Q_EMIT failed(trouble);
    return true;
}

} // namespace archway
