// SPDX-License-Identifier: GPL-3.0-or-later
// A brief's HTML on A4 pages.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

namespace archway {

/// A PDF of numbered A4 pages with text that can be selected; table headers are repeated, no heading stands alone at the foot of a page.
/// `pictures` are the SVG files the HTML names; each is scaled to fit a page. The same input gives the same bytes.
[[nodiscard]] QByteArray brief_pdf(const QString& html, const QString& title, const QMap<QString, QByteArray>& pictures);

} // namespace archway
