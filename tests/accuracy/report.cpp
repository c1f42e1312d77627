// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/accuracy/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace archway::accuracy {

namespace {

using Chosen = std::function<bool(const Row&)>;

struct Line {
    const char* title;
    Chosen chosen;
};

Chosen of(std::string what)
{
    return [what = std::move(what)](const Row& row) { return quantity(row.measured) == what; };
}

Chosen of(std::string what, bool sparse)
{
    return [what = std::move(what), sparse](const Row& row) {
        return quantity(row.measured) == what && row.deployment.model.sparse() == sparse;
    };
}

const std::vector<Line>& lines()
{
    static const std::vector<Line> all{{"offline throughput", of("offline throughput")},
                                       {"- dense", of("offline throughput", false)},
                                       {"- mixture of experts", of("offline throughput", true)},
                                       {"TPOT", of("TPOT")},
                                       {"- dense", of("TPOT", false)},
                                       {"- mixture of experts", of("TPOT", true)},
                                       {"unloaded TTFT, dense", of("unloaded TTFT", false)},
                                       {"static-batch throughput", of("static-batch throughput")},
                                       {"loaded TTFT", of("loaded TTFT")},
                                       {"all", [](const Row& row) { return quantity(row.measured) != "other throughput"; }}};
    return all;
}

std::string percent(double share)
{
    return fmt::format("{:.1f} %", 100 * share);
}

void add_table(std::string& page, const Residuals& residuals)
{
    page += "| quantity | records | median error | 90th percentile | inside the band |\n|---|---|---|---|---|\n";
    for (const Line& line : lines()) {
        const Score s = score(residuals, line.chosen);
        if (s.count > 0)
            page += fmt::format("| {} | {} | {} | {} | {:.0f} % |\n", line.title, s.count, percent(s.median), percent(s.p90),
                                100 * s.inside);
    }
    page += "\n";
}

/// One line a group, with the three quantities that are judged.
void add_groups(std::string& page, const char* title, const Residuals& residuals, const std::function<std::string(const Row&)>& group)
{
    std::set<std::string> names;
    for (const auto& [row, r] : residuals)
        names.insert(group(*row));
    page += fmt::format("| {} | offline throughput | TPOT | unloaded TTFT, dense |\n|---|---|---|---|\n", title);
    for (const std::string& name : names) {
        const auto cell = [&](const Chosen& chosen) {
            const Score s = score(residuals, [&](const Row& row) { return group(row) == name && chosen(row); });
            return s.count > 0 ? fmt::format("{} ({})", percent(s.median), s.count) : std::string();
        };
        page += fmt::format("| {} | {} | {} | {} |\n", name, cell(of("offline throughput")), cell(of("TPOT")),
                            cell(of("unloaded TTFT", false)));
    }
    page += "\n";
}

/// Leaves out each value of a name in turn.
Residuals leave_one_out(const RowSet& set, const EfficiencyFactors& known, const std::function<std::string(const Row&)>& name)
{
    std::map<std::string, int> numbers;
    for (const Row& row : set.rows)
        numbers.emplace(name(row), static_cast<int>(numbers.size()));
    return held_out(set.rows, known, static_cast<int>(numbers.size()), [&](const Row& row) { return numbers.at(name(row)); }, {});
}

Residuals in_parts(const RowSet& set, const EfficiencyFactors& known, int parts, unsigned salt, const FitOptions& options = {})
{
    return held_out(
        set.rows, known, parts, [=](const Row& row) { return part_of(row, parts, salt); }, options);
}

/// Medians over several divisions into parts, so that one lucky division does not decide.
struct Averages {
    double offline = 0, offline_sparse = 0, tpot = 0, ttft = 0;
};

Averages averages(const RowSet& set, const EfficiencyFactors& known, const FitOptions& options)
{
    constexpr unsigned divisions = 3;
    Averages out;
    for (unsigned salt = 1; salt <= divisions; ++salt) {
        const Residuals residuals = in_parts(set, known, 5, salt, options);
        out.offline += score(residuals, of("offline throughput")).median / divisions;
        out.offline_sparse += score(residuals, of("offline throughput", true)).median / divisions;
        out.tpot += score(residuals, of("TPOT")).median / divisions;
        out.ttft += score(residuals, of("unloaded TTFT", false)).median / divisions;
    }
    return out;
}

/// Each half, judged by what was fitted on the other.
void add_halves(std::string& page, const Residuals& residuals)
{
    page += "| half | configurations | records | offline throughput | TPOT | unloaded TTFT, dense |\n|---|---|---|---|---|---|\n";
    for (const int half : {0, 1}) {
        std::set<std::string> configurations;
        std::size_t records = 0;
        for (const auto& [row, r] : residuals) {
            if (part_of(*row, 2) != half)
                continue;
            configurations.insert(row->configuration);
            ++records;
        }
        const auto median = [&](const Chosen& chosen) {
            return percent(score(residuals, [&](const Row& row) { return part_of(row, 2) == half && chosen(row); }).median);
        };
        page += fmt::format("| {} | {} | {} | {} | {} | {} |\n", half == 0 ? "first" : "second", configurations.size(), records,
                            median(of("offline throughput")), median(of("TPOT")), median(of("unloaded TTFT", false)));
    }
    page += "\n";
}

void add_divisions(std::string& page, const RowSet& set, const EfficiencyFactors& known)
{
    page += "| division | offline throughput | - mixture of experts | TPOT | unloaded TTFT, dense |\n|---|---|---|---|---|\n";
    for (unsigned salt = 1; salt <= 5; ++salt) {
        const Residuals residuals = in_parts(set, known, 2, salt);
        page += fmt::format("| {} | {} | {} | {} | {} |\n", salt, percent(score(residuals, of("offline throughput")).median),
                            percent(score(residuals, of("offline throughput", true)).median), percent(score(residuals, of("TPOT")).median),
                            percent(score(residuals, of("unloaded TTFT", false)).median));
    }
    page += "\n";
}

void add_terms(std::string& page, const RowSet& set, const EfficiencyFactors& known)
{
    struct Term {
        const char* title;
        std::set<std::string> without;
    };
    const std::vector<Term> terms{
        {"all terms", {}},
        {"time that is not hidden (σ)", {"unoverlapped"}},
        {"efficiency by width (s)", {"size_exponent"}},
        {"activations (a)", {"activation_passes"}},
        {"efficiency of few large experts", {"coarse_gemm_efficiency"}},
        {"imbalance of ranks (ι)", {"expert_imbalance"}},
        {"all five", {"unoverlapped", "size_exponent", "activation_passes", "coarse_gemm_efficiency", "expert_imbalance"}}};
    page += "| left out | offline throughput | - mixture of experts | TPOT | unloaded TTFT, dense |\n|---|---|---|---|---|\n";
    for (const Term& term : terms) {
        const Averages a = averages(set, known, {term.without});
        page += fmt::format("| {} | {} | {} | {} | {} |\n", term.without.empty() ? "nothing" : term.title, percent(a.offline),
                            percent(a.offline_sparse), percent(a.tpot), percent(a.ttft));
    }
    page += "\n";
}

void add_worst(std::string& page, const Residuals& residuals)
{
    struct Worst {
        Score score;
        std::string name;
    };
    std::set<std::pair<std::string, std::string>> names;
    for (const auto& [row, r] : residuals)
        names.emplace(row->configuration, quantity(row->measured));
    std::vector<Worst> all;
    for (const auto& [configuration, what] : names) {
        if (what != "offline throughput" && what != "TPOT")
            continue;
        const Score s
            = score(residuals, [&](const Row& row) { return row.configuration == configuration && quantity(row.measured) == what; });
        if (s.count >= 3)
            all.push_back({s, configuration + ", " + what});
    }
    std::stable_sort(all.begin(), all.end(), [](const Worst& a, const Worst& b) { return a.score.median > b.score.median; });
    all.resize(std::min<std::size_t>(all.size(), 12));
    page += "| configuration | records | median error | tendency |\n|---|---|---|---|\n";
    for (const Worst& worst : all)
        page += fmt::format("| {} | {} | {} | {:+.0f} % |\n", worst.name, worst.score.count, percent(worst.score.median),
                            100 * worst.score.bias);
    page += "\n";
}

/// The ratios measured / predicted between which nine in ten held-out records lie.
void add_ratios(std::string& page, const Residuals& residuals)
{
    page += "| quantity | 5 % | 10 % | 50 % | 90 % | 95 % |\n|---|---|---|---|---|---|\n";
    for (const Line& line : lines()) {
        std::vector<double> ratios;
        for (const auto& [row, r] : residuals) {
            if (line.chosen(*row))
                ratios.push_back(std::exp(-r));
        }
        page += fmt::format("| {} |", line.title);
        for (const double share : {0.05, 0.1, 0.5, 0.9, 0.95})
            page += fmt::format(" {:.2f} |", quantile(ratios, share));
        page += "\n";
    }
    page += "\n";
}

constexpr const char* introduction = R"(# How accurate the estimates are

Made by `./dev accuracy`; nothing here is typed by hand but the words. The program fits the efficiency factors with the estimator's own
functions (`tests/accuracy/`), from neutral starting values, on published measurements (`tests/data/measured-inference.json`: TensorRT-LLM
tables, vLLM, SGLang and TensorRT-LLM samples of aiconfigurator, AWS Neuron benchmarks). **Held out** means: the factors that predict a
record were fitted without any record of its configuration (model, accelerator, number, engine, weight precision, attention data
parallelism). Errors are |predicted / measured − 1|.

The factors that ship (`resources/knowledge/factors.json`) are fitted on all of these records, so for configurations that are not
among them the held-out figures below are the ones to believe; the more of the measurements are seen, the better they get, which is why eight
parts do better than two.

## How the parts are drawn

All records of a configuration go into one part. The part is a 64-bit FNV-1a hash of "0 " and the configuration's name ("llama-3.1-8b H100x1 vllm
fp8"), mixed once by multiplication, modulo the number of parts (`part_of` in `tests/accuracy/rows.cpp`); nothing else decides, and no division was
chosen by its result. Another number in place of 0 gives another division. In turn each part is predicted by factors fitted on all others,
so every record is predicted once.

)";

constexpr const char* terms_text = R"(## What each term buys

Five parts, mean of three divisions. Each term is one number a family of accelerators and a line of `model/estimate/inference.cpp`; with its
neutral value the formula is the plain roofline of the twelve golden vectors, which the tests still reproduce to 1e-4.

- **Time that is not hidden.** Reading weights and computing overlap only in part: t = max + σ·min instead of max. Kernels of one layer run one
  after the other, and each is bound by something else.
- **Efficiency by width.** Wide GEMMs fill the tiles and hide their ends: η_c·(parameters a layer on one rank / 10⁸)^s, at most 0.9. A 405B model
  reaches a greater share of the peak than an 8B model, and less when it is cut into eight.
- **Activations.** Norms, residuals, rotary embedding and quantisation read and write the hidden state, a times a layer; tensor parallelism does not
  divide it.
- **Few large experts.** Eight experts run much like plain GEMMs, 128 as grouped ones: the two have efficiencies of their own.
- **Imbalance of ranks.** Under attention data parallelism all ranks wait for the one with the hottest experts: ι₈^(ln n / ln 8), 1 on one rank. A
  constant had four ranks too slow and eight too fast.

Three terms have no number of their own and therefore no line below; unseen models and halves gained by each:

- **Kernels of latent attention.** A layer of MLA launches about half as many kernels again as one of grouped queries, so its overhead is 1.5 times
  that. DeepSeek's overheads no longer make gpt-oss and Qwen slow.
- **Stages of an all-reduce.** Its latency grows with log₂ of the ranks, α is that of four.
- **Padding is hidden while weights stream in.** Rows that fill up an expert's tile cost time only where arithmetic is waited for.

)";

constexpr const char* limits_text = R"(## What is bad, and why

- **DeepSeek with and without multi-token prediction.** The same configuration is listed two or three times with TPOTs that differ by up to 2.7×;
  the source does not say which run speculates. No formula can fit both; the band is what answers.
- **Qwen3-235B on vLLM (H200).** 51 ms a token whether 4 or 20 sequences are served, as kernels do that are not tuned for a shape. gpt-oss on the same
  engine has nothing of the kind, so a factor for "experts on vLLM" made other models worse and was not taken.
- **Qwen3-30B on one GB200.** Slower at 128/128 tokens than on one RTX PRO 6000, with five times the bandwidth: the host, not the accelerator, is measured.
- **gpt-oss at high batch on one accelerator.** MXFP4 weights with 8-bit activations; published runs are of its first weeks.
- **Llama 4 Maverick on H100.** Three times slower than the weights' and cache's bytes ask for.
- **Neuron time to first token.** Prompts are padded to compiled buckets that the source does not name.
- **Loaded TTFT** depends on how requests arrive; it is a range from no waiting to waiting for all others, not a point.
- Tried and not taken, because held-out configurations gained nothing or lost: attention time by softmax work, cache efficiency by row width, overlap
  of attention's reading and computing, separate rooflines for experts and the rest, expert efficiency by expert width, host time a request, host time
  a mixed step, logits traffic, a limit on the prefills that disturb short outputs, kernels of their own for each engine, an overhead of each engine for
  mixtures, fewer distinct experts because routing is skewed, one overhead for dense layers and mixtures.

)";

} // namespace

std::string report(const RowSet& set, const EfficiencyFactors& known)
{
    const auto model = [](const Row& row) { return row.measured.model; };
    const auto accelerator = [](const Row& row) { return row.measured.accelerator; };
    const auto family
        = [](const Row& row) { return row.deployment.family + (row.deployment.model.sparse() ? ", mixture of experts" : ", dense"); };

    std::string page = introduction;
    const Residuals eight = in_parts(set, known, 8, 0);
    page += "## Held out: eight parts\n\n";
    add_table(page, eight);
    page += "## Held out: two parts\n\nHalf of the configurations predict the other half.\n\n";
    const Residuals two = in_parts(set, known, 2, 0);
    add_table(page, two);
    add_halves(page, two);
    page += "Other divisions into two parts, median errors: what chance the division itself is.\n\n";
    add_divisions(page, set, known);
    page += "By family of efficiency factors, eight parts, median error (records):\n\n";
    add_groups(page, "family", eight, family);

    page += "## An unseen model\n\nAll records of a model held out.\n\n";
    const Residuals models = leave_one_out(set, known, model);
    add_table(page, models);
    add_groups(page, "model", models, model);
    page += "## An unseen accelerator\n\nAll records of an accelerator held out; its family's factors come from its relatives, or from all "
            "families.\n\n";
    const Residuals accelerators = leave_one_out(set, known, accelerator);
    add_table(page, accelerators);
    add_groups(page, "accelerator", accelerators, accelerator);

    page += "## Not held out\n\nThe factors that ship on the records they were fitted on: what the formulas can reach at best.\n\n";
    add_table(page, predicted_by(set.rows, known));

    page += terms_text;
    add_terms(page, set, known);
    page += "## The bands\n\nMeasured / predicted of held-out records (eight parts). The bands of `model/estimate/bands.h` are about the 5 "
            "% and 95 % columns;\n"
            "factors borrowed from another family double them.\n\n";
    add_ratios(page, eight);
    page += limits_text;
    page += "The worst configurations, eight parts:\n\n";
    add_worst(page, eight);

    page += "## Records without a prediction\n\n";
    if (set.unpredicted.empty())
        page += "None.\n";
    for (const auto& [because, count] : set.unpredicted)
        page += fmt::format("- {} × {}\n", count, because);
    return page;
}

} // namespace archway::accuracy
