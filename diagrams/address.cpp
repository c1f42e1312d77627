// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagrams/address.h"

#include <algorithm>

namespace archway {

std::string web_address(std::string_view location)
{
    constexpr std::string_view arxiv = "arXiv:";
    if (location.starts_with(arxiv)) {
        const std::string_view number = location.substr(arxiv.size());
        const std::size_t end = std::min(number.find_first_not_of("0123456789."), number.size());
        return end < 9 ? std::string() : "https://arxiv.org/abs/" + std::string(number.substr(0, end));
    }
    // One word without anything that could end an attribute or begin another scheme.
    const std::string_view word = location.substr(0, location.find_first_of(" \t\r\n"));
    const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f && c != '"' && c != '\'' && c != '<' && c != '>'
            && c != '\\';
    });
    return plain && word.starts_with("https://") && word.size() > 10 && word.size() < 500 ? std::string(word) : std::string();
}

std::map<std::string, std::string> addresses(const Catalog& catalog)
{
    struct Found {
        std::string address;
        bool documentation = false;
    };
    std::map<std::string_view, Found> of_source;
    for (const Source& source : catalog.knowledge.sources) {
        if (std::string address = web_address(source.location); !address.empty())
            of_source.emplace(source.id, Found{std::move(address), source.kind == "documentation"});
    }
    std::map<std::string, std::string> out;
    for (const bool documentation : {true, false}) {
        for (const Claim& claim : catalog.knowledge.claims) {
            for (const Citation& citation : claim.sources) {
                const auto found = of_source.find(citation.document);
                if (found != of_source.end() && found->second.documentation == documentation)
                    out.emplace(claim.about, found->second.address);
            }
        }
    }
    return out;
}

} // namespace archway
