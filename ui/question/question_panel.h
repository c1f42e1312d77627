// SPDX-License-Identifier: GPL-3.0-or-later
// The question: model, innovations, workload, constraints. Every change is a scenario at once; there is no apply button.
#pragma once

#include "ui/workspace.h"

#include <QMap>
#include <QScrollArea>

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace archway {

class Chip;
class InputRow;

class QuestionPanel : public QScrollArea {
    Q_OBJECT
public:
    explicit QuestionPanel(Workspace& workspace, QWidget* parent = nullptr);
    /// Reads a Hugging Face config.json and makes it the scenario's model.
    void importConfig(const QString& path);

Q_SIGNALS:
    void failed(const QString& message);

private:
    void addModel(QVBoxLayout* column);
    void addInnovations(QVBoxLayout* column);
    void addPhase(QVBoxLayout* column);
    void addInputs(QVBoxLayout* column);
    void addTrainingChoices(QVBoxLayout* column);
    void addConstraints(QVBoxLayout* column);
    /// Chips for a list of words of the scenario.
    void addWords(QVBoxLayout* column, const QString& title, const QStringList& words,
                  std::function<std::vector<std::string>&(Scenario&)> list, const char* path);
    /// A box of words for a text of the scenario; `read` gives the text's place in it.
    QComboBox* addChoice(QVBoxLayout* column, const QString& caption, const QList<std::pair<QString, QString>>& choices, const char* path,
                         std::function<std::string&(Scenario&)> read);
    void refresh();
    void toggleInnovation(const QString& id, bool on);
    void chooseModel(int index);
    void describeModel();

    Workspace& m_workspace;
    QComboBox* m_model = nullptr;
    QLabel* m_modelLine = nullptr;
    QMap<QString, Chip*> m_innovations;
    QMap<QString, InputRow*> m_inputs;
    QComboBox* m_phase = nullptr;
    QComboBox* m_region = nullptr;
    QComboBox* m_operations = nullptr;
    QList<std::pair<QComboBox*, std::function<std::string&(Scenario&)>>> m_choices;
    QList<std::pair<Chip*, std::function<bool()>>> m_words;
};

} // namespace archway
