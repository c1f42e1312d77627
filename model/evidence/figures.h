// SPDX-License-Identifier: GPL-3.0-or-later
// The figures that a check's arithmetic can name: small functions over models, hardware, prices, claims and the estimator.
#pragma once

#include "model/base/result.h"
#include "model/evidence/measure.h"
#include "model/knowledge/catalog.h"
#include "model/transformer/architecture.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace archway {

struct Deployment;

/// One figure in base SI, with what it is and where it is from.
struct Figure {
    double value = 0;
    Measure measure = Measure::Number;
    std::string what;                    ///< "active parameters of DeepSeek-V3"
    std::vector<std::string> references; ///< ids of models, instance types, accelerators, claims, sources, formulas
};

/// Figures of one catalog. Keeps a reference to it, and what it has read: a configuration is read once, a deployment estimated once.
/// One object a thread.
class Figures {
public:
    explicit Figures(const Catalog& catalog);
    ~Figures();
    Figures(const Figures&) = delete;
    Figures& operator=(const Figures&) = delete;

    /// `name` with its arguments: figure("active", {"deepseek-v3"}). Fails for an unknown name, wrong arguments, or what the base does not
    /// know.
    [[nodiscard]] Result<Figure> figure(const std::string& name, const std::vector<std::string>& arguments);

    [[nodiscard]] const Catalog& catalog() const { return m_catalog; }
    /// The architecture of a model of the base.
    [[nodiscard]] Result<const Architecture*> architecture(const std::string& model);
    /// A model at a weight precision on one instance of a type, for `users` prompts of `input` and answers of `output` tokens at once.
    [[nodiscard]] Result<const Deployment*> deployment(const std::string& model, const std::string& instance, const std::string& precision,
                                                       double users, double input, double output);

private:
    const Catalog& m_catalog;
    std::map<std::string, Architecture, std::less<>> m_architectures;
    std::map<std::string, std::unique_ptr<Deployment>, std::less<>> m_deployments;
    std::map<std::string, Catalog, std::less<>> m_offers; ///< one instance type with its accelerator, factors and prices
};

/// The arguments of a figure, read one after another. The first error sticks.
class Arguments {
public:
    Arguments(Figures& figures, const std::vector<std::string>& words);
    const Architecture* model(); ///< nullptr once something was wrong, as below
    const Accelerator* accelerator();
    const InstanceType* instance();
    const Claim* claim();
    const Entity* entity();
    double number();
    std::string word();
    [[nodiscard]] bool more() const { return m_at < m_words.size(); }
    void fail(Error error);
    [[nodiscard]] bool ok() const { return !m_error; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] Figures& figures() { return m_figures; }
    [[nodiscard]] const Catalog& catalog() const { return m_figures.catalog(); }
    /// Ids of what was read.
    std::vector<std::string> references;
    /// Name of the last model, accelerator or instance read.
    std::string name;

private:
    Figures& m_figures;
    const std::vector<std::string>& m_words;
    std::size_t m_at = 0;
    std::optional<Error> m_error;
};

using FigureFunction = Figure (*)(Arguments&);
struct NamedFigure {
    std::string_view name;
    FigureFunction function;
};
// One table a topic; figures.cpp joins them.
[[nodiscard]] const std::vector<NamedFigure>& model_figures();
[[nodiscard]] const std::vector<NamedFigure>& hardware_figures();
[[nodiscard]] const std::vector<NamedFigure>& price_figures();
[[nodiscard]] const std::vector<NamedFigure>& knowledge_figures();
[[nodiscard]] const std::vector<NamedFigure>& estimate_figures();

} // namespace archway
