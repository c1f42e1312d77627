// SPDX-License-Identifier: GPL-3.0-or-later
// The question: model, innovations, workload, constraints. Every change is a scenario at once; there is no apply button.
#pragma once

#include "ui/workspace.h"

#include <QMap>
#include <QScrollArea>

class QComboBox;
class QLabel;
class QLineEdit;
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
    /// The same from text; errors name `place`.
    void importConfigText(const QString& text, const QString& place);
    /// Asks for the file of a config.json, and reads it.
    void askForConfig();
    void describeModel();
    void focusModel();
    void focusTitle();
    /// Brings a numeric input of the scenario to hand, by its path.
    void focusInput(const QString& path);

Q_SIGNALS:
    void failed(const QString& message);

private:
    static QLabel* sectionLabel(const QString& text);
    void addTitle(QVBoxLayout* column);
    void addModel(QVBoxLayout* column);
    void fillModels();
    void addInnovations(QVBoxLayout* column);
    void addPhase(QVBoxLayout* column);
    void addInputs(QVBoxLayout* column);
    void addTrainingChoices(QVBoxLayout* column);
    void addConstraints(QVBoxLayout* column);
    /// Chips for a list of words of the scenario.
    void addWords(QVBoxLayout* column, const QString& title, const QList<std::pair<QString, QString>>& words,
                  std::function<std::vector<std::string>&(Scenario&)> list, const char* path);
    /// A box of words for a text of the scenario; `read` gives the text's place in it.
    QComboBox* addChoice(QVBoxLayout* column, const QString& caption, const QList<std::pair<QString, QString>>& choices, const char* path,
                         std::function<std::string&(Scenario&)> read, bool trains);
    void refresh();
    void toggleInnovation(const QString& id, bool on);
    void chooseModel(int index);
    void addRegions(QVBoxLayout* column);
    void showRegions();

    Workspace& m_workspace;
    QComboBox* m_model = nullptr;
    QLabel* m_modelLine = nullptr;
    QMap<QString, Chip*> m_innovations;
    QMap<QString, InputRow*> m_inputs;
    QComboBox* m_phase = nullptr;
    QLineEdit* m_title = nullptr;
    QWidget* m_regions = nullptr; ///< a chip each, and the menu of those that may be added
    std::vector<std::string> m_regionsShown;
    QComboBox* m_operations = nullptr;
    struct Choice {
        QComboBox* box;
        std::function<std::string&(Scenario&)> read;
        bool trains; ///< asked of a run that trains; else of serving
    };
    QList<Choice> m_choices;
    QList<std::pair<Chip*, std::function<bool()>>> m_words;
};

} // namespace archway
