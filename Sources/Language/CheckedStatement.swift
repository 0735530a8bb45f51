/// Named values with their declarations: what a statement, or one row of a block, was given.
///
/// The getters return the value given, else the declared default, else nil; asking for a type the
/// declaration does not allow is nil too.
package protocol ArgumentValues {
  /// The value as given, in a slot or an option; parameters are already replaced.
  func given(_ name: String) -> Spanned<Value>?
  var specs: [OptionSpec] { get }
  /// Where the word of an option or of a preposition's slot stands, for what may not be given at
  /// all.
  func wordSpan(of name: String) -> Span?
}

extension ArgumentValues {
  /// Whether the user gave it.
  package func has(_ name: String) -> Bool { given(name) != nil }

  package func span(of name: String) -> Span? { given(name)?.span }
  package func wordSpan(of name: String) -> Span? { span(of: name) }

  /// The value given, else the default as declared.
  package func value(_ name: String) -> Value? {
    if let value = given(name)?.value { return value }
    guard let fallback = specs.first(where: { $0.name == name })?.fallback else { return nil }
    return try? Parser.value(fallback)
  }

  package func int(_ name: String) -> Int? { value(name)?.int }
  package func double(_ name: String) -> Double? { value(name)?.double }

  /// The text of a string or a word.
  package func string(_ name: String) -> String? { value(name)?.string }

  package func flag(_ name: String) -> Bool? {
    guard case .bool(let flag) = value(name) else { return nil }
    return flag
  }

  /// The texts of a list; a single string, word or number counts as a list of one.
  package func strings(_ name: String) -> [String]? {
    guard let value = value(name), value != .none else { return nil }
    guard case .list(let elements) = value else { return [value.text] }
    return elements.map(\.value.text)
  }

  /// The elements of a list with their places; a single value counts as a list of one.
  package func elements(_ name: String) -> [Spanned<Value>]? {
    guard let given = given(name) else {
      return value(name).flatMap { value in
        switch value {
        case .none: nil
        case .list(let elements): elements
        default: [Spanned(value, Span(start: 0, end: 0))]
        }
      }
    }
    if case .list(let elements) = given.value { return elements }
    return given.value == .none ? nil : [given]
  }

  package func ints(_ name: String) -> [Int]? { elements(name)?.compactMap(\.value.int) }

  package func seconds(_ name: String) -> Double? {
    guard case .duration(let seconds) = value(name) else { return nil }
    return seconds
  }

  package func bytes(_ name: String) -> Int? {
    guard case .size(let bytes) = value(name) else { return nil }
    return bytes
  }
}

/// A statement that passed every check that needs no file.
package struct CheckedStatement: Sendable, ArgumentValues {
  package let statement: Statement
  package let verb: VerbSpec
  /// Which of `verb.forms` it is.
  package let form: Int
  /// The name the result gets: `NAME =`, or the slot that stands for it (`merge a as m`).
  package let binding: Spanned<String>?
  package let slots: [String: Spanned<Value>]
  /// The options given.
  package let options: [String: Spanned<Value>]
  /// The names of the options given, in the order typed.
  package let optionOrder: [String]
  package let specs: [OptionSpec]
  /// The lines of the block, if there is one.
  package let lines: [CheckedLine]

  package func given(_ name: String) -> Spanned<Value>? { slots[name] ?? options[name] }

  package func wordSpan(of name: String) -> Span? {
    let preposition = verb.forms[form].slots.first { $0.name == name }?.preposition
    for argument in statement.arguments {
      switch argument.role {
      case .option(let key) where key.value == name: return key.span
      case .preposition(let word) where word.value == preposition: return word.span
      default: continue
      }
    }
    return nil
  }
}

/// A line of a block: `wide: lora r=[4, 8] targets=all-linear`.
package struct CheckedLine: Sendable {
  package let name: Spanned<String>?
  package let method: Spanned<String>
  /// The options as typed, lists not yet multiplied, in the order typed.
  package let options: [(name: String, value: Spanned<Value>)]
  package let specs: [OptionSpec]
  package let span: Span

  /// One row for every combination of the listed values, the first option changing slowest.
  package var rows: [CheckedRow] {
    var rows: [[String: Spanned<Value>]] = [[:]]
    for (name, value) in options {
      let kind = specs.first { $0.name == name }?.kind
      let choices = kind?.choices(in: value) ?? [value]
      rows = rows.flatMap { row in
        choices.map { choice in row.merging([name: choice]) { $1 } }
      }
    }
    return rows.map { CheckedRow(line: self, options: $0) }
  }
}

/// One row of a comparison: a method and one value for each of its options.
package struct CheckedRow: Sendable, ArgumentValues {
  package let line: CheckedLine
  package let options: [String: Spanned<Value>]

  package var specs: [OptionSpec] { line.specs }
  package func given(_ name: String) -> Spanned<Value>? { options[name] }
}

extension ValueKind {
  /// Whether a list may be one value of this kind.
  var acceptsList: Bool {
    switch self {
    case .list, .anything: true
    case .optional(let kind): kind.acceptsList
    case .oneOf(let kinds): kinds.contains { $0.acceptsList }
    default: false
    }
  }

  /// The values a block's line lists: `r=[4, 8]` are two, `targets=[query, value]` is one,
  /// `targets=[[query], [query, value]]` are two.
  func choices(in value: Spanned<Value>) -> [Spanned<Value>] {
    guard case .list(let elements) = value.value else { return [value] }
    let isListOfLists = elements.contains { if case .list = $0.value { true } else { false } }
    return acceptsList && !isListOfLists ? [value] : elements
  }
}
