// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verb.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace archway {

void VerbContext::fail(const Error& error)
{
    std::fprintf(stderr, "archway: %s\n", error.text().c_str());
    status = static_cast<int>(error.code);
}

void print_json(const nlohmann::ordered_json& json)
{
    std::printf("%s\n", json.dump(2).c_str());
}

} // namespace archway
