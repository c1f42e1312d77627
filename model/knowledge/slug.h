// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace archway {

/// What an id is made of: "KV cache (paged)" → "kv-cache-paged". Letters outside ASCII become dashes; at most `most` bytes of the
/// text are read; empty where none of them is a letter or digit.
[[nodiscard]] inline std::string slug(std::string_view text, std::size_t most = 80)
{
    std::string out;
    for (const char c : text.substr(0, most)) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += upper ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!out.empty() && out.back() != '-')
            out += '-';
    }
    while (!out.empty() && out.back() == '-')
        out.pop_back();
    return out;
}

} // namespace archway
