// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery.h"

#include "ui/whole_file.h"
#include "ui/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QUuid>

namespace archway {

namespace {

constexpr int pause_ms = 2000; ///< so much work at most is lost
const QString ending = QStringLiteral(".unsaved");

/// The lock of a copy, taken, or nullptr while the window that writes it runs.
std::unique_ptr<QLockFile> take_lock(const QString& file)
{
    auto lock = std::make_unique<QLockFile>(file + QStringLiteral(".lock"));
    lock->setStaleLockTime(0); // a window may stay open for weeks: only a dead process lets go
    if (!lock->tryLock(0))
        lock.reset();
    return lock;
}

} // namespace

Recovery::Recovery(Workspace& workspace, QString folder, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_folder(std::move(folder))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause_ms);
    connect(&m_pause, &QTimer::timeout, this, &Recovery::writeNow);
    connect(&m_workspace, &Workspace::scenarioChanged, this, &Recovery::follow);
    connect(&m_workspace, &Workspace::projectChanged, this, &Recovery::follow);
    follow();
}

Recovery::~Recovery() = default;

void Recovery::follow()
{
    if (!m_workspace.isModified())
        forget();
    else if (!m_pause.isActive()) // not started anew at each step: a long drag is kept too
        m_pause.start();
}

bool Recovery::writeNow()
{
    m_pause.stop();
    if (!m_workspace.isModified()) {
        forget();
        return true;
    }
    QString error;
    if (m_file.isEmpty()) {
        if (!QDir().mkpath(m_folder))
            error = tr("the folder cannot be made");
        const QString file = QDir(m_folder).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces) + ending);
        if (error.isEmpty() && (m_lock = take_lock(file)))
            m_file = file;
        else if (error.isEmpty())
            error = tr("the folder cannot be written to");
    }
    if (error.isEmpty()) {
        const QJsonObject copy{{QStringLiteral("path"), m_workspace.path()},
                               {QStringLiteral("project"), QString::fromStdString(scenario_file_text(m_workspace.scenario()))}};
        error = write_whole(m_file, QJsonDocument(copy).toJson());
    }
    if (error.isEmpty())
        m_saidFailure = false;
    else if (!std::exchange(m_saidFailure, true)) // once: the next try comes with every change
        Q_EMIT failed(tr("Unsaved changes cannot be kept against a crash in %1: %2").arg(m_folder, error));
    return error.isEmpty();
}

void Recovery::forget()
{
    m_pause.stop();
    if (m_file.isEmpty())
        return;
    QFile::remove(m_file);
    m_file.clear();
    m_lock.reset(); // after the file: nobody finds a copy without its lock
}

std::optional<Leftover> Recovery::takeLeftover()
{
    releaseLeftover();
    const QDir folder(m_folder);
    for (const QFileInfo& found : folder.entryInfoList({QLatin1Char('*') + ending}, QDir::Files, QDir::Time | QDir::Reversed)) {
        std::unique_ptr<QLockFile> lock = take_lock(found.filePath());
        QFile file(found.filePath());
        if (!lock || !file.open(QIODevice::ReadOnly)) // another window's, or gone since
            continue;
        const QJsonObject copy = QJsonDocument::fromJson(file.readAll()).object();
        const QString project = copy.value(QStringLiteral("project")).toString();
        if (project.isEmpty()) // not of this program's making: left as it is
            continue;
        m_leftover = found.filePath();
        m_leftoverLock = std::move(lock);
        return Leftover{project, copy.value(QStringLiteral("path")).toString(), found.lastModified()};
    }
    return {};
}

void Recovery::removeLeftover()
{
    if (!m_leftover.isEmpty())
        QFile::remove(m_leftover);
    releaseLeftover();
}

void Recovery::releaseLeftover()
{
    m_leftover.clear();
    m_leftoverLock.reset();
}

} // namespace archway
