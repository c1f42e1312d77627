// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/fit.h"

#include "tests/accuracy/cholesky.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace archway::accuracy {

namespace {

/// One factor: where it lives, the value every fit starts from, its range, and how far (in ln) a family may stray from the others.
template <typename Factors>
struct Knob {
    double Factors::*member;
    const char* name;
    double neutral, low, high;
    double shared_spread, own_spread;
};

using FamilyKnob = Knob<FamilyFactors>;
using EngineKnob = Knob<EngineFactors>;

/// Neutral values are round numbers of the right order: three quarters of the bandwidth, half of the peak, 30 us a layer.
constexpr std::array family_knobs{
    FamilyKnob{&FamilyFactors::memory_efficiency, "memory_efficiency", 0.75, 0.3, 0.98, 0.3, 0.3},
    FamilyKnob{&FamilyFactors::attention_memory_efficiency, "attention_memory_efficiency", 0.6, 0.1, 0.98, 0.5, 0.4},
    FamilyKnob{&FamilyFactors::layer_overhead_dense_s, "layer_overhead_dense_s", 30e-6, 1e-6, 400e-6, 0.7, 0.5},
    FamilyKnob{&FamilyFactors::layer_overhead_moe_s, "layer_overhead_moe_s", 40e-6, 1e-6, 400e-6, 0.7, 0.5},
    FamilyKnob{&FamilyFactors::allreduce_latency_s, "allreduce_latency_s", 10e-6, 1e-6, 100e-6, 0.7, 0.7},
    FamilyKnob{&FamilyFactors::link_efficiency, "link_efficiency", 0.5, 0.1, 0.95, 0.4, 0.4},
    FamilyKnob{&FamilyFactors::moe_tile_padding_rows, "moe_tile_padding_rows", 30, 1, 300, 0.7, 0.5},
    FamilyKnob{&FamilyFactors::expert_imbalance, "expert_imbalance", 1.5, 1, 3, 0.4, 0.2},
    FamilyKnob{&FamilyFactors::grouped_gemm_efficiency, "grouped_gemm_efficiency", 0.4, 0.1, 1, 0.5, 0.3},
    FamilyKnob{&FamilyFactors::coarse_gemm_efficiency, "coarse_gemm_efficiency", 0.8, 0.1, 1, 0.5, 0.1},
    FamilyKnob{&FamilyFactors::compute_bf16, "compute_bf16", 0.6, 0.1, 0.9, 0.4, 0.3},
    FamilyKnob{&FamilyFactors::compute_fp8, "compute_fp8", 0.55, 0.1, 0.9, 0.4, 0.3},
    FamilyKnob{&FamilyFactors::compute_fp4, "compute_fp4", 0.45, 0.1, 0.9, 0.4, 0.3},
    FamilyKnob{&FamilyFactors::compute_mxfp4, "compute_mxfp4", 0.5, 0.1, 0.9, 0.4, 0.3},
    FamilyKnob{&FamilyFactors::unoverlapped, "unoverlapped", 0.3, 0.01, 1, 1, 0.1},
    FamilyKnob{&FamilyFactors::size_exponent, "size_exponent", 0.1, 0.005, 0.5, 1, 0.1},
    FamilyKnob{&FamilyFactors::activation_passes, "activation_passes", 8, 0.1, 60, 0.7, 0.1},
};
constexpr std::array engine_knobs{
    EngineKnob{&EngineFactors::step_overhead_s, "step_overhead_s", 0.5e-3, 0.02e-3, 10e-3, 1, 0.8},
    EngineKnob{&EngineFactors::prefill_interference, "prefill_interference", 0.9, 0.4, 1.2, 0.3, 0.3},
    EngineKnob{&EngineFactors::sequence_overhead_s, "sequence_overhead_s", 3e-6, 0.1e-6, 60e-6, 1, 1},
};
/// Ahead-of-time compiled layers of AWS silicon launch more slowly than a GPU's graphs; published per-layer times are of this order.
constexpr double neuron_layer_overhead_s = 150e-6;

/// Errors far beyond the knee count in proportion and not in square: the fit goes for the median, not for the outliers.
constexpr double knee = 0.08;
/// Of one row. Wider than the scatter of a sweep, because the rows of a sweep share what the formulas do not know.
constexpr double noise = 0.15;

/// AWS silicon shares values among itself, GPUs among themselves.
bool aws_silicon(const std::string& family)
{
    return family.rfind("Neuron", 0) == 0 || family.rfind("Trn", 0) == 0;
}

/// The value that takes a term out of the formulas.
double absent(std::string_view knob)
{
    return knob == "expert_imbalance" || knob == "coarse_gemm_efficiency" ? 1 : 0;
}

/// The vector of ln values that is solved for: shared values, then what each family and engine adds.
class Solver {
public:
    Solver(const std::vector<const Row*>& rows, const EfficiencyFactors& known, const FitOptions& options)
        : m_options(options)
        , m_factors(known)
    {
        for (auto& [name, f] : m_factors.families) {
            m_families.push_back(name);
            for (const FamilyKnob& k : family_knobs)
                f.*k.member = left_out(k.name) ? absent(k.name) : k.neutral;
            if (aws_silicon(name))
                f.layer_overhead_dense_s = f.layer_overhead_moe_s = neuron_layer_overhead_s;
        }
        for (auto& [name, e] : m_factors.engines) {
            m_engines.push_back(name);
            for (const EngineKnob& k : engine_knobs)
                e.*k.member = left_out(k.name) ? absent(k.name) : k.neutral;
        }
        m_start = m_factors;
        const std::size_t nf = family_knobs.size(), ne = engine_knobs.size();
        m_size = 2 * nf + m_families.size() * nf + ne + m_engines.size() * ne;
        m_theta.assign(m_size, 0.0);
        for (const Row* row : rows) {
            Item item{row, row->deployment, 0, 0};
            item.family = std::find(m_families.begin(), m_families.end(), row->deployment.family) - m_families.begin();
            item.engine = std::find(m_engines.begin(), m_engines.end(), row->deployment.engine_family) - m_engines.begin();
            m_items.push_back(std::move(item));
        }
    }

    /// Levenberg-Marquardt until a step gains nothing worth having.
    EfficiencyFactors solve()
    {
        double damping = 1e-2;
        double current = objective();
        for (int i = 0; i < m_options.iterations; ++i) {
            linearise();
            const std::vector<double> before = m_theta;
            double gain = 0;
            for (int attempt = 0; attempt < 6 && gain <= 0; ++attempt) {
                m_theta = before;
                if (!step(damping))
                    break;
                place();
                gain = current - objective();
                damping = gain > 0 ? std::max(1e-6, damping / 4) : damping * 8;
            }
            if (gain <= 0) {
                m_theta = before;
                place();
                break;
            }
            current -= gain;
            if (gain < 1e-5 * current)
                break;
        }
        return m_factors;
    }

private:
    struct Item {
        const Row* row;
        MeasuredDeployment deployment;
        std::size_t family, engine;
    };

    bool left_out(const char* name) const { return m_options.without.count(name) > 0; }
    const FamilyFactors& family_of(const Item& item) const { return m_factors.families.find(m_families[item.family])->second; }
    const EngineFactors& engine_of(const Item& item) const { return m_factors.engines.find(m_engines[item.engine])->second; }

    // Where the ln of a knob's change stands in the vector: GPUs' shared, AWS silicon's shared, families', engines' shared, engines'.
    std::size_t shared_at(std::size_t family, std::size_t knob) const
    {
        return (aws_silicon(m_families[family]) ? family_knobs.size() : 0) + knob;
    }
    std::size_t family_at(std::size_t family, std::size_t knob) const
    {
        return 2 * family_knobs.size() + family * family_knobs.size() + knob;
    }
    std::size_t engine_shared_at(std::size_t knob) const { return family_at(m_families.size(), 0) + knob; }
    std::size_t engine_at(std::size_t engine, std::size_t knob) const
    {
        return engine_shared_at(0) + engine_knobs.size() + engine * engine_knobs.size() + knob;
    }

    void place()
    {
        for (std::size_t f = 0; f < m_families.size(); ++f)
            for (std::size_t k = 0; k < family_knobs.size(); ++k) {
                const auto& knob = family_knobs[k];
                if (left_out(knob.name))
                    continue;
                const double start = m_start.families[m_families[f]].*knob.member;
                m_factors.families[m_families[f]].*knob.member
                    = std::clamp(start * std::exp(m_theta[shared_at(f, k)] + m_theta[family_at(f, k)]), knob.low, knob.high);
            }
        for (std::size_t e = 0; e < m_engines.size(); ++e)
            for (std::size_t k = 0; k < engine_knobs.size(); ++k) {
                const auto& knob = engine_knobs[k];
                if (left_out(knob.name))
                    continue;
                m_factors.engines[m_engines[e]].*knob.member
                    = std::clamp(knob.neutral * std::exp(m_theta[engine_shared_at(k)] + m_theta[engine_at(e, k)]), knob.low, knob.high);
            }
    }

    static double value_of(Item& item, const FamilyFactors& f, const EngineFactors& e)
    {
        item.deployment.use(f, e);
        const std::optional<double> value = predicted_value(item.deployment, item.row->measured);
        return value && *value > 0 ? std::log(*value / item.row->measured.value) : 0;
    }

    double spread(std::size_t i) const
    {
        const std::size_t nf = family_knobs.size(), ne = engine_knobs.size();
        if (i < 2 * nf)
            return family_knobs[i % nf].shared_spread;
        if (i < engine_shared_at(0))
            return family_knobs[i % nf].own_spread;
        const std::size_t j = i - engine_shared_at(0);
        return j < ne ? engine_knobs[j].shared_spread : engine_knobs[j % ne].own_spread;
    }

    double objective()
    {
        double sum = 0;
        for (Item& item : m_items) {
            const double r = value_of(item, family_of(item), engine_of(item));
            sum += item.row->weight * 2 * knee * knee * (std::sqrt(1 + r * r / (knee * knee)) - 1);
        }
        sum /= noise * noise;
        for (std::size_t i = 0; i < m_size; ++i)
            sum += m_theta[i] * m_theta[i] / (spread(i) * spread(i));
        return sum;
    }

    /// Adds the slope of the residual along each knob of one set of factors; `value` computes the residual with that set.
    template <typename Factors, typename Knobs, typename Value, typename Shared, typename Own>
    void add_slopes(Factors factors, const Knobs& knobs, double r, const Value& value, const Shared& shared, const Own& own)
    {
        constexpr double h = 1e-4;
        for (std::size_t k = 0; k < knobs.size(); ++k) {
            if (left_out(knobs[k].name))
                continue;
            double& factor = factors.*knobs[k].member;
            const double kept = factor;
            factor = kept * (1 + h);
            const double slope = (value(factors) - r) / h;
            factor = kept;
            if (slope != 0) {
                m_slopes.emplace_back(shared(k), slope);
                m_slopes.emplace_back(own(k), slope);
            }
        }
    }

    /// Normal equations of the weighted residuals around the present factors, and of the pull towards the shared values.
    void linearise()
    {
        m_matrix.assign(m_size * m_size, 0.0);
        m_vector.assign(m_size, 0.0);
        for (Item& item : m_items) {
            const FamilyFactors& f = family_of(item);
            const EngineFactors& e = engine_of(item);
            const double r = value_of(item, f, e);
            m_slopes.clear();
            add_slopes(
                f, family_knobs, r, [&](const FamilyFactors& other) { return value_of(item, other, e); },
                [&](std::size_t k) { return shared_at(item.family, k); }, [&](std::size_t k) { return family_at(item.family, k); });
            add_slopes(
                e, engine_knobs, r, [&](const EngineFactors& other) { return value_of(item, f, other); },
                [&](std::size_t k) { return engine_shared_at(k); }, [&](std::size_t k) { return engine_at(item.engine, k); });
            const double w = item.row->weight / std::sqrt(1 + r * r / (knee * knee)) / (noise * noise);
            for (const auto& [i, a] : m_slopes) {
                m_vector[i] -= w * a * r;
                for (const auto& [j, b] : m_slopes)
                    m_matrix[i * m_size + j] += w * a * b;
            }
        }
        for (std::size_t i = 0; i < m_size; ++i) {
            const double pull = 1 / (spread(i) * spread(i));
            m_matrix[i * m_size + i] += pull;
            m_vector[i] -= pull * m_theta[i];
        }
    }

    /// One damped step of the normal equations, no factor by more than e. False when they have no solution.
    bool step(double damping)
    {
        std::vector<double> matrix = m_matrix;
        for (std::size_t i = 0; i < m_size; ++i)
            matrix[i * m_size + i] *= 1 + damping;
        std::vector<double> change = m_vector;
        if (!solve_cholesky(std::move(matrix), change))
            return false;
        for (std::size_t i = 0; i < m_size; ++i)
            m_theta[i] += std::clamp(change[i], -1.0, 1.0);
        return true;
    }

    FitOptions m_options;
    EfficiencyFactors m_factors, m_start;
    std::vector<std::string> m_families, m_engines;
    std::vector<Item> m_items;
    std::size_t m_size = 0;
    std::vector<double> m_theta, m_matrix, m_vector;
    std::vector<std::pair<std::size_t, double>> m_slopes; ///< of one residual
};

/// "Blackwell" of "Blackwell-borrowed"; Ada without measurements borrows from the L40S, which is Ada.
std::string lender_of(const std::string& family)
{
    constexpr std::string_view suffix = "-borrowed";
    if (family.size() <= suffix.size() || family.compare(family.size() - suffix.size(), suffix.size(), suffix) != 0)
        return {};
    const std::string name = family.substr(0, family.size() - suffix.size());
    return name == "Ada" ? "L40S" : name;
}

} // namespace

EfficiencyFactors fit(const std::vector<const Row*>& rows, const EfficiencyFactors& known, const FitOptions& options)
{
    EfficiencyFactors out = Solver(rows, known, options).solve();
    for (auto& [name, factors] : out.families) {
        const auto lender = out.families.find(lender_of(name));
        if (lender != out.families.end()) {
            factors = lender->second;
            factors.provenance = "borrowed";
        }
    }
    return out;
}

std::optional<double> residual(const Row& row, const EfficiencyFactors& factors)
{
    MeasuredDeployment d = row.deployment;
    d.use(factors.families.find(d.family)->second, factors.engines.find(d.engine_family)->second);
    const std::optional<double> value = predicted_value(d, row.measured);
    return value && *value > 0 ? std::optional(std::log(*value / row.measured.value)) : std::nullopt;
}

} // namespace archway::accuracy
