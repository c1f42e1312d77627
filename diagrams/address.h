// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/knowledge/catalog.h"

#include <map>
#include <string>

namespace archway {

/// Where one can read on about each entity: of the sources of what is said of it, the first with an address on the web, documentation
/// before all else. Only https. Entities without one are left out.
[[nodiscard]] std::map<std::string, std::string> addresses(const Catalog&);

/// A source's location as an address on the web: as it stands, or that of the paper an arXiv number names; empty where it is none.
[[nodiscard]] std::string web_address(std::string_view location);

} // namespace archway
