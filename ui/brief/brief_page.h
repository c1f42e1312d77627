// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/workspace.h"

#include <QTextBrowser>
#include <QTimer>
#include <QWidget>

#include <memory>

class QCheckBox;
class QLabel;

namespace archway {

/// Shows Markdown and loads nothing: no image from disk, no address from the network.
class MarkdownView : public QTextBrowser {
    Q_OBJECT
public:
    using QTextBrowser::QTextBrowser;
    QVariant loadResource(int type, const QUrl& name) override;
};

/// The report as it will be written, live.
class BriefPage : public QWidget {
    Q_OBJECT
public:
    explicit BriefPage(Workspace& workspace, QWidget* parent = nullptr);
    /// Writes the next report beside the project, or into the folder that is asked for.
    void write();

Q_SIGNALS:
    void failed(const QString& message);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void prepare();
    void showPrepared();

    Workspace& m_workspace;
    MarkdownView* m_view;
    QLabel* m_note;
    QCheckBox* m_html; ///< beside the Markdown
    QCheckBox* m_pdf;
    std::unique_ptr<QTextDocument> m_prepared; ///< written, not shown yet
    QTextDocument* m_shown = nullptr;          ///< the view's child
    QTimer m_delay;                            ///< waits until a slider rests: a report that changes while it is read helps nobody
    bool m_stale = true;
};

} // namespace archway
