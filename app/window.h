// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verb.h"

namespace archway {

/// Opens the window on a project (empty = a new one) and runs until it is closed. Returns the exit status.
int open_window(int& argc, char** argv, const std::string& project, const VerbContext& context);

} // namespace archway
