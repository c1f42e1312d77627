// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/knowledge/own_fact.h"

#include <QDialog>
#include <QMap>
#include <QString>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace archway {

/// A dialog whose fields are checked while they are filled in: what is wrong stands in words under the field it is about, once that has
/// been touched; pressing the button says everything and goes to the first.
class EntryDialog : public QDialog {
    Q_OBJECT
public:
    EntryDialog(const QString& title, const QString& keep, QWidget* parent);
    /// What stands under a field now, or under all of them for ""; empty where nothing is wrong.
    [[nodiscard]] QString said(const QString& field) const;
    [[nodiscard]] QPushButton* keepButton() const { return m_keep; }

protected:
    // Each adds a row; `name` is that of the field in problems().
    QLineEdit* addLine(const char* name, const QString& label, const QString& text, const QString& example = {});
    QPlainTextEdit* addText(const char* name, const QString& label, const QString& text, int lines, const QString& example = {});
    QComboBox* addChoice(const char* name, const QString& label, bool typed);
    /// Further fields in the row of the last: their label stands before them.
    QLineEdit* addBeside(const char* name, const QString& label, const QString& text, int characters);
    /// The source, one of the catalog's or a new one. `optional` lets it be left away.
    void addSource(const Catalog& catalog, const SourceEntry& start, bool optional);
    [[nodiscard]] SourceEntry source() const;
    /// Beside the form.
    void setBeside(QWidget* widget);
    /// A sentence above the form.
    void setIntroduction(const QString& text);
    /// To be called when all fields are there.
    void finish();

    [[nodiscard]] virtual std::vector<FieldProblem> problems() const = 0;
    /// Keeps the entry; the dialog closes where it returns nothing, else it says why not.
    virtual QString keep() = 0;
    virtual void changed() { }
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Field {
        QWidget* widget = nullptr;
        QLabel* problem = nullptr;
        bool touched = false;
    };
    void addRow(const char* name, const QString& label, QWidget* widget);
    void enter(const char* name, QWidget* widget, QLabel* problem);
    void touch(const QString& name);
    void check();
    void press();
    void showNewSource();
    void fit();

    QMap<QString, Field> m_fields;
    QWidget* m_inside; ///< the form and what is beside it, in the scrolled area
    QGridLayout* m_form;
    QVBoxLayout* m_beside;
    QLabel* m_introduction;
    QLabel* m_problem; ///< of the entry as a whole
    QLabel* m_lastProblem = nullptr;
    QWidget* m_lastRow = nullptr;
    QPushButton* m_keep;
    QComboBox* m_source = nullptr;
    QLineEdit* m_section = nullptr;
    QLineEdit* m_sourceTitle = nullptr;
    QLineEdit* m_sourceLocation = nullptr;
    QLineEdit* m_sourceDate = nullptr;
    QCheckBox* m_sourceRead = nullptr;
    QWidget* m_newSource = nullptr;
    bool m_pressed = false;
    bool m_finished = false;
};

} // namespace archway
