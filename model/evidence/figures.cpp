// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/evidence/figures.h"

#include "model/base/nearest.h"
#include "model/estimate/estimate.h"
#include "model/transformer/config_reader.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <set>

namespace archway {

namespace {

using FigureTable = std::map<std::string_view, FigureFunction>;

const FigureTable& all_figures()
{
    static const FigureTable table = [] {
        FigureTable out;
        for (const auto* part : {&model_figures(), &hardware_figures(), &price_figures(), &knowledge_figures(), &estimate_figures()})
            for (const NamedFigure& entry : *part)
                out[entry.name] = entry.function;
        return out;
    }();
    return table;
}

/// What the estimate of one instance type reads of the catalog. A search along an input estimates it a hundred times; with the whole
/// catalog every time would index all prices again.
Catalog offer_of(const Catalog& catalog, const InstanceType& type)
{
    Catalog out;
    out.instances = {type};
    if (const Accelerator* accelerator = catalog.accelerator(type.accelerator))
        out.accelerators = {*accelerator};
    out.factors = catalog.factors;
    for (const Price& price : catalog.prices)
        if (price.instance == type.id)
            out.prices.push_back(price);
    return out;
}

/// Every Region that has a price row, so that none is refused for its Region.
std::vector<std::string> regions_of(const Catalog& catalog)
{
    std::set<std::string> regions;
    for (const Price& price : catalog.prices)
        regions.insert(price.region);
    return regions.empty() ? std::vector<std::string>{"us-east-1"} : std::vector<std::string>(regions.begin(), regions.end());
}

} // namespace

Figures::Figures(const Catalog& catalog)
    : m_catalog(catalog)
{
}
Figures::~Figures() = default;

Result<Figure> Figures::figure(const std::string& name, const std::vector<std::string>& words)
{
    const auto found = all_figures().find(name);
    if (found == all_figures().end()) {
        std::vector<std::string> known;
        for (const auto& [entry, function] : all_figures())
            known.emplace_back(entry);
        return bad_input("figure \"" + name + "\"", "is not known", "nearest: " + nearest(name, known));
    }
    Arguments arguments(*this, words);
    Figure out = found->second(arguments);
    if (!arguments.ok())
        return *arguments.error();
    if (arguments.more())
        return bad_input("figure \"" + name + "\"", "has more arguments than it takes", "leave out the last");
    if (!std::isfinite(out.value))
        return bad_input("figure \"" + name + "\"", "has no finite value", "expected figures of the base");
    out.references.insert(out.references.end(), arguments.references.begin(), arguments.references.end());
    return out;
}

Result<const Architecture*> Figures::architecture(const std::string& model)
{
    const ModelRecord* record = m_catalog.model(model);
    if (!record)
        return bad_input("model \"" + model + "\"", "is not in the base", "expected the id of a model");
    const auto known = m_architectures.find(record->id);
    if (known != m_architectures.end())
        return &known->second;
    Result<Architecture> read = read_config_text(record->config, record->id);
    if (!read)
        return read.error();
    return &m_architectures.emplace(record->id, std::move(*read)).first->second;
}

Result<const Deployment*> Figures::deployment(const std::string& model, const std::string& instance, const std::string& precision,
                                              double users, double input, double output)
{
    const std::string key = fmt::format("{} {} {} {} {} {}", model, instance, precision, users, input, output);
    const auto known = m_deployments.find(key);
    if (known != m_deployments.end())
        return known->second.get();
    const Result<const Architecture*> read = architecture(model);
    if (!read)
        return read.error();
    const InstanceType* type = m_catalog.instance(instance);
    if (!type)
        return bad_input("instance type \"" + instance + "\"", "is not in the base", "expected the id of an instance type");
    auto offer = m_offers.find(type->id);
    if (offer == m_offers.end())
        offer = m_offers.emplace(type->id, offer_of(m_catalog, *type)).first;
    Scenario scenario;
    scenario.workload.input_tokens = input;
    scenario.workload.output_tokens = output;
    scenario.workload.concurrent_sequences = users;
    scenario.workload.ttft_ms = scenario.workload.tpot_ms = std::nullopt;
    scenario.constraints.regions = regions_of(offer->second);
    scenario.constraints.purchase = {"on-demand", "capacity-block"};
    scenario.deployment = PinnedDeployment{};
    scenario.deployment->instance = type->id;
    scenario.deployment->instances = 1;
    const Estimate estimate = estimate_resolved(scenario, offer->second, ResolvedModel{**read, model, precision, "bf16", {}});
    if (estimate.deployments.empty())
        return bad_input("accelerator \"" + type->accelerator + "\"", "is not in the base", "expected one of accelerators.json");
    return m_deployments.emplace(key, std::make_unique<Deployment>(estimate.deployments.front())).first->second.get();
}

Arguments::Arguments(Figures& figures, const std::vector<std::string>& words)
    : m_figures(figures)
    , m_words(words)
{
}

void Arguments::fail(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

std::string Arguments::word()
{
    if (!more()) {
        fail(bad_input("a figure", "lacks an argument", "see model/evidence/figures.h"));
        return {};
    }
    return m_words[m_at++];
}

double Arguments::number()
{
    const std::string text = word();
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ok() && (code != std::errc{} || end != text.data() + text.size()))
        fail(bad_input("\"" + text + "\"", "is no number", "expected a number or x"));
    return value;
}

const Architecture* Arguments::model()
{
    const std::string id = word();
    if (!ok())
        return nullptr;
    const Result<const Architecture*> found = m_figures.architecture(id);
    if (!found) {
        fail(found.error());
        return nullptr;
    }
    const ModelRecord* record = catalog().model(id);
    name = record->name;
    references.push_back(record->id);
    return *found;
}

namespace {

template <class T>
const T* found_or_fail(Arguments& arguments, const T* found, const std::string& id, const char* what)
{
    if (!found)
        arguments.fail(bad_input(fmt::format("{} \"{}\"", what, id), "is not in the base", fmt::format("expected the id of {}", what)));
    else
        arguments.references.push_back(found->id);
    return found;
}

} // namespace

const Accelerator* Arguments::accelerator()
{
    const std::string id = word();
    const Accelerator* found = ok() ? found_or_fail(*this, catalog().accelerator(id), id, "an accelerator") : nullptr;
    if (found)
        name = found->name;
    return found;
}

const InstanceType* Arguments::instance()
{
    const std::string id = word();
    const InstanceType* found = ok() ? found_or_fail(*this, catalog().instance(id), id, "an instance type") : nullptr;
    if (found)
        name = id;
    return found;
}

const Claim* Arguments::claim()
{
    const std::string id = word();
    return ok() ? found_or_fail(*this, catalog().claim(id), id, "a claim") : nullptr;
}

const Entity* Arguments::entity()
{
    const std::string id = word();
    const Entity* found = ok() ? found_or_fail(*this, catalog().entity(id), id, "an entity") : nullptr;
    if (found)
        name = found->name;
    return found;
}

} // namespace archway
