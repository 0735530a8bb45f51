import Files

/// Why a data set could not be read, or does not fit a model.
///
/// `row` is the line of the file, from 1; `column` a name, or a number from 1 without a header.
package enum TaskError: Error, Equatable {
  case file(FileError)
  case notUTF8(file: String, row: Int, column: Int)
  case unsupported(file: String, found: String, formats: [String])
  case unknownFormat(name: String, formats: [String])
  case wrongFormat(file: String, format: String)

  case unknownSplit(folder: String, split: String, splits: [String])
  case splitNeeded(folder: String, splits: [String])
  case splitAmbiguous(folder: String, split: String, files: [String])
  case splitOfFile(file: String, split: String)
  case noData(folder: String)
  case empty(file: String)
  case emptySelection(file: String, selection: String)
  case wrongPart(text: String)

  case unknownColumn(file: String, column: String, columns: [String])
  case repeatedColumn(file: String, row: Int, column: String)
  case columnsNeeded(file: String, columns: [String])
  case tooManyTexts(columns: [String])
  case columnCount(file: String, row: Int, expected: Int, found: Int)
  case quote(file: String, row: Int, column: Int, problem: QuoteProblem)
  case notRows(file: String, found: String)
  case notAnObject(file: String, row: Int, found: String)
  case missingValue(file: String, row: Int, column: String)
  case wrongValue(file: String, row: Int, column: String, expected: String, found: String)

  /// A row has no label where others have one; `column` is where it was looked for.
  case missingLabel(file: String, row: Int, column: String, labelled: Int, rows: Int)
  case unknownLabel(label: String, file: String, row: Int, names: [String])
  case interrupted

  case question(QuestionPlace, QuestionProblem)
  /// `row` is the question's number in the file, whose name is empty where `ask` asks it.
  case window(file: String, row: Int, id: String, problem: WindowProblem)
  case stride(Int, maxLength: Int, special: Int)
  /// `answerable=true` on what are no questions.
  case notQuestions(file: String)
  /// A preset on a data set it has no rules for.
  case presetNeeds(preset: String, file: String)
  /// A row has the id of an earlier one.
  case repeatedID(file: String, row: Int, id: String, first: Int)
  case tagCount(file: String, row: Int, words: Int, tags: Int)
  case template(TemplateProblem)
  /// A question in its template, and the answer that should follow it, leave no room for anything.
  case prompt(file: String, row: Int, id: String, tokens: Int, answer: Int, maxLength: Int)

  /// What is wrong with the quotes of a CSV file.
  package enum QuoteProblem: Equatable, Sendable {
    case neverClosed, insideField, textAfterClosing
  }
}

extension TaskError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .notUTF8(let file, let row, let column): "\(file):\(row):\(column) is not UTF-8"
    case .unsupported(let file, let found, let formats):
      "'\(file)' is \(found), which cannot be read (expected \(formats.joined(separator: ", ")))"
    case .unknownFormat(let name, _): "no format is called '\(name)'"
    case .wrongFormat(let file, let format): "'\(file)' cannot be read as '\(format)'"
    case .unknownSplit(let folder, let split, _): "'\(folder)' has no split '\(split)'"
    case .splitNeeded(let folder, let splits):
      "'\(folder)' has several splits: choose one with split= (\(splits.joined(separator: ", ")))"
    case .splitAmbiguous(let folder, let split, let files):
      "split '\(split)' of '\(folder)' is any of \(files.joined(separator: ", ")): "
        + "choose with format="
    case .splitOfFile(let file, let split):
      "'\(file)' is a file; split '\(split)' can only be chosen in a folder"
    case .noData(let folder): "'\(folder)' holds no data files and no folder a label"
    case .empty(let file): "'\(file)' holds no examples"
    case .emptySelection(let file, let selection): "\(selection) leaves no example of '\(file)'"
    case .wrongPart(let text):
      "part '\(text)' is not two percentages in rising order, as in \"0-90%\""
    case .unknownColumn(let file, let column, _): "'\(file)' has no column '\(column)'"
    case .repeatedColumn(let file, let row, let column):
      "\(file):\(row) names two columns '\(column)'"
    case .columnsNeeded(let file, let columns):
      "which column of '\(file)' is the text? choose with text= and label= "
        + "(\(columns.joined(separator: ", ")))"
    case .tooManyTexts(let columns):
      "text= takes one column, or two for pairs, not \(columns.count)"
    case .columnCount(let file, let row, let expected, let found):
      "\(file):\(row) has \(counted(found, "column")) (expected \(expected))"
    case .quote(let file, let row, let column, let problem): "\(file):\(row):\(column) \(problem)"
    case .notRows(let file, let found): "'\(file)' is \(found) (expected an array of objects)"
    case .notAnObject(let file, let row, let found):
      "\(file):\(row) is \(found) (expected an object a row)"
    case .missingValue(let file, let row, let column): "\(file):\(row) has no '\(column)'"
    case .wrongValue(let file, let row, let column, let expected, let found):
      "'\(column)' in \(file):\(row) is \(found) (expected \(expected))"
    case .missingLabel(let file, let row, let column, let labelled, let rows):
      "\(file):\(row) has no label in column '\(column)', but \(labelled) of \(rows) rows have one"
    case .unknownLabel(let label, let file, let row, _):
      "label '\(label)' in \(file):\(row) is none of the model's"
    case .interrupted: "interrupted"
    case .question(let place, let problem): "\(place) \(problem)"
    case .window(let file, let row, let id, let problem):
      "\(Self.question(row, id, file)) \(problem)"
    case .stride(let stride, let maxLength, let special):
      "stride=\(stride) is not less than max_length=\(maxLength) without "
        + "\(counted(special, "special token"))"
    case .notQuestions(let file): "'\(file)' holds no questions, of which some could be answerable"
    case .presetNeeds(let preset, let file):
      "preset=\(preset) is for texts with labels and for questions; '\(file)' holds tagged sentences"
    case .repeatedID(let file, let row, let id, let first):
      "\(file):\(row) has the id '\(id)', which row \(first) has"
    case .tagCount(let file, let row, let words, let tags):
      "\(file):\(row) has \(counted(tags, "tag")) for \(counted(words, "word"))"
    case .template(let problem): problem.description
    case .prompt(let file, let row, let id, let tokens, let answer, let maxLength):
      "\(Self.question(row, id, file)) has \(counted(tokens, "token")) without a context, "
        + "which with \(answer) for the answer are more than max_length=\(maxLength)"
    }
  }

  /// A question that was asked at the prompt is in no file.
  private static func question(_ row: Int, _ id: String, _ file: String) -> String {
    file.isEmpty ? "the question" : "question \(row) (id '\(id)') of '\(file)'"
  }

  /// The word that was not found and the words there are, for a suggestion and its list.
  package var choice: (word: String, among: [String])? {
    switch self {
    case .unknownFormat(let name, let formats): (name, formats)
    case .unknownSplit(_, let split, let splits): (split, splits)
    case .unknownColumn(_, let column, let columns): (column, columns)
    case .unknownLabel(let label, _, _, let names): (label, names)
    default: nil
    }
  }
}

extension TaskError.QuoteProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .neverClosed: "opens a quote that is never closed"
    case .insideField: "has a quote inside an unquoted field (quote the field and double the quote)"
    case .textAfterClosing: "has text after a closing quote (expected a comma or a line end)"
    }
  }
}

/// "1 column", "2 columns".
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
