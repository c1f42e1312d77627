// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/knowledge/catalog.h"

#include <algorithm>

namespace archway {

namespace {

bool same_word(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
        return lower(x) == lower(y);
    });
}

template <class T>
const T* by_id(const std::vector<T>& records, std::string_view id)
{
    const auto found = std::find_if(records.begin(), records.end(), [id](const T& record) { return record.id == id; });
    return found == records.end() ? nullptr : &*found;
}

template <class T>
const T* by_id_or_alias(const std::vector<T>& records, std::string_view id)
{
    if (const T* exact = by_id(records, id))
        return exact;
    const auto found = std::find_if(records.begin(), records.end(), [id](const T& record) {
        return same_word(record.id, id)
            || std::any_of(record.aliases.begin(), record.aliases.end(), [id](const std::string& alias) { return same_word(alias, id); });
    });
    return found == records.end() ? nullptr : &*found;
}

} // namespace

const ModelRecord* Catalog::model(std::string_view id) const
{
    return by_id_or_alias(models, id);
}

const Accelerator* Catalog::accelerator(std::string_view id) const
{
    return by_id_or_alias(accelerators, id);
}

const InstanceType* Catalog::instance(std::string_view id) const
{
    return by_id_or_alias(instances, id);
}

const Entity* Catalog::entity(std::string_view id) const
{
    return by_id_or_alias(knowledge.entities, id);
}

const Claim* Catalog::claim(std::string_view id) const
{
    return by_id(knowledge.claims, id);
}

const Source* Catalog::source(std::string_view id) const
{
    return by_id(knowledge.sources, id);
}

} // namespace archway
