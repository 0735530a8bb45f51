import Files

/// One example of a data set, as its file has it.
package struct Example: Sendable, Equatable {
  /// The identifier as in the file, with its type; else the row's number in the whole file, from 0.
  package var id: JSON
  package var text: String
  /// The second text of a pair, as in premise and hypothesis.
  package var pair: String?
  /// Position in the data set's labels; nil when the whole set has none.
  package var label: Int?
  /// Line of the file where the example starts, from 1; in a folder of texts its number, from 1.
  /// Of a file of questions the question's number, from 1.
  package var row: Int
  /// Of a question (`text`) about a context (`pair`): every reference, in the order of the file;
  /// empty when it has no answer, nil when nobody answered it.
  package var answers: [ReferenceAnswer]?
  /// Of a tagged sentence.
  package var words: [String] = []
  /// A tag a word, as positions in the data set's tags; nil when the whole set has none.
  package var tags: [Int]?

  package init(id: JSON, text: String, pair: String? = nil, label: Int? = nil, row: Int) {
    self.id = id
    self.text = text
    self.pair = pair
    self.label = label
    self.row = row
  }

  /// A question about a context.
  package init(
    id: JSON, question: String, context: String, answers: [ReferenceAnswer]?, row: Int
  ) {
    self.init(id: id, text: question, pair: context, row: row)
    self.answers = answers
  }

  /// A sentence in words, with a tag a word or without.
  package init(id: JSON, words: [String], tags: [Int]?, row: Int) {
    self.init(id: id, text: words.joined(separator: " "), row: row)
    self.words = words
    self.tags = tags
  }
}

/// What the examples of a data set are for.
package enum DatasetContent: Sendable, Equatable {
  /// Texts with one label each; `labels` are spelled as in the file and never empty: numbers by
  /// value when all of them are integers, else by code points.
  case classification(labels: [String])
  /// Texts without labels: for masked language modelling, or to predict.
  case text
  /// Questions (`text`) about contexts (`pair`).
  case questions(QuestionKind)
  /// Sentences with a tag a word; `tags` in the order of classes, empty without tags.
  case tagging(tags: [String])
}

/// A data set in memory: examples in file order.
package struct Dataset: Sendable, Equatable {
  /// The file or folder it came from, as errors name it.
  package var source: String
  package var content: DatasetContent
  package var examples: [Example]
  /// What a reader of the result should know, a sentence each (the label balance changed, …).
  package var notes: [String]
  /// Whether the request named the column of labels: somebody counts on them.
  package var labelsWereChosen = false

  package init(
    source: String, content: DatasetContent, examples: [Example], notes: [String] = []
  ) {
    self.source = source
    self.content = content
    self.examples = examples
    self.notes = notes
  }

  /// The labels or tags in the order of their classes; empty where there are none.
  package var labels: [String] {
    switch content {
    case .classification(let labels): labels
    case .tagging(let tags): tags
    case .text, .questions: []
    }
  }
}

/// Where a data set is read from.
package enum DatasetSource: Sendable {
  case file(FileBytes)
  /// `diskPath` lets subfolders be read; nil for a folder inside the executable.
  case folder(any Folder, diskPath: String?)

  /// The file or folder as errors name it.
  package var name: String {
    switch self {
    case .file(let bytes): bytes.label
    case .folder(let folder, _): folder.path
    }
  }
}

/// How a data set is to be read: the options of `dataset`.
package struct DatasetRequest: Sendable, Equatable {
  /// Name of a reader; nil recognises the format.
  package var format: String?
  /// A file or subfolder of the source, without extension.
  package var split: String?
  /// Keeps the first so many examples.
  package var limit: Int?
  /// Draws so many examples, which stay in file order.
  package var sample: Int?
  /// Keeps the rows whose hash falls in `[lower, upper)`, as fractions; see `parsePart`.
  package var part: ClosedRange<Double>?
  /// Of `sample`. Parts do not depend on it: else two parts could overlap.
  package var seed: UInt64
  /// One column, or two for pairs: names, or numbers from 1 where a file has no names.
  package var text: [String]
  package var label: String?
  /// Whether the first row of a TSV or CSV file holds names; nil looks.
  package var header: Bool?
  /// Keeps the questions that have an answer, and no others.
  package var answerable: Bool

  package init(
    format: String? = nil, split: String? = nil, limit: Int? = nil, sample: Int? = nil,
    part: ClosedRange<Double>? = nil, seed: UInt64 = 0, text: [String] = [],
    label: String? = nil, header: Bool? = nil, answerable: Bool = false
  ) {
    self.format = format
    self.split = split
    self.limit = limit
    self.sample = sample
    self.part = part
    self.seed = seed
    self.text = text
    self.label = label
    self.header = header
    self.answerable = answerable
  }
}
