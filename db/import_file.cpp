// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/import_file.h"

#include "model/knowledge/reference_document.h"
#include "model/match/rules.h"
#include "model/prices/instance_types.h"
#include "model/prices/price_list.h"
#include "model/transformer/config_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace archway {

namespace {

constexpr std::size_t chunk_bytes = 256u << 10;
constexpr std::uintmax_t largest_whole_file = 64u << 20;
constexpr const char* accepted = "expected a knowledge pack (what archway export writes), an AWS price list (JSON or CSV), the answer of "
                                 "aws ec2 describe-instance-types, "
                                 "a list of references (Markdown with [x] and [ ], or JSON), "
                                 "or a Mermaid flowchart or mindmap";

/// Types of the catalog, and other sizes of their families: prices of both are kept.
WantedType types_of_use(const Catalog& catalog)
{
    std::set<std::string, std::less<>> families, types;
    for (const InstanceType& type : catalog.instances) {
        families.insert(type.family);
        types.insert(type.id);
    }
    return [families = std::move(families), types = std::move(types)](std::string_view type) {
        return types.find(type) != types.end() || families.find(type.substr(0, type.find('.'))) != families.end();
    };
}

/// Letters, digits, dots and hyphens of a text, in lower case: part of an id.
std::string as_id(std::string_view text)
{
    std::string out;
    for (const char c : text.substr(0, 60)) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        out += upper ? static_cast<char>(c - 'A' + 'a') : plain ? c : '-';
    }
    return out;
}

/// Feeds the whole file, chunk by chunk.
Status feed_file(std::ifstream& file, const std::string& name, PriceListReader& reader)
{
    file.clear();
    file.seekg(0);
    std::string chunk(chunk_bytes, '\0');
    while (file.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || file.gcount() > 0) {
        if (Status fed = reader.feed(std::string_view(chunk).substr(0, static_cast<std::size_t>(file.gcount()))); !fed)
            return fed;
    }
    if (file.bad())
        return bad_input(name, "cannot be read to its end");
    return Done{};
}

Result<ImportFile> read_price_list(std::ifstream& file, const std::string& name, PriceListReader::Format format, const Catalog& catalog)
{
    PriceListReader reader(format, name, types_of_use(catalog));
    for (bool again = true; again;) {
        if (const Status fed = feed_file(file, name, reader); !fed)
            return fed.error();
        const Result<bool> ended = reader.end_of_file();
        if (!ended)
            return ended.error();
        again = *ended;
    }
    Result<PriceListContent> content = reader.finish();
    if (!content)
        return content.error();
    const PriceListHeader& header = content->header;
    ImportFile out{name, "price-list", {}, {}, std::move(content->left_out)};
    out.title = fmt::format("AWS price list {}, version {}, published {}", header.offer_code,
                            header.version.empty() ? "not stated" : header.version, header.published);
    const std::string source
        = fmt::format("aws-price-list-{}-{}", as_id(header.offer_code), as_id(header.version.empty() ? header.published : header.version));
    for (Price& price : content->prices)
        price.source = source;
    if (!content->prices.empty())
        out.records.catalog.knowledge.sources.push_back(
            {source, out.title, "price-list", "file " + name, header.published.substr(0, 10), true});
    out.records.catalog.prices = std::move(content->prices);
    return out;
}

Result<ImportFile> read_types(const std::string& text, const std::string& name, const Catalog& catalog)
{
    if (const Status whole = check_json(text, name); !whole)
        return whole.error();
    const std::string source = "instance-types-" + as_id(name);
    Result<InstanceTypesContent> content = read_instance_types(text, name, catalog, source);
    if (!content)
        return content.error();
    ImportFile out{name, "instance-types", "answer of aws ec2 describe-instance-types", {}, std::move(content->left_out)};
    if (!content->types.empty())
        out.records.catalog.knowledge.sources.push_back(
            {source, "EC2 instance types as aws ec2 describe-instance-types answered", "documentation", "file " + name, {}, true});
    out.records.catalog.instances = std::move(content->types);
    return out;
}

/// What a pack may hold beyond the fields: conditions and model configurations that can be read.
Status check_meaning(const LayerRecords& records, const std::string& name)
{
    const Scenario nothing_asked;
    const Facts facts = facts_of({nothing_asked, records.catalog, nullptr});
    for (const Rule& rule : records.catalog.knowledge.rules) {
        if (const auto read = holds(rule.when, facts); !read)
            return bad_input(fmt::format("{}: rule \"{}\"", name, rule.id), read.error().message, read.error().advice);
    }
    for (const ModelRecord& model : records.catalog.models) {
        if (const auto read = read_config_text(model.config, "/config"); !read)
            return bad_input(fmt::format("{}: model \"{}\"", name, model.id), read.error().text());
    }
    return Done{};
}

Result<ImportFile> read_pack_file(const std::string& text, const std::string& name)
{
    Result<Pack> pack = read_pack(text, name);
    if (!pack)
        return pack.error();
    if (const Status meaning = check_meaning(pack->records, name); !meaning)
        return meaning.error();
    return ImportFile{name, "pack", pack->title.empty() ? "knowledge pack" : pack->title, std::move(pack->records), {}};
}

Result<ImportFile> read_references(const std::string& text, const std::string& name, const Catalog& catalog)
{
    Result<ReferenceDocument> document = read_reference_document(text, name, catalog);
    if (!document)
        return document.error();
    return ImportFile{name, "references", document->title, std::move(document->records), std::move(document->left_out)};
}

} // namespace

Result<ImportFile> read_import_file(const std::string& path, const Catalog& catalog)
{
    const std::string name = std::filesystem::path(path).filename().string();
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code))
        return bad_input(path, std::filesystem::exists(path, code) ? "is not a file" : "no such file", accepted);
    std::ifstream file(path, std::ios::binary);
    std::string beginning(chunk_bytes, '\0');
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    if (!file.eof() && !file)
        return bad_input(path, "cannot be read");
    beginning.resize(static_cast<std::size_t>(file.gcount()));
    if (const auto format = price_list_format(beginning))
        return read_price_list(file, name, *format, catalog);
    const std::size_t start = beginning.find_first_not_of(" \t\r\n");
    const bool references = start != std::string::npos && looks_like_references(std::string_view(beginning).substr(start));
    if (start == std::string::npos || (beginning[start] != '{' && !references))
        return bad_input(path, start == std::string::npos ? "is empty" : "is of no kind that can be imported", accepted);
    if (std::filesystem::file_size(path, code) > largest_whole_file)
        return bad_input(path, fmt::format("is larger than {} MiB", largest_whole_file >> 20), "only a price list may be");
    file.clear();
    file.seekg(0);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    if (references)
        return read_references(text, name, catalog);
    if (beginning.find("\"InstanceTypes\"") != std::string::npos)
        return read_types(text, name, catalog);
    return read_pack_file(text, name);
}

} // namespace archway
