/// Something that may stand at the cursor.
package struct Completion: Sendable, Equatable {
  /// The whole word that would stand there; empty when only `detail` helps.
  package let text: String
  /// What it means, for the list.
  package let detail: String

  package init(_ text: String, _ detail: String) {
    self.text = text
    self.detail = detail
  }
}

/// What completion knows beyond the declarations: the objects, and what they say of each other.
package protocol CompletionContext: NameTable {
  /// What `param` declared.
  var parameterNames: [String] { get }

  /// Whether an object can be used beside what else stands in a statement: a data set with a model
  /// that reads such, a model under an adapter that was made for it.
  func fits(_ name: String, in sketch: StatementSketch) -> Bool

  /// Words for an option's value beside those that its declaration lists: layers, splits, scores.
  func words(for option: String, in sketch: StatementSketch) -> [Completion]

  /// What a word means that help explains and that is no verb: a method, a topic.
  func meaning(ofTopic word: String) -> String?
}

extension CompletionContext {
  package var parameterNames: [String] { [] }
  package func fits(_ name: String, in sketch: StatementSketch) -> Bool { true }
  package func words(for option: String, in sketch: StatementSketch) -> [Completion] { [] }
  package func meaning(ofTopic word: String) -> String? { nil }
}

/// What can be said of a statement that is not finished: its words, whatever their order.
package struct StatementSketch: Sendable, Equatable {
  package var verb = ""
  /// Words that may name objects or methods, in the order typed, before the cursor and behind it.
  package var words: [String] = []
  package var strings: [String] = []
}

/// Completion from the declarations: the words that fit at a place of an unfinished text.
package enum Completer {
  /// - Parameters:
  ///   - text: a cell, which need not parse.
  ///   - cursor: in code points; what stands behind it is not completed, but is part of the statement.
  /// - Returns: the completions of the word that ends at the cursor, in the order of the declarations.
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

  /// A string that is being typed.
  package struct OpenString: Sendable, Equatable {
    /// From its quote on, up to the cursor.
    package var text: String
    /// What may stand there; several where the statement may still become one of several forms.
    package var kinds: [ValueKind]
    /// The option it is the value of.
    package var option: String?
    package var sketch: StatementSketch
    /// Whether it is closed behind the cursor.
    package var isClosed: Bool
  }

  /// The string the cursor stands in; nil outside one.
  package static func openString(
    _ text: String, cursor: Int, verbs: [VerbSpec]
  ) -> OpenString? {
    let (before, after) = split(text, cursor)
    var lexer = Lexer(before)
    do throws(Diagnostic) { try lexer.run() } catch {
      guard let span = error.span, span.start < lexer.scalars.count,
        error.message.contains("not closed")
      else { return nil }
      // `@"` has its quote a letter later.
      guard let quote = lexer.scalars[span.start...].firstIndex(of: "\"") else { return nil }
      let start = min(quote + (lexer.endedInString ? 3 : 1), lexer.scalars.count)
      let rest = after.unicodeScalars.prefix { $0 != "\n" }
      let close = rest.firstIndex(of: "\"")
      let behind = close.map { String(rest[rest.index(after: $0)...]) } ?? ""
      let isFile = span.start > 0 && lexer.scalars[span.start - 1] == "@"
      let lead = lexer.text(0..<(isFile ? span.start - 1 : span.start))
      guard let place = CompletionPlace(lead, behind) else {
        return OpenString(
          text: lexer.text(start..<lexer.scalars.count), kinds: [], option: nil,
          sketch: StatementSketch(), isClosed: close != nil)
      }
      let (kinds, option) = place.expectedValues(verbs)
      return OpenString(
        text: lexer.text(start..<lexer.scalars.count), kinds: isFile ? [.path] : kinds,
        option: option, sketch: place.sketch, isClosed: close != nil)
    }
    return nil
  }

  private static func split(_ text: String, _ cursor: Int) -> (before: String, after: String) {
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
