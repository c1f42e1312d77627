// SPDX-License-Identifier: GPL-3.0-or-later
// Where nodes were dragged to, kept in what the project file holds for the window: {"layout": {"flowchart": {"MLA": [12, -40]}}}.
#pragma once

#include "diagrams/perspective.h"

#include <optional>

namespace archway {

/// The nudges of one picture; none where the text is empty or says something else.
[[nodiscard]] Nudges read_nudges(const std::string& window, const std::string& picture);
/// The window's text with those of one picture replaced; what else it holds stays.
[[nodiscard]] std::string with_nudges(const std::string& window, const std::string& picture, const Nudges& nudges);

/// The direction a picture had turned itself into when its nodes were moved: {"ways": {"deployment": "top-down"}}; none where it had not.
[[nodiscard]] std::optional<FlowDirection> read_way(const std::string& window, const std::string& picture);
[[nodiscard]] std::string with_way(const std::string& window, const std::string& picture, std::optional<FlowDirection> way);

/// Nodes that were given another name, by id: {"names": {"flowchart": {"MLA": "Latent attention"}}}.
using NodeNames = std::map<std::string, std::string>;
[[nodiscard]] NodeNames read_names(const std::string& window, const std::string& picture);
[[nodiscard]] std::string with_names(const std::string& window, const std::string& picture, const NodeNames& names);
/// Gives the nodes their names; the further lines of their labels stay.
void rename(Diagram&, const NodeNames&);

} // namespace archway
