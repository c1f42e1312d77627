// SPDX-License-Identifier: GPL-3.0-or-later
// Starter configurations: what a decision means in the words of the service that is to run it, every value with its reason.
#pragma once

#include "model/match/decision.h"

#include <span>
#include <string>
#include <string_view>

namespace archway {

/// One kind of configuration that `archway config` writes.
struct ConfigurationKind {
    std::string_view id; ///< "eks-vllm"
    std::string_view title;
    std::string_view format; ///< json, yaml, shell
};

[[nodiscard]] std::span<const ConfigurationKind> configuration_kinds();
[[nodiscard]] const ConfigurationKind* configuration_kind(std::string_view id);

/// A configuration as text. JSON takes no comments, so its reasons are a text of their own.
struct Configuration {
    std::string text;
    std::string why; ///< Markdown; empty where the text itself carries a comment on every value
};

/// Fills the kind in from the answer. What the account alone knows stays a named parameter (`${SubnetId}`). Error code No, with the
/// reason, where the decision is not feasible or the service does not take it; Usage for an unknown kind.
[[nodiscard]] Result<Configuration> configuration(std::string_view kind, const Answer&, const Catalog&);

} // namespace archway
