extension ValueKind {
  /// The kind for a column of a table: "whole, from 1", "true or false", "linear, cosine".
  package var inShort: String {
    switch self {
    case .wholeNumber(let from, let to):
      Self.range("whole", from.map(String.init), to.map(String.init))
    case .number(nil, nil, nil, nil): "number"
    case .number(let from, let to, let above, let below):
      "number, "
        + [
          from.map { "from \(Self.plain($0))" }, above.map { "above \(Self.plain($0))" },
          to.map { "to \(Self.plain($0))" }, below.map { "below \(Self.plain($0))" },
        ].compactMap { $0 }.joined(separator: " ")
    case .flag: "true or false"
    case .string, .content: "text"
    case .source: "source"
    case .path: "path"
    case .words(let words): words.count <= 4 ? words.joined(separator: ", ") : "word"
    case .anyWord: "word"
    case .label: "word or text"
    case .duration: "duration"
    case .size: "size"
    case .object(let kinds): kinds.isEmpty ? "object" : kinds.joined(separator: " or ")
    case .list(let inner): "list of " + inner.plural
    case .oneOf(let kinds): Self.uniqued(kinds.map(\.inShort)).joined(separator: ", or ")
    case .optional(let inner): inner.inShort + ", or none"
    case .anything: "value"
    }
  }

  private var plural: String {
    switch self {
    case .wholeNumber: "whole numbers"
    case .number: "numbers"
    case .string, .content: "texts"
    case .anyWord: "words"
    case .label: "words or texts"
    case .object(let kinds):
      kinds.isEmpty ? "objects" : kinds.map { $0 + "s" }.joined(separator: " or ")
    default: inShort
    }
  }

  private static func range(_ noun: String, _ from: String?, _ to: String?) -> String {
    let bounds = [from.map { "from \($0)" }, to.map { "to \($0)" }].compactMap { $0 }
    return bounds.isEmpty ? noun + " number" : noun + ", " + bounds.joined(separator: " ")
  }

  private static func uniqued(_ texts: [String]) -> [String] {
    texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
