// SPDX-License-Identifier: GPL-3.0-or-later
// Reading AWS price lists: the offer files of EC2, SageMaker and savings plans, JSON or CSV, fed in chunks.
#pragma once

#include "model/base/result.h"
#include "model/prices/price_collector.h"

#include <memory>
#include <string>
#include <string_view>

namespace archway {

/// Reads one file of any size in bounded memory. Damage is an error with line and byte; what is strange in a row is counted by reason.
class PriceListReader {
public:
    enum class Format { Json, Csv };

    /// `name` is the file in error messages; `wanted` says which instance types are of use.
    PriceListReader(Format format, std::string name, WantedType wanted);
    ~PriceListReader();

    [[nodiscard]] Status feed(std::string_view chunk);
    /// Call at the end of the file. True: the file has to be fed once more from its beginning, since its terms stand before its products.
    [[nodiscard]] Result<bool> end_of_file();
    /// The prices; once, after end_of_file() said false.
    [[nodiscard]] Result<PriceListContent> finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// What a file is, by its first few thousand bytes: an offer file in JSON or CSV, or nothing of the kind.
[[nodiscard]] std::optional<PriceListReader::Format> price_list_format(std::string_view beginning);

} // namespace archway
