// SPDX-License-Identifier: GPL-3.0-or-later
// A base of a million claims: opened, searched, asked for the neighbourhood of its hub, and what of it is in memory afterwards.
// The base is generated once and kept in the build folder.
#include "db/knowledge_store.h"
#include "model/evidence/check.h"
#include "tests/support/generated_base.h"

#include <fmt/format.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;
using namespace archway;
using test::GeneratedBase;

std::size_t claim_count = 1'000'000; ///< or the first argument, for a look at smaller ones

template <class T>
T value_or_exit(Result<T> result)
{
    if (!result) {
        fmt::print(stderr, "{}\n", result.error().text());
        std::exit(1);
    }
    return std::move(*result);
}

template <class Work>
double milliseconds(const Work& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double resident_bytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            return std::strtod(line.c_str() + 7, nullptr) * 1024;
    }
    return 0;
}

void write_base(const std::string& path)
{
    const Catalog shipped = value_or_exit(value_or_exit(KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db", true)).catalog());
    const std::string error = test::write_generated_base(GeneratedBase(claim_count), shipped, path);
    if (error.empty())
        return;
    fmt::print(stderr, "{}\n", error);
    std::exit(1);
}

/// Kept in the build folder while it is newer than the shipped base, which is in it. Written by another process, whose memory is not
/// counted.
std::string generated_base()
{
    const std::string path = fmt::format("{}/scale-{}.db", ARCHWAY_BUILD_DIR, claim_count);
    std::error_code code;
    if (fs::exists(path) && fs::last_write_time(path, code) > fs::last_write_time(ARCHWAY_BUILD_DIR "/knowledge.db", code))
        return path;
    const pid_t writer = fork();
    if (writer == 0) {
        write_base(path);
        std::_Exit(0);
    }
    int status = 1;
    if (writer < 0 || waitpid(writer, &status, 0) != writer || status != 0)
        std::exit(1);
    return path;
}

/// A thousand different queries of the kinds that are typed: rare words, common ones, beginnings of one to six letters, two and three
/// words, names, ids, phrases, other scripts, nonsense.
std::vector<std::string> queries()
{
    static constexpr const char* common[]{"memory", "latency", "throughput", "tokens",    "model",
                                          "the",    "of",      "cache",      "attention", "training"};
    static constexpr const char* scripts[]{"显存带宽", "キャッシュ",    "пропускная", "größer",
                                           "grosser",  "mémoire accél", "메모리",     "الذاكرة"};
    std::vector<std::string> out;
    for (std::size_t i = 0; out.size() < 1000; ++i) {
        const std::string often = common[i / 10 % std::size(common)], other = common[(i / 100 + i) % std::size(common)];
        const std::string seldom = GeneratedBase::word(i * 37 % GeneratedBase::vocabulary);
        switch (i % 10) {
        case 0: out.push_back(GeneratedBase::mark(i * 997 % claim_count)); break;
        case 1: out.push_back(often); break;
        case 2: out.push_back(seldom); break;
        case 3: out.push_back(seldom.substr(0, 1 + i / 10 % 6)); break;
        case 4: out.push_back(often + " " + other); break;
        case 5: out.push_back(often + " " + seldom); break;
        case 6: out.push_back(often + " " + GeneratedBase::word(i % 50) + " " + other.substr(0, 3)); break;
        case 7: out.push_back(i % 20 == 7 ? scripts[i / 20 % std::size(scripts)] : fmt::format("gen-entity-{:06}", i * 31)); break;
        case 8: out.push_back(GeneratedBase::word(i % 200) + " " + GeneratedBase::word((i + 13) % 200)); break;
        default: out.push_back("zq" + seldom + "xw " + often); break;
        }
    }
    return out;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1 && *argv[1] >= '0' && *argv[1] <= '9')
        claim_count = std::strtoul(argv[1], nullptr, 10);
    const std::string path = generated_base();
    // As another program's writing would have pushed it out of the system's memory or not: the first opening is shown apart.
    std::vector<double> openings;
    for (int i = 0; i < 15; ++i)
        openings.push_back(milliseconds([&path] { (void)value_or_exit(value_or_exit(KnowledgeStore::open(path)).catalog()); }));
    const double first = openings.front();
    std::sort(openings.begin(), openings.end());

    const KnowledgeStore store = value_or_exit(KnowledgeStore::open(path));
    const Catalog catalog = value_or_exit(store.catalog());
    const std::vector<CheckedClaim> checked = check(catalog);

    std::vector<std::pair<double, std::string>> times;
    std::size_t hits = 0;
    for (const std::string& query : queries()) {
        const double ms = milliseconds([&] { hits += value_or_exit(store.find(query)).hits.size(); });
        times.emplace_back(ms, query);
    }
    std::sort(times.begin(), times.end());

    std::vector<double> hubs;
    for (std::size_t i = 0; i < 30; ++i) {
        const std::string id = GeneratedBase(claim_count).entity(i % 3).id;
        hubs.push_back(milliseconds([&] {
            if (value_or_exit(store.surroundings(id, 36)).knowledge.relations.size() != 36)
                std::exit(1);
        }));
    }
    std::sort(hubs.begin(), hubs.end());
    std::vector<double> pages;
    for (std::size_t i = 0; i < 30; ++i) {
        ClaimConditions filter;
        if (i % 3 == 1)
            filter.kinds = {"service"};
        if (i % 3 == 2)
            filter.words = "latency";
        pages.push_back(milliseconds([&] {
            (void)value_or_exit(store.claims(filter, i * 50, 50));
            (void)value_or_exit(store.facets(filter));
        }));
    }
    std::sort(pages.begin(), pages.end());
    if (hits < 10'000 || checked.empty())
        std::exit(1);
    if (std::getenv("ARCHWAY_BENCH_SLOWEST"))
        for (std::size_t i = times.size() - 25; i < times.size(); ++i)
            fmt::print(stderr, "{:8.2f} ms  {}\n", times[i].first, times[i].second);
    fmt::print("scale_open_first,{:.2f},ms\n", first);
    fmt::print("scale_open_million_claims,{:.2f},ms\n", openings[openings.size() / 2]);
    fmt::print("scale_search_median,{:.3f},ms\nscale_search_p99,{:.2f},ms\n", times[times.size() / 2].first,
               times[times.size() * 99 / 100].first);
    fmt::print("scale_search_slowest,{:.2f},ms\n", times.back().first);
    fmt::print("scale_neighbourhood_of_hub,{:.2f},ms\n", hubs.back());
    fmt::print("scale_page_and_facets_slowest,{:.2f},ms\n", pages.back());
    fmt::print("scale_resident_memory,{:.1f},MB\n", resident_bytes() / 1e6);
    return 0;
}
