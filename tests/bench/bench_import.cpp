// SPDX-License-Identifier: GPL-3.0-or-later
// Importing price lists of 300 MB, made on the spot in the shape of AWS's offer files: read, compared with the base, written to a layer.
#include "db/import_file.h"
#include "db/knowledge_store.h"
#include "db/user_layers.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>

namespace {

namespace fs = std::filesystem;
using namespace archway;

constexpr std::uintmax_t list_bytes = 300'000'000;

template <class T>
T value_or_exit(Result<T> result)
{
    if (!result) {
        fmt::print(stderr, "{}\n", result.error().text());
        std::exit(1);
    }
    return std::move(*result);
}

/// A field of /proc/self/status in bytes.
double memory(const char* field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(field))
            return std::strtod(line.c_str() + std::string_view(field).size() + 1, nullptr) * 1024;
    }
    return 0;
}

/// From now on the peak counts from what is resident now.
void forget_peak()
{
    std::ofstream("/proc/self/clear_refs") << 5;
}

/// The attributes that vary, by a counter: as in the real list most rows are of types, systems and tenancies that are of no use.
struct Row {
    explicit Row(std::size_t n)
        : sku(fmt::format("SKU{:013}", n))
        , type(types[n % 16])
        , region(n / 16 % 2 ? "us-east-1" : "eu-west-1")
        , os(n / 32 % 4 == 0       ? "Linux"
                 : n / 32 % 4 == 1 ? "Windows"
                 : n / 32 % 4 == 2 ? "RHEL"
                                   : "SUSE")
        , tenancy(n / 128 % 3 == 0       ? "Shared"
                      : n / 128 % 3 == 1 ? "Dedicated"
                                         : "Host")
        , status(n / 384 % 3 == 0       ? "Used"
                     : n / 384 % 3 == 1 ? "UnusedCapacityReservation"
                                        : "AllocatedCapacityReservation")
        , usd(1 + static_cast<double>(n % 16))
    {
    }
    static constexpr const char* types[16]
        = {"p5.48xlarge", "g6.xlarge",  "m5.large",    "m5.xlarge",   "c5.large", "r6g.2xlarge", "t3.micro", "t4g.nano",
           "i4i.large",   "x2gd.large", "m7a.8xlarge", "c6gn.xlarge", "d3.large", "z1d.large",   "h1.large", "u-6tb1.metal"};
    std::string sku;
    const char *type, *region, *os, *tenancy, *status;
    double usd;
};

constexpr const char* header[][2]
    = {{"formatVersion", "v1.0"}, {"offerCode", "AmazonEC2"}, {"version", "20261101000000"}, {"publicationDate", "2026-11-01T00:00:00Z"}};

void write_json(const std::string& path)
{
    std::ofstream out(path, std::ios::binary);
    out << "{\n";
    for (const auto& [name, value] : header)
        out << fmt::format("  \"{}\" : \"{}\",\n", name, value);
    // Products with their attributes take about a third of the real file, terms the rest.
    const std::size_t count = list_bytes / 4700;
    out << "  \"products\" : {";
    for (std::size_t n = 0; n < count; ++n) {
        const Row r(n);
        out << fmt::format(R"offer({}
    "{}" : {{
      "sku" : "{}",
      "productFamily" : "Compute Instance",
      "attributes" : {{
        "servicecode" : "AmazonEC2",
        "location" : "US East (N. Virginia)",
        "locationType" : "AWS Region",
        "instanceType" : "{}",
        "currentGeneration" : "Yes",
        "instanceFamily" : "GPU instance",
        "vcpu" : "192",
        "physicalProcessor" : "AMD EPYC 7R13 Processor",
        "clockSpeed" : "2.95 GHz",
        "memory" : "2048 GiB",
        "storage" : "8 x 3840 NVMe SSD",
        "networkPerformance" : "3200 Gigabit",
        "processorArchitecture" : "64-bit",
        "tenancy" : "{}",
        "operatingSystem" : "{}",
        "licenseModel" : "No License required",
        "usagetype" : "BoxUsage:{}",
        "operation" : "RunInstances",
        "availabilityzone" : "NA",
        "capacitystatus" : "{}",
        "enhancedNetworkingSupported" : "Yes",
        "intelAvxAvailable" : "No",
        "normalizationSizeFactor" : "384",
        "preInstalledSw" : "NA",
        "processorFeatures" : "AVX; AVX2",
        "marketoption" : "OnDemand",
        "regionCode" : "{}",
        "servicename" : "Amazon Elastic Compute Cloud"
      }}
    }})offer",
                           n ? "," : "", r.sku, r.sku, r.type, r.tenancy, r.os, r.type, r.status, r.region);
    }
    out << "\n  },\n  \"terms\" : {";
    for (const char* kind : {"OnDemand", "Reserved"}) {
        out << fmt::format("{}\n    \"{}\" : {{", *kind == 'R' ? "," : "", kind);
        for (std::size_t n = 0; n < count; ++n) {
            const Row r(n);
            out << fmt::format("{}\n      \"{}\" : {{", n ? "," : "", r.sku);
            for (int term = 0; term < (*kind == 'R' ? 3 : 1); ++term) {
                const std::string code = *kind == 'R' ? fmt::format("TERM{:06}", term) : "JRTCKXETXF";
                out << fmt::format(R"offer({}
        "{}.{}" : {{
          "offerTermCode" : "{}",
          "sku" : "{}",
          "effectiveDate" : "2026-11-01T00:00:00Z",
          "priceDimensions" : {{
            "{}.{}.6YS6EN2CT7" : {{
              "rateCode" : "{}.{}.6YS6EN2CT7",
              "description" : "USD {:.2f} per {} {} Instance Hour",
              "beginRange" : "0",
              "endRange" : "Inf",
              "unit" : "Hrs",
              "pricePerUnit" : {{
                "USD" : "{:.10f}"
              }},
              "appliesTo" : [ ]
            }}
          }},
          "termAttributes" : {{
            "LeaseContractLength" : "1yr",
            "OfferingClass" : "standard",
            "PurchaseOption" : "No Upfront"
          }}
        }})offer",
                                   term ? "," : "", r.sku, code, code, r.sku, r.sku, code, r.sku, code, r.usd, r.os, r.type, r.usd);
            }
            out << "\n      }";
        }
        out << "\n    }";
    }
    out << "\n  }\n}\n";
}

void write_csv(const std::string& path)
{
    std::ofstream out(path, std::ios::binary);
    out << "\"FormatVersion\",\"v1.0\"\n\"Disclaimer\",\"made up\"\n\"Publication "
           "Date\",\"2026-11-01T00:00:00Z\"\n\"Version\",\"20261101000000\"\n"
           "\"OfferCode\",\"AmazonEC2\"\n\"SKU\",\"OfferTermCode\",\"RateCode\",\"TermType\",\"PriceDescription\",\"EffectiveDate\","
           "\"StartingRange\","
           "\"EndingRange\",\"Unit\",\"PricePerUnit\",\"Currency\",\"LeaseContractLength\",\"PurchaseOption\",\"OfferingClass\",\"Product "
           "Family\","
           "\"serviceCode\",\"Location\",\"Location Type\",\"Instance Type\",\"Current Generation\",\"Instance "
           "Family\",\"vCPU\",\"Physical Processor\","
           "\"Memory\",\"Storage\",\"Network Performance\",\"Tenancy\",\"Operating System\",\"License Model\",\"usageType\",\"operation\","
           "\"CapacityStatus\",\"Pre Installed S/W\",\"MarketOption\",\"Region Code\",\"serviceName\"\n";
    for (std::size_t n = 0; n < list_bytes / 525; ++n) {
        const Row r(n);
        out << fmt::format(
            "\"{}\",\"JRTCKXETXF\",\"{}.JRTCKXETXF.6YS6EN2CT7\",\"OnDemand\",\"USD {:.2f} per {} {} Instance "
            "Hour\",\"2026-11-01\",\"0\",\"Inf\","
            "\"Hrs\",\"{:.10f}\",\"USD\",\"\",\"\",\"\",\"Compute Instance\",\"AmazonEC2\",\"US East (N. Virginia)\",\"AWS "
            "Region\",\"{}\",\"Yes\","
            "\"GPU instance\",\"192\",\"AMD EPYC 7R13 Processor\",\"2048 GiB\",\"8 x 3840 NVMe SSD\",\"3200 Gigabit\",\"{}\",\"{}\","
            "\"No License required\",\"BoxUsage:{}\",\"RunInstances\",\"{}\",\"NA\",\"OnDemand\",\"{}\",\"Amazon Elastic Compute Cloud\"\n",
            r.sku, r.sku, r.usd, r.os, r.type, r.usd, r.type, r.tenancy, r.os, r.type, r.status, r.region);
    }
}

void measure(const char* format, const std::string& folder, void (*write)(const std::string&))
{
    const std::string path = fmt::format("{}/list.{}", folder, format);
    write(path);
    const auto bytes = static_cast<double>(fs::file_size(path));
    const Catalog catalog = value_or_exit(value_or_exit(KnowledgeStore::open(ARCHWAY_BUILD_DIR "/knowledge.db", true)).catalog());
    const UserLayers layers(fmt::format("{}/{}", folder, format));
    forget_peak();
    const double before = memory("VmRSS:");
    const auto start = std::chrono::steady_clock::now();
    ImportFile file = value_or_exit(read_import_file(path, catalog));
    ImportPlan plan = value_or_exit(plan_import(catalog, std::move(file.records), file.name));
    value_or_exit(layers.add({0, KnowledgeLayer::Imported, file.kind, file.title, file.name, 0}, plan.records));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double growth = memory("VmHWM:") - before;
    if (plan.records.catalog.prices.size() < 4)
        std::exit(1);
    fmt::print("import_300_mb_price_list_{},{:.1f},MB/s\nimport_300_mb_price_list_{}_peak_memory,{:.1f},MB\n", format,
               bytes / seconds / 1e6, format, growth / 1e6);
    fs::remove(path);
}

} // namespace

int main()
{
    const fs::path folder
        = fs::temp_directory_path() / fmt::format("archway-bench-import-{}", std::chrono::steady_clock::now().time_since_epoch().count());
    fs::create_directories(folder);
    measure("json", folder.string(), write_json);
    measure("csv", folder.string(), write_csv);
    fs::remove_all(folder);
    return 0;
}
