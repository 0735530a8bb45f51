/// What a piece of program text is, for a page that shows it in colours.
package enum HighlightKind: String, Sendable, CaseIterable {
  case verb
  /// The name a statement binds, or a row of a block.
  case name
  case option
  /// `on`, `to`, `as`.
  case preposition
  case string
  case number
  /// `true`, `false`, `none`.
  case constant
  case parameter
  case comment
}

package enum Highlighter {
  /// The pieces of a text that have a kind, in order; what does not read has none.
  package static func spans(_ text: String) -> [(span: Span, kind: HighlightKind)] {
    var lexer = Lexer(text)
    // What was read before an error still stands.
    do { try lexer.run() } catch {}
    var spans: [(span: Span, kind: HighlightKind)] = []
    var place = Place()
    for (index, token) in lexer.tokens.enumerated() {
      let next = index + 1 < lexer.tokens.count ? lexer.tokens[index + 1].kind : nil
      if let kind = place.kind(of: token.kind, before: next) { spans.append((token.span, kind)) }
    }
    return spans
  }

  /// How far a statement has come.
  private struct Place {
    private var brackets = 0
    private var braces = 0
    /// A verb, or in a block a method, is still to come.
    private var isAtStart = true

    mutating func kind(of token: Token.Kind, before next: Token.Kind?) -> HighlightKind? {
      switch token {
      case .comment: return .comment
      case .literal(.string), .literal(.template): return .string
      case .literal(.parameter): return .parameter
      case .literal(.file): return .string
      case .literal: return .number
      case .word(let word): return kind(of: word, before: next)
      case .newline:
        if brackets == 0 { isAtStart = true }
      case .semicolon: isAtStart = true
      case .openBracket: brackets += 1
      case .closeBracket: brackets = max(0, brackets - 1)
      case .openBrace:
        braces += 1
        isAtStart = true
      case .closeBrace: braces = max(0, braces - 1)
      case .equals, .comma, .colon, .question, .openContinuation, .end: break
      }
      return nil
    }

    private mutating func kind(of word: String, before next: Token.Kind?) -> HighlightKind? {
      if isAtStart {
        if next == (braces > 0 ? .colon : .equals) { return .name }
        isAtStart = false
        return .verb
      }
      if brackets == 0, next == .equals { return .option }
      switch word {
      case "true", "false", "none": return .constant
      case "on", "to", "as": return .preposition
      default: return nil
      }
    }
  }
}
