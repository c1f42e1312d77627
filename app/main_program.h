// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace archway {

/// Runs the program: a verb, or the window. Returns the exit status of the command line's contract.
int run_program(int argc, char** argv);

} // namespace archway
