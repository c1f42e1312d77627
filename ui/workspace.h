// SPDX-License-Identifier: GPL-3.0-or-later
// The open project: its scenario, the newest answer, undo, and what the Why panel is asked about.
#pragma once

#include "model/evidence/check.h"
#include "model/match/decision.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <memory>

namespace archway {

/// What was clicked last and is to be explained: a kind and an id that the Why panel knows how to open.
struct Subject {
    enum class Kind { Nothing, Entity, Relation, Claim, Source, Formula, Candidate, Deployment, Input };
    Kind kind = Kind::Nothing;
    QString id;     ///< entity id; "from>to" for a relation; formula id; "role/candidate"; instance id; scenario path
    QString detail; ///< e.g. the instance a formula is to be shown with
    friend bool operator==(const Subject&, const Subject&) = default;
};

class OwnKnowledge;

class Workspace : public QObject {
    Q_OBJECT
public:
    /// `checked` is what check() made of the catalog where that is known already.
    explicit Workspace(Catalog catalog, std::vector<CheckedClaim> checked = {}, QObject* parent = nullptr);
    ~Workspace() override;

    [[nodiscard]] const Catalog& catalog() const;
    /// Every claim of the catalog with its verdict; computed when first asked for.
    [[nodiscard]] const std::vector<CheckedClaim>& checkedClaims() const;
    /// The knowledge has changed while the window is open: everything that was read from the catalog is read anew, and the question is
    /// answered anew. References to catalog() and checkedClaims() stay valid, what they hold does not.
    void setKnowledge(Catalog catalog, std::vector<CheckedClaim> checked);
    /// What check() made of the catalog that this was made with. The next answer heeds it; without a question, the blank one is answered
    /// anew when the event loop runs.
    void setChecked(std::vector<CheckedClaim> checked);
    /// The user's own layers; nullptr where there are none to change. Set by OwnKnowledge.
    [[nodiscard]] OwnKnowledge* own() const { return m_own; }
    void setOwn(OwnKnowledge* own);
    [[nodiscard]] const Scenario& scenario() const;
    /// The answer to scenario(); recomputed synchronously on every change (the arithmetic takes milliseconds).
    [[nodiscard]] const Answer& answer() const;
    /// Milliseconds the newest answer took.
    [[nodiscard]] double answerMilliseconds() const;
    /// nullptr for a scenario without a model, or one that cannot be read.
    [[nodiscard]] const ResolvedModel* model() const;
    [[nodiscard]] QUndoStack& undoStack();

    /// Makes `next` the scenario, undoable as `what`. Successive changes with the same non-negative `mergeId` within a drag become
    /// one undo step.
    void change(const Scenario& next, const QString& what, int mergeId = -1);

    [[nodiscard]] const Subject& subject() const;
    void explain(const Subject& subject);

    /// Project file: path() is empty for a new one. Errors are reported through failed() and leave everything as it was.
    [[nodiscard]] QString path() const;
    [[nodiscard]] bool isModified() const;
    /// Nothing was asked, opened or changed yet.
    [[nodiscard]] bool isUntouched() const;
    void newProject();
    bool open(const QString& path);
    /// Makes `text`, which nobody has saved, the modified project of `path` (empty for a new one); the file there is not written.
    bool restore(const QString& text, const QString& path);
    /// Makes `text` a new project without a file: saving asks where. Errors name `place`.
    bool openCopy(const QString& text, const QString& place);
    bool save(const QString& path);

Q_SIGNALS:
    /// Comes before the other signals of the same change, when the new answer is there already.
    void catalogChanged();
    void scenarioChanged();
    void answerChanged();
    /// The flip points of the newest answer are in; they follow it asynchronously.
    void flipsChanged();
    void subjectChanged();
    void projectChanged();
    void failed(const QString& message);

private:
    void apply(const Scenario& scenario);
    void startFlips();
    void searchFlips();
    bool load(const std::string& text, const QString& path, const QString& place);

    OwnKnowledge* m_own = nullptr;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace archway
