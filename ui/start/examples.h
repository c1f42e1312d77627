// SPDX-License-Identifier: GPL-3.0-or-later
// The worked examples that come with the program: scenarios to open, change and save as one's own.
#pragma once

#include "model/knowledge/catalog.h"

#include <QList>
#include <QString>

namespace archway {

struct Example {
    QString name; ///< "deepseek-v3-support"
    QString title;
    QString task;    ///< "Serve", "Pre-train", "Fine-tune", "Innovations"
    QString details; ///< model, load and place in a line
    QString text;    ///< the project file
};

/// Serving first, then training, then those without a model; by title within each.
[[nodiscard]] QList<Example> examples(const Catalog& catalog);

} // namespace archway
