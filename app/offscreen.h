// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <memory>
#include <string>
#include <vector>

class QApplication;

namespace archway {

/// Fonts and painting for a verb, without a display. One at a time; none where the window already runs.
class Offscreen {
public:
    Offscreen();
    ~Offscreen();

private:
    std::unique_ptr<QApplication> m_application;
};

/// The extension of an output file, one of `known`; else a Usage error.
[[nodiscard]] Result<std::string> output_format(const std::string& path, const std::vector<std::string>& known);

} // namespace archway
