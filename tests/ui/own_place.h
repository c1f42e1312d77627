// SPDX-License-Identifier: GPL-3.0-or-later
// A window in a test keeps its settings, recent projects and data in a folder that goes with the test, never with the user's.
#pragma once

#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>

/// Call first in initTestCase(), before anything reads a setting.
inline void use_own_place()
{
    static const QTemporaryDir place;
    if (!place.isValid())
        qFatal("no folder for the settings of a test");
    QStandardPaths::setTestModeEnabled(true); // of the data; settings do not heed it
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, place.path());
}
