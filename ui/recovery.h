// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps unsaved changes through a crash: a copy of the modified project beside the user's own layer.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>

class QLockFile;

namespace archway {

class Workspace;

/// Unsaved changes that a run left behind.
struct Leftover {
    QString project;   ///< text of the project as it was
    QString path;      ///< of the project it changes; empty for one never saved
    QDateTime written; ///< when the copy was made
};

/// Writes the text of a modified project into a file of its own in `folder`, at most every two seconds, and removes it when nothing
/// is unsaved any more. A lock beside each file tells the copy of a window that runs from what a dead one left.
class Recovery : public QObject {
    Q_OBJECT
public:
    Recovery(Workspace& workspace, QString folder, QObject* parent = nullptr);
    /// Keeps the file: a window that goes without having been closed has lost nothing.
    ~Recovery() override;

    /// Takes the oldest file left by a run that is gone; no other window is offered it until the next start. Nothing if there is none.
    [[nodiscard]] std::optional<Leftover> takeLeftover();
    /// Removes the file taken last: its changes are in this window now, or not wanted.
    void removeLeftover();
    /// Lets go of the file taken last; it is offered again at the next start.
    void releaseLeftover();
    /// Writes the copy now if anything is unsaved, and removes it if not. False if it could not be written.
    bool writeNow();
    /// Removes the copy: the window closes and the user has saved or given up the changes.
    void forget();

Q_SIGNALS:
    void failed(const QString& message);

private:
    void follow();
    Workspace& m_workspace;
    QString m_folder;
    QString m_file; ///< of this window; empty until first written
    std::unique_ptr<QLockFile> m_lock;
    QString m_leftover;
    std::unique_ptr<QLockFile> m_leftoverLock;
    QTimer m_pause;
    bool m_saidFailure = false;
};

} // namespace archway
