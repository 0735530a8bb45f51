/// Something that may stand at the cursor.
package struct Completion: Sendable, Equatable {
  /// The whole word that would stand there; empty when only `detail` helps.
  package let text: String
  /// What it means, for the list.
  package let detail: String
  /// What the list shows in the word's place where there is none: `"…"`.
  package let sign: String

  package init(_ text: String, _ detail: String, sign: String? = nil) {
    self.text = text
    self.detail = detail
    self.sign = sign ?? text
  }
}

/// What completion knows beyond the declarations: the objects, and what they say of each other.
package protocol CompletionContext: NameTable {
  /// What `param` declared.
  var parameterNames: [String] { get }

  /// A parameter's value as it reads in a string; nil for one that is not declared.
  func text(ofParameter name: String) -> String?

  /// The numbers of the cells, each with its first line; none where there is no sitting.
  var cells: [Completion] { get }

  /// Whether an object can be used beside what else stands in a statement: a data set with a model
  /// that reads such, a model under an adapter that was made for it.
  func fits(_ name: String, in sketch: StatementSketch) -> Bool

  /// Whether what a statement names takes an option, or a value behind a preposition; `name` is
  /// that of its declaration.
  func takes(_ name: String, in sketch: StatementSketch) -> Bool

  /// Words for an option's value beside those that its declaration lists: layers, splits, scores.
  func words(for option: String, in sketch: StatementSketch) -> [Completion]

  /// What a word means that help explains and that is no verb: a method, a topic.
  func meaning(ofTopic word: String) -> String?
}

extension CompletionContext {
  package var parameterNames: [String] { [] }
  package func text(ofParameter name: String) -> String? { nil }
  package var cells: [Completion] { [] }
  package func fits(_ name: String, in sketch: StatementSketch) -> Bool { true }
  package func takes(_ name: String, in sketch: StatementSketch) -> Bool { true }
  package func words(for option: String, in sketch: StatementSketch) -> [Completion] { [] }
  package func meaning(ofTopic word: String) -> String? { nil }
}

/// What can be said of a statement that is not finished: its words, whatever their order.
package struct StatementSketch: Sendable, Equatable {
  package var verb = ""
  /// Words that may name objects or methods, in the order typed, before the cursor and behind it.
  package var words: [String] = []
  package var strings: [String] = []
  /// Values of options, as they read in a sentence; of a list nothing.
  package var options: [String: String] = [:]
}

/// Completion from the declarations: the words that fit at a place of an unfinished text.
package enum Completer {
  /// - Parameters:
  ///   - text: a cell, which need not parse.
  ///   - cursor: in code points; what stands behind it is not completed, but is part of the
  ///     statement.
  /// - Returns: the completions of the word that ends at the cursor, in the order of the
  ///   declarations.
  package static func complete(
    _ text: String, cursor: Int, verbs: [VerbSpec], names: any CompletionContext
  ) -> [Completion] {
    let (before, after) = split(text, cursor)
    guard let place = CompletionPlace(before, after) else { return [] }
    return place.candidates(verbs, names).filter {
      $0.text.isEmpty ? place.fragment.isEmpty : $0.text.hasPrefix(place.fragment)
    }
  }

  /// The word that ends at the cursor: what a completion replaces.
  package static func fragment(_ text: String, cursor: Int) -> String {
    let (before, after) = split(text, cursor)
    return CompletionPlace(before, after)?.fragment ?? ""
  }

  /// Whether a string or a list ends at the cursor, and a blank has to come before another word.
  package static func needsBlank(_ text: String, cursor: Int) -> Bool {
    let (before, after) = split(text, cursor)
    return CompletionPlace(before, after)?.isGlued ?? false
  }

  static func split(_ text: String, _ cursor: Int) -> (before: String, after: String) {
    let scalars = text.unicodeScalars
    return (
      String(String.UnicodeScalarView(scalars.prefix(cursor))),
      String(String.UnicodeScalarView(scalars.dropFirst(cursor)))
    )
  }
}

extension OptionSpec {
  /// "rank of the update: a whole number of 1 or more, default 8"
  package var summary: String {
    meaning + ": " + kind.inWords + (fallback.map { ", default \($0)" } ?? "")
  }
}
