// SPDX-License-Identifier: GPL-3.0-or-later
// Colours, type and spacing of the window. A colour is changed here and nowhere else.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>

class QApplication;
class QWidget;

namespace archway {

/// The colours of one appearance; light, dark and print each have their own set.
struct Colours {
    bool dark = false;
    QColor window, panel, card, canvas, border, grid;     ///< surfaces: page background, side panels, cards, diagram canvas
    QColor text, secondary, disabled, accent, accentText; ///< text ≥ 4.5:1 on its surface
    QColor good, goodFill, caution, cautionFill, bad, badFill, info, infoFill; ///< badges: text on fill
    QColor weights, kvCache, activations, overhead;                            ///< memory bars
    /// Categorical series colour for charts and diagram branches, ≥ 3:1 on card, colour-blind safe; index wraps.
    [[nodiscard]] QColor series(int index) const;
    /// Soft fill and strong outline for a diagram group or innovation chip.
    [[nodiscard]] QColor groupFill(const QString& group) const;
    [[nodiscard]] QColor groupLine(const QString& group) const;
};

enum class Appearance { System, Light, Dark };
enum class TextRole { Caption, Section, Label, Body, Strong, Title, Headline, Mono, Present };

class Theme : public QObject {
    Q_OBJECT
public:
    /// The one theme of the program, following the application palette until told otherwise.
    static Theme& instance();
    /// Fusion style, palettes, fonts and the application style sheet: prepare() and dress() at once.
    void install(QApplication& application, Appearance appearance);
    /// All of install() but the sheet. Under a sheet each widget is styled anew with every parent that it is given; a window
    /// that is made first and dressed before it is shown opens in two thirds of the time.
    void prepare(QApplication& application, Appearance appearance);
    /// Lays the sheet over all widgets there are and will be.
    void dress();
    void setAppearance(Appearance appearance);
    [[nodiscard]] Appearance appearance() const;
    [[nodiscard]] const Colours& colours() const;
    static const Colours& light();
    static const Colours& dark();
    /// Black on white, for exports and printing.
    static const Colours& print();
    /// UI font of a role, in points from the system font.
    [[nodiscard]] QFont font(TextRole role) const;
    /// Gives a widget the font of a role, now and whenever the fonts change.
    void apply(QWidget* widget, TextRole role);
    /// Icon drawn from an SVG of resources/icons in the theme's colour of text, whichever theme it is drawn in, or in another colour.
    [[nodiscard]] QIcon icon(const QString& name) const;
    [[nodiscard]] QIcon icon(const QString& name, const QColor& colour) const;

Q_SIGNALS:
    void changed();

private:
    Theme();
    struct Impl;
    Impl* m_impl;
};

} // namespace archway
