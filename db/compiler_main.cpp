// SPDX-License-Identifier: GPL-3.0-or-later
// archway-knowledge-compiler FOLDER OUT.db: checks the knowledge files of a folder and compiles them into a knowledge base.
#include "db/knowledge_writer.h"
#include "model/knowledge/knowledge_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

int main(int argc, char** argv)
{
    if (argc != 3) {
        fmt::print(stderr, "usage: archway-knowledge-compiler FOLDER OUT.db\n");
        return 2;
    }
    std::vector<std::filesystem::path> paths;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1], code)) {
        if (entry.path().extension() == ".json")
            paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<archway::KnowledgeFile> files;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        files.push_back({path.filename().string(), std::string(std::istreambuf_iterator<char>(file), {})});
    }
    const auto catalog = archway::read_knowledge_files(files);
    if (!catalog) {
        fmt::print(stderr, "{}\n", catalog.error().text());
        return 3;
    }
    const auto written = archway::write_knowledge_base(*catalog, argv[2]);
    if (!written) {
        fmt::print(stderr, "{}\n", written.error().text());
        return 4;
    }
    const archway::Knowledge& k = catalog->knowledge;
    fmt::print("{} entities, {} relations, {} claims, {} sources, {} models, {} instance types, {} prices\n", k.entities.size(),
               k.relations.size(), k.claims.size(), k.sources.size(), catalog->models.size(), catalog->instances.size(),
               catalog->prices.size());
    return 0;
}
