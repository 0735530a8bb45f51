/// A literal of the language, as typed.
package indirect enum Value: Sendable, Equatable {
  case string(String)
  /// A string with `$name` in it; the checker replaces it by a `.string`.
  case template([StringPart])
  case number(Double, isInteger: Bool, spelling: String)
  case duration(seconds: Double)
  case size(bytes: Int)
  case bool(Bool)
  case none
  /// An unquoted word: an object's name, or a word of an option.
  case word(String)
  case list([Spanned<Value>])
  /// `@"file"`: the text that stands in a file; holds the path as it was typed.
  case file(Value)
  /// `$name`; the checker replaces it by the parameter's value.
  case parameter(String)
}

/// A part of a string literal: plain text or an interpolated parameter.
package enum StringPart: Sendable, Equatable {
  case text(String)
  case parameter(String, Span)
}

extension Value {
  package init(_ number: Int) {
    self = .number(Double(number), isInteger: true, spelling: String(number))
  }

  package init(_ number: Double) {
    self = .number(number, isInteger: false, spelling: String(number))
  }

  /// The exact integer, when the value is one: `8`, or `1e3`.
  package var int: Int? {
    guard case .number(let number, let isInteger, let spelling) = self else { return nil }
    if isInteger, let exact = Int(spelling) { return exact }
    guard !isInteger, !spelling.unicodeScalars.contains("."), abs(number) < 9e15 else { return nil }
    return Int(exactly: number)
  }

  package var double: Double? {
    guard case .number(let number, _, _) = self else { return nil }
    return number
  }

  /// The text of a string or a word.
  package var string: String? {
    switch self {
    case .string(let text), .word(let text): text
    default: nil
    }
  }

  /// The value as it reads in a sentence, and inside a string where a parameter stands.
  package var text: String {
    switch self {
    case .string(let text), .word(let text): text
    case .template(let parts):
      parts.map { part in
        switch part {
        case .text(let text): text
        case .parameter(let name, _): "${\(name)}"
        }
      }.joined()
    case .number(_, _, let spelling): spelling
    case .duration(let seconds):
      seconds == seconds.rounded() && abs(seconds) < 9e15 ? "\(Int(seconds))s" : "\(seconds)s"
    case .size(let bytes): "\(bytes)B"
    case .bool(let flag): flag ? "true" : "false"
    case .none: "none"
    case .list(let elements): "[" + elements.map(\.value.text).joined(separator: ", ") + "]"
    case .file(let path): "@\"\(path.text)\""
    case .parameter(let name): "$" + name
    }
  }

  /// What the value is, for a message: "a string", "a number".
  package var kindName: String {
    switch self {
    case .string, .template: "a string"
    case .number: "a number"
    case .duration: "a duration"
    case .size: "a size"
    case .bool: "true or false"
    case .none: "none"
    case .word: "a word"
    case .list: "a list"
    case .file: "a file's text"
    case .parameter: "a parameter"
    }
  }
}
