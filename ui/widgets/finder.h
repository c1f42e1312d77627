// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QLineEdit;

namespace archway {

class Workspace;

/// Completes what is typed into the find field from entities, claims and formulas; choosing one opens it in Why.
class Finder : public QObject {
    Q_OBJECT
public:
    Finder(Workspace& workspace, QLineEdit& field);

private:
    void build();
    Workspace& m_workspace;
    QLineEdit& m_field;
};

} // namespace archway
