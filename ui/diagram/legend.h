// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diagrams/perspective.h"

#include <QWidget>

namespace archway {

/// What the lines, borders, colours and badges mean that are on screen now; nothing else.
class Legend : public QWidget {
    Q_OBJECT
public:
    explicit Legend(QWidget* viewport);
    void explain(const Diagram& diagram, const std::vector<Badge>& badges);
    /// Into the corner of the viewport where it covers least of the nodes and titles, the lower left where none is better. `shown` takes
    /// the picture's points to the viewport's.
    void settle(const Layout& layout, const QTransform& shown);
    /// The lines it shows, in words; for the outline's reader and tests.
    [[nodiscard]] QStringList lines() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Sign { Line, DashedLine, DashedBox, Colour, Words };
    struct Entry {
        Sign sign;
        QString words;
        QString group;
    };
    QList<Entry> m_entries;
};

} // namespace archway
