// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_program.h"

int main(int argc, char** argv)
{
    return archway::run_program(argc, argv);
}
