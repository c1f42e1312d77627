// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_program.h"

#include <QHashSeed>

int main(int argc, char** argv)
{
    // Qt's PDF writer lists its fonts in hash order: without a fixed seed the same diagram gives other bytes on every run.
    QHashSeed::setDeterministicGlobalSeed();
    return archway::run_program(argc, argv);
}
