// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/knowledge/record_json.h"

#include "model/knowledge/record_reader.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace archway {

namespace {

using nlohmann::json;
using Json = nlohmann::ordered_json;

/// The value, or the reader's error.
template <class T>
Result<T> finished(RecordReader& reader, T value)
{
    if (std::optional<Error> error = reader.finish())
        return std::move(*error);
    return value;
}

void one_of(RecordReader& reader, const char* name, const std::string& value, std::initializer_list<const char*> known)
{
    if (std::find(known.begin(), known.end(), value) != known.end())
        return;
    std::string advice = "expected one of:";
    for (const char* word : known)
        advice += std::string(*word ? " " : " (empty)") + word;
    reader.fail(name, "\"" + value + "\" is not known", advice);
}

Json text_or_null(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json citations_json(const std::vector<Citation>& citations)
{
    Json list = Json::array();
    for (const Citation& citation : citations)
        list.push_back({{"document", citation.document}, {"section", citation.section}});
    return list;
}

template <class T, class Order>
Json sorted_list(std::vector<T> records, Order order)
{
    std::stable_sort(records.begin(), records.end(), order);
    Json list = Json::array();
    for (const T& record : records)
        list.push_back(to_json(record));
    return list;
}

} // namespace

Result<Source> read_source(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Source out{r.text("id", true), r.text("title", true), r.text("kind", true), r.text("location"), r.date("date"), r.truth("read")};
    return finished(r, std::move(out));
}

Result<Entity> read_entity(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Entity out;
    out.id = r.text("id", true);
    out.kind = r.text("kind", true);
    out.name = r.text("name", true);
    out.aliases = r.words("aliases");
    out.status = r.text("status");
    one_of(r, "status", out.status, {"", "available", "preview", "proposed", "in-maintenance", "closed-to-new-customers", "retired"});
    out.status_as_of = r.date("status_as_of");
    out.successor = r.text("successor");
    out.summary = r.text("summary");
    return finished(r, std::move(out));
}

Result<Relation> read_relation(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Relation out{r.text("from", true), r.text("type", true), r.text("to", true), r.text("because"), r.words("claims")};
    return finished(r, std::move(out));
}

Result<Claim> read_claim(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Claim out;
    out.id = r.text("id", true);
    out.about = r.text("about", true);
    out.statement = r.text("statement", true);
    out.value = r.number("value");
    out.low = r.number("low");
    out.unit = r.text("unit");
    out.qualifier = r.text("qualifier");
    out.baseline = r.text("baseline");
    out.scope = r.text("scope");
    out.as_of = r.date("as_of");
    out.status = r.text("status");
    one_of(r, "status", out.status, {"", "stated", "corrected", "withdrawn", "promotional"});
    out.sources = r.citations("sources");
    if (out.sources.empty())
        r.fail("sources", "is empty", "a claim names where it stands");
    if (out.low && (!out.value || *out.low > *out.value))
        r.fail("low", "is above value", "expected low ≤ value");
    return finished(r, std::move(out));
}

Result<Rule> read_rule(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Rule out;
    out.id = r.text("id", true);
    out.role = r.text("role", true);
    out.candidate = r.text("candidate", true);
    out.when = r.text("when", true);
    out.weight = r.number("weight").value_or(0);
    out.gate = r.truth("gate");
    out.reason = r.text("reason", true);
    out.claims = r.words("claims");
    out.sources = r.citations("sources");
    return finished(r, std::move(out));
}

Result<DiagramText> read_diagram_text(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    DiagramText out{r.text("id", true),       r.text("kind", true), r.text("title", true),
                    r.text("notation", true), r.text("text", true), r.citation("source")};
    return finished(r, std::move(out));
}

Result<Check> read_check(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Check out;
    out.claim = r.text("claim", true);
    out.kind = r.text("kind", true);
    one_of(r, "kind", out.kind,
           {"figure", "condition", "status", "rests-on", "refuted-by", "qualified-by", "not-checkable", "unsupported"});
    out.computes = r.words("computes");
    out.says = r.text("says");
    one_of(r, "says", out.says, {"", "is", "at-least", "at-most"});
    out.stated = r.number("stated");
    out.stated_low = r.number("stated_low");
    out.unit = r.text("unit");
    out.tolerance = r.number("tolerance");
    out.imprecise = r.number("imprecise");
    out.varies = r.text("varies");
    out.from = r.number("from");
    out.to = r.number("to");
    out.entity = r.text("entity");
    out.statuses = r.words("statuses");
    out.claims = r.words("claims");
    out.note = r.text("note");
    out.sources = r.citations("sources");
    const bool arithmetic = out.kind == "figure" || out.kind == "condition";
    if (arithmetic == out.computes.empty())
        r.fail("computes", arithmetic ? "is empty" : "is given", "figures and conditions are computed, nothing else is");
    if ((out.kind == "status") == (out.entity.empty() || out.statuses.empty()))
        r.fail("entity", "does not go with the kind", "a status check names its entity and the statuses it expects");
    if ((out.kind == "rests-on" || out.kind == "refuted-by" || out.kind == "qualified-by") == out.claims.empty())
        r.fail("claims", "does not go with the kind", "rests-on, refuted-by and qualified-by name claims");
    if ((out.kind == "not-checkable" || out.kind == "unsupported") && out.note.empty())
        r.fail("note", "is empty", "say why nothing tests it");
    if (!out.varies.empty() && !(out.from && out.to && *out.from > 0 && *out.to > *out.from))
        r.fail("from", "is no range", "expected 0 < from < to");
    return finished(r, std::move(out));
}

Result<ModelRecord> read_model_record(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    ModelRecord out;
    out.id = r.text("id", true);
    out.name = r.text("name", true);
    out.hugging_face_id = r.text("hugging_face_id");
    out.aliases = r.words("aliases");
    out.source = r.citation("source");
    if (const json* config = r.raw("config"); config && config->is_object())
        out.config = config->dump();
    else
        r.fail("config", "is not an object", "expected the fields of a Hugging Face config.json");
    return finished(r, std::move(out));
}

Result<Accelerator> read_accelerator(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Accelerator out;
    out.id = r.text("id", true);
    out.name = r.text("name", true);
    out.aliases = r.words("aliases");
    out.kind = r.text("kind", true);
    one_of(r, "kind", out.kind, {"nvidia", "trainium", "inferentia", "cpu"});
    out.factor_family = r.text("factor_family");
    out.memory_bytes = r.required_number("memory_bytes");
    out.memory_label = r.text("memory_label", true);
    out.memory_bandwidth = r.number("memory_bandwidth");
    out.flops_bf16 = r.number("flops_bf16");
    out.flops_fp8 = r.number("flops_fp8");
    out.flops_fp4 = r.number("flops_fp4");
    out.link_bytes_per_s = r.number("link_bytes_per_s");
    out.note = r.text("note");
    out.sources = r.text_map("sources");
    const auto sourced = [&](const char* name, bool given) {
        if (given && !out.sources.contains(name))
            r.fail("sources", std::string("has no source of ") + name, "every figure names its source");
    };
    sourced("memory_bytes", true);
    sourced("memory_bandwidth", out.memory_bandwidth.has_value());
    sourced("flops_bf16", out.flops_bf16.has_value());
    sourced("flops_fp8", out.flops_fp8.has_value());
    sourced("flops_fp4", out.flops_fp4.has_value());
    sourced("link_bytes_per_s", out.link_bytes_per_s.has_value());
    return finished(r, std::move(out));
}

Result<InstanceType> read_instance(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    InstanceType out;
    out.id = r.text("id", true);
    out.name = r.text("name", true);
    out.family = r.text("family", true);
    out.aliases = r.words("aliases");
    out.kind = r.text("kind", true);
    one_of(r, "kind", out.kind, {"nvidia", "trainium", "inferentia", "cpu"});
    out.accelerator = r.text("accelerator", true);
    out.accelerators = static_cast<int>(r.required_number("accelerators"));
    if (out.accelerators < 1 || out.accelerators > 100'000)
        r.fail("accelerators", "is out of range", "expected 1 to 100000; a CPU type counts as one");
    out.interconnect = r.text("interconnect");
    out.link_bytes_per_s = r.number("link_bytes_per_s");
    out.network_gbps = r.number("network_gbps").value_or(0);
    out.efa = r.text("efa");
    out.vcpus = static_cast<int>(r.number("vcpus").value_or(0));
    out.ram_bytes = r.number("ram_bytes").value_or(0);
    out.nvme_bytes = r.number("nvme_bytes").value_or(0);
    out.hyperpod = r.truth("hyperpod");
    out.availability = r.text("availability");
    out.sold_as = r.words("sold_as");
    for (const std::string& way : out.sold_as)
        one_of(r, "sold_as", way, {"on-demand", "spot", "capacity-block"});
    out.regions = r.words("regions");
    out.note = r.text("note");
    out.sources = r.text_map("sources");
    return finished(r, std::move(out));
}

Result<Price> read_price(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    Price out{r.text("instance", true),          r.text("region", true), r.text("purchase", true),
              r.required_number("usd_per_hour"), r.date("as_of"),        r.text("source", true)};
    one_of(r, "purchase", out.purchase,
           {"on-demand", "spot", "savings-plan-1y", "savings-plan-3y", "reserved-1y", "reserved-3y", "capacity-block"});
    if (!(out.usd_per_hour > 0))
        r.fail("usd_per_hour", "is not above 0", "leave the row out where a type is not sold that way");
    if (out.as_of.empty())
        r.fail("as_of", "is missing", "a price has a date");
    return finished(r, std::move(out));
}

Result<ApiPrice> read_api_price(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    ApiPrice out{r.text("model"),
                 r.text("api_id", true),
                 r.text("name", true),
                 r.number("usd_per_million_input"),
                 r.number("usd_per_million_output"),
                 r.number("usd_per_million_cached"),
                 r.date("as_of"),
                 r.text("source", true),
                 r.number("usd_per_million_cache_write"),
                 r.number("usd_per_million_batch_input"),
                 r.number("usd_per_million_batch_output")};
    if (out.as_of.empty())
        r.fail("as_of", "is missing", "a price has a date");
    return finished(r, std::move(out));
}

Result<TrainingFactors> read_training_factors(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    TrainingFactors out;
    out.hidden_exponent = r.required_number("hidden_exponent");
    out.recompute_slowdown = r.required_number("recompute_slowdown");
    out.memory_passes = r.required_number("memory_passes");
    out.expert_memory_passes = r.required_number("expert_memory_passes");
    out.expert_width_passes = r.required_number("expert_width_passes");
    out.dispatch_passes = r.required_number("dispatch_passes");
    out.tensor_parallel_exposed = r.required_number("tensor_parallel_exposed");
    out.sustained_share = r.required_number("sustained_share");
    out.node_mtbf_hours = r.required_number("node_mtbf_hours");
    out.restart_s = r.required_number("restart_s");
    out.spot_interruptions_per_hour = r.required_number("spot_interruptions_per_hour");
    out.memory_overhead_bytes = r.required_number("memory_overhead_bytes");
    out.fragmentation = r.required_number("fragmentation");
    out.source = r.text("source", true);
    const json* families = r.raw("families");
    if (std::optional<Error> error = r.finish())
        return std::move(*error);
    if (!families || !families->is_object())
        return bad_input(place, "has no families", "expected an object of that name");
    for (const auto& [name, fields] : families->items()) {
        RecordReader f(fields, place + "/families/" + name);
        TrainingFamilyFactors& factors = out.families[name];
        factors.gemm_bf16 = f.required_number("gemm_bf16");
        factors.gemm_fp8 = f.number("gemm_fp8").value_or(0);
        factors.gemm_fp4 = f.number("gemm_fp4").value_or(0);
        factors.attention = f.required_number("attention");
        factors.provenance = f.text("provenance", true);
        one_of(f, "provenance", factors.provenance, {"fitted", "borrowed"});
        if (std::optional<Error> error = f.finish())
            return std::move(*error);
    }
    return out;
}

Result<EfficiencyFactors> read_factors(const json& record, const std::string& place)
{
    RecordReader r(record, place);
    EfficiencyFactors out;
    out.memory_overhead_bytes = r.required_number("memory_overhead_bytes");
    out.kv_fraction = r.required_number("kv_fraction");
    out.source = r.text("source", true);
    const json* families = r.raw("families");
    const json* engines = r.raw("engines");
    const json* training = r.raw("training");
    if (std::optional<Error> error = r.finish())
        return std::move(*error);
    if (!families || !families->is_object() || !engines || !engines->is_object())
        return bad_input(place, "has no families or engines", "expected objects of both names");
    for (const auto& [name, fields] : families->items()) {
        RecordReader f(fields, place + "/families/" + name);
        FamilyFactors& factors = out.families[name];
        factors.memory_efficiency = f.required_number("memory_efficiency");
        factors.attention_memory_efficiency = f.required_number("attention_memory_efficiency");
        factors.layer_overhead_dense_s = f.required_number("layer_overhead_dense_s");
        factors.layer_overhead_moe_s = f.required_number("layer_overhead_moe_s");
        factors.allreduce_latency_s = f.required_number("allreduce_latency_s");
        factors.link_efficiency = f.required_number("link_efficiency");
        factors.moe_tile_padding_rows = f.required_number("moe_tile_padding_rows");
        factors.expert_imbalance = f.required_number("expert_imbalance");
        factors.grouped_gemm_efficiency = f.required_number("grouped_gemm_efficiency");
        factors.coarse_gemm_efficiency = f.required_number("coarse_gemm_efficiency");
        factors.unoverlapped = f.required_number("unoverlapped");
        factors.size_exponent = f.required_number("size_exponent");
        factors.activation_passes = f.required_number("activation_passes");
        factors.compute_bf16 = f.required_number("compute_bf16");
        factors.compute_fp8 = f.required_number("compute_fp8");
        factors.compute_fp4 = f.required_number("compute_fp4");
        factors.compute_mxfp4 = f.required_number("compute_mxfp4");
        factors.provenance = f.text("provenance", true);
        one_of(f, "provenance", factors.provenance, {"fitted", "borrowed", "unknown", "calibrated"});
        if (std::optional<Error> error = f.finish())
            return std::move(*error);
    }
    for (const auto& [name, fields] : engines->items()) {
        RecordReader e(fields, place + "/engines/" + name);
        out.engines[name]
            = {e.required_number("step_overhead_s"), e.required_number("prefill_interference"), e.required_number("sequence_overhead_s")};
        if (std::optional<Error> error = e.finish())
            return std::move(*error);
    }
    if (training) {
        Result<TrainingFactors> factors = read_training_factors(*training, place + "/training");
        if (!factors)
            return factors.error();
        out.training = std::move(*factors);
    }
    return out;
}

Json to_json(const Source& s)
{
    return {{"id", s.id}, {"title", s.title}, {"kind", s.kind}, {"location", s.location}, {"date", text_or_null(s.date)}, {"read", s.read}};
}

Json to_json(const Entity& e)
{
    return {{"id", e.id},
            {"kind", e.kind},
            {"name", e.name},
            {"aliases", e.aliases},
            {"status", text_or_null(e.status)},
            {"status_as_of", text_or_null(e.status_as_of)},
            {"successor", text_or_null(e.successor)},
            {"summary", e.summary}};
}

Json to_json(const Relation& r)
{
    return {{"from", r.from}, {"type", r.type}, {"to", r.to}, {"because", r.because}, {"claims", r.claims}};
}

Json to_json(const Claim& c)
{
    Json json{{"id", c.id}, {"about", c.about}, {"statement", c.statement}, {"value", c.value ? Json(*c.value) : Json(nullptr)}};
    if (c.low)
        json["low"] = *c.low;
    json["unit"] = text_or_null(c.unit);
    json["qualifier"] = text_or_null(c.qualifier);
    json["baseline"] = text_or_null(c.baseline);
    json["scope"] = text_or_null(c.scope);
    json["as_of"] = text_or_null(c.as_of);
    json["status"] = c.status.empty() ? "stated" : c.status;
    json["sources"] = citations_json(c.sources);
    return json;
}

Json to_json(const Rule& r)
{
    return {{"id", r.id},         {"role", r.role},     {"candidate", r.candidate},
            {"when", r.when},     {"weight", r.weight}, {"gate", r.gate},
            {"reason", r.reason}, {"claims", r.claims}, {"sources", citations_json(r.sources)}};
}

Json to_json(const DiagramText& d)
{
    return {{"id", d.id},       {"kind", d.kind},
            {"title", d.title}, {"notation", d.notation},
            {"text", d.text},   {"source", {{"document", d.source.document}, {"section", d.source.section}}}};
}

Json to_json(const Check& c)
{
    Json json{{"claim", c.claim}, {"kind", c.kind}};
    const auto words = [&json](const char* name, const std::vector<std::string>& list) {
        if (!list.empty())
            json[name] = list;
    };
    const auto text = [&json](const char* name, const std::string& value) {
        if (!value.empty())
            json[name] = value;
    };
    const auto number = [&json](const char* name, const std::optional<double>& value) {
        if (value)
            json[name] = *value;
    };
    words("computes", c.computes);
    text("says", c.says);
    number("stated", c.stated);
    number("stated_low", c.stated_low);
    text("unit", c.unit);
    number("tolerance", c.tolerance);
    number("imprecise", c.imprecise);
    text("varies", c.varies);
    number("from", c.from);
    number("to", c.to);
    text("entity", c.entity);
    words("statuses", c.statuses);
    words("claims", c.claims);
    text("note", c.note);
    if (!c.sources.empty())
        json["sources"] = citations_json(c.sources);
    return json;
}

Json knowledge_json(const Knowledge& k)
{
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    Json json;
    json["entities"] = sorted_list(k.entities, by_id);
    json["relations"] = sorted_list(
        k.relations, [](const Relation& a, const Relation& b) { return std::tie(a.from, a.type, a.to) < std::tie(b.from, b.type, b.to); });
    json["claims"] = sorted_list(k.claims, by_id);
    json["sources"] = sorted_list(k.sources, by_id);
    json["rules"] = sorted_list(k.rules, by_id);
    json["diagrams"] = sorted_list(k.diagrams, by_id);
    json["checks"] = sorted_list(k.checks, [](const Check& a, const Check& b) { return a.claim < b.claim; });
    return json;
}

} // namespace archway
