// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/prices/price_list.h"

#include "model/prices/price_list_csv.h"
#include "model/prices/price_list_json.h"

namespace archway {

struct PriceListReader::Impl {
    Impl(Format file_format, std::string file_name, WantedType wanted)
        : format(file_format)
        , name(std::move(file_name))
        , collector(std::move(wanted))
        , events(collector)
        , scanner(name, events)
        , csv(name, collector)
    {
    }

    Format format;
    std::string name;
    PriceCollector collector;
    PriceListJson events;
    JsonScanner scanner;
    PriceListCsv csv;
    bool begun = false;
};

PriceListReader::PriceListReader(Format format, std::string name, WantedType wanted)
    : m_impl(std::make_unique<Impl>(format, std::move(name), std::move(wanted)))
{
}
PriceListReader::~PriceListReader() = default;

Status PriceListReader::feed(std::string_view chunk)
{
    // Some editors put a byte order mark before the first byte.
    if (!m_impl->begun && chunk.starts_with("\xef\xbb\xbf"))
        chunk.remove_prefix(3);
    m_impl->begun = true;
    return m_impl->format == Format::Json ? m_impl->scanner.feed(chunk) : m_impl->csv.feed(chunk);
}

Result<bool> PriceListReader::end_of_file()
{
    if (m_impl->format == Format::Csv) {
        if (const Status ended = m_impl->csv.finish(); !ended)
            return ended.error();
        return false;
    }
    if (const Status ended = m_impl->scanner.finish(); !ended)
        return ended.error();
    if (m_impl->events.empty())
        return bad_input(m_impl->name, "has neither products nor terms", "expected an AWS price list");
    if (!m_impl->events.wants_second_pass())
        return false;
    m_impl->events.begin_second_pass();
    m_impl->scanner = JsonScanner(m_impl->name, m_impl->events);
    m_impl->begun = false;
    return true;
}

Result<PriceListContent> PriceListReader::finish()
{
    return m_impl->collector.finish(m_impl->name);
}

std::optional<PriceListReader::Format> price_list_format(std::string_view beginning)
{
    if (beginning.starts_with("\xef\xbb\xbf"))
        beginning.remove_prefix(3);
    const std::size_t start = beginning.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos)
        return std::nullopt;
    const auto says = [beginning](std::string_view word) { return beginning.find(word) != std::string_view::npos; };
    if (beginning[start] == '{') {
        const bool offer = says("\"publicationDate\"") || says("\"offerCode\"") || (says("\"products\"") && says("\"sku\""));
        return offer ? std::optional(PriceListReader::Format::Json) : std::nullopt;
    }
    const bool csv = says("OfferCode") || says("Publication Date") || (says("SKU") && says("TermType"));
    return csv ? std::optional(PriceListReader::Format::Csv) : std::nullopt;
}

} // namespace archway
