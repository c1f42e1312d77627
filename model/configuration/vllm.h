// SPDX-License-Identifier: GPL-3.0-or-later
// The options of `vllm serve` for one copy of the model, as the decision fills them in.
#pragma once

#include "model/configuration/plan.h"

namespace archway {

struct EngineOption {
    std::string name;  ///< "--max-model-len"
    std::string value; ///< empty for a switch
    std::string why;
};

/// The options of one copy; across instances they include those of Ray. Refused where the engine is not one vLLM stands for, or where the
/// accelerator has no engine (processors).
[[nodiscard]] Result<std::vector<EngineOption>> engine_options(const Plan&);

/// Image of the engine; its tag is a parameter, for only a test says which release runs the model.
[[nodiscard]] std::string engine_image(const Plan&, Document&);
[[nodiscard]] std::string engine_image_why(const Plan&);

/// Accelerators of one instance as Kubernetes counts them, with the name of the resource.
[[nodiscard]] std::pair<std::string, int> device_resource(const Plan&);

} // namespace archway
