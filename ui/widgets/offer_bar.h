// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace archway {

/// A line above the answer that offers something and waits, without holding up anything else. Hidden until offered.
class OfferBar : public QFrame {
    Q_OBJECT
public:
    explicit OfferBar(QWidget* parent = nullptr);

    /// Shows `text`, which is plain text.
    void offer(const QString& text);

Q_SIGNALS:
    void restoreAsked();
    void discardAsked();
    void laterAsked();

private:
    QLabel* m_text;
};

} // namespace archway
