// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the layout worker, a process of its own, where the nodes of a diagram go.
#pragma once

#include "diagrams/diagram.h"

#include <QObject>

#include <memory>

namespace archway {

/// Where archway-layout is: beside the program in a build tree, in libexec once installed. Never looked up in PATH.
[[nodiscard]] std::string layout_worker_path();

/// One question to the worker, and its answer as text. BadInput where the worker refuses it, Failure where it is missing, stopped or slow.
[[nodiscard]] Result<std::string> ask_worker(const std::string& request, int timeout_ms);

/// Blocking: for verbs and tests. Trees are laid out by our own tidy tree without the worker. When the worker is missing, crashes
/// or meets its limit the result is a simpler layout with a message, not an error.
[[nodiscard]] Layout layout(const Diagram&, const MeasureText&, int timeout_ms = 10'000);

/// Asynchronous: for the window. A new request supersedes (kills) the one under way; only the newest result is reported.
class LayoutClient : public QObject {
    Q_OBJECT
public:
    /// `worker` is the path of archway-layout; without one there each layout is made in columns, and says so.
    explicit LayoutClient(QObject* parent = nullptr, std::string worker = layout_worker_path());
    ~LayoutClient() override;
    void request(const Diagram&, const MeasureText&, int timeout_ms = 10'000);
    void cancel();

Q_SIGNALS:
    void finished(const archway::Layout& layout);

private:
    void ask();
    void proceed(const QString& trouble);

    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace archway
