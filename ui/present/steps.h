// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a presentation, in the order of the reasoning: question, model, what it needs, candidates, choice, cost, what flips it,
// sources.
#pragma once

#include "ui/workspace.h"

#include <QList>
#include <QString>

namespace archway {

struct PresentStep {
    QString title;
    QString lead;      ///< the answer in one line, plain text
    QStringList lines; ///< plain text
    QString chart;     ///< kind shown beside it; empty = none
};

/// Always the same eight, so that a step keeps its place when the question changes. What cannot be said yet is said to be so.
[[nodiscard]] QList<PresentStep> present_steps(const Workspace& workspace);

/// The project with the question as it stands, its choice and its figures added to the decision log, which the project file keeps.
[[nodiscard]] Scenario with_log_entry(const Workspace& workspace, const QString& date);
/// Entries of the decision log, one a line, oldest first.
[[nodiscard]] QStringList decision_log(const Scenario& scenario);

} // namespace archway
