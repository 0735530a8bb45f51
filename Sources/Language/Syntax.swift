/// One statement: `[NAME =] VERB {argument} [block]`.
package struct Statement: Sendable, Equatable {
  package var binding: Spanned<String>?
  package var verb: Spanned<String>
  package var arguments: [Argument]
  package var block: Block?
  package var span: Span
  /// The statement in its one spelling: single spaces, a row of a block a line, no comments.
  package var canonical: String
  /// A comment stands inside a list, so the formatter leaves the statement as typed.
  var keepsText = false
}

/// `value`, `on value` (also `to`, `as`) or `KEY=value`.
package struct Argument: Sendable, Equatable {
  package enum Role: Sendable, Equatable {
    case positional
    case preposition(Spanned<String>)
    case option(Spanned<String>)
  }

  package var role: Role
  package var value: Spanned<Value>
  package var span: Span
  /// In its one spelling.
  package var canonical: String
}

/// `{ … }`: a row a line.
package struct Block: Sendable, Equatable {
  package var lines: [BlockLine]
  package var span: Span
  var items: [BlockItem]
}

/// `[NAME:] METHOD {KEY=value}`.
package struct BlockLine: Sendable, Equatable {
  package var name: Spanned<String>?
  package var method: Spanned<String>
  package var options: [Argument]
  package var span: Span
  package var canonical: String
}

/// What a block holds, with what only a formatter needs.
enum BlockItem: Sendable, Equatable {
  case line(Int)
  case comment(String, isTrailing: Bool)
  case blank
}

/// What a text holds, with what only a formatter needs.
enum SourceItem: Sendable, Equatable {
  case statement(Statement)
  case comment(String, isTrailing: Bool)
  case blank
}
