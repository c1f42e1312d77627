// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/any_import.h"

#include "app/diagram_import.h"
#include "app/files.h"
#include "diagrams/diagram_file.h"

#include <filesystem>

namespace archway {

Result<ImportFile> read_any_import(const std::string& path, const Catalog& catalog)
{
    std::error_code code;
    if (std::filesystem::is_regular_file(path, code) && std::filesystem::file_size(path, code) <= largest_diagram_file) {
        Result<std::string> text = read_file(path);
        if (!text)
            return text.error();
        if (is_diagram_file(path) || looks_like_mermaid(*text))
            return read_diagram_import(*text, path, catalog);
    }
    return read_import_file(path, catalog);
}

} // namespace archway
