import Tokenizers

/// Turns questions and answers into the ids a decoder reads and writes.
///
/// A prompt is tokenized as one text, as Hugging Face tokenizes a rendered template. Only the
/// template's own special tokens are tokens; one spelled out in a question or a context is text.
package struct PromptEncoder: Sendable {
  private enum Piece: Sendable {
    case token(Int32, spelling: String)
    case words(String)
    case context
    case question
  }

  package let template: PromptTemplate
  package let tokenizer: any Tokenizer
  /// What ends an answer.
  package let end: Int32
  private let before: [Int32]
  private let pieces: [Piece]
  /// What an answer's text begins with: the space after the prompt's last word.
  private let lead: String

  /// - Throws: `template`, when the tokenizer lacks a token.
  package init(_ template: PromptTemplate, _ tokenizer: any Tokenizer) throws(TaskError) {
    (self.template, self.tokenizer) = (template, tokenizer)
    let build = PieceBuilder(tokenizer)
    switch template.frame {
    case .none:
      guard let eos = tokenizer.special.eos else { throw .template(.noEnd) }
      end = eos
      before = tokenizer.promptPrefix
      let (parts, lead) = Self.withoutTrailingSpaces(template.parts)
      pieces = parts.flatMap(build.own)
      self.lead = lead == " " && tokenizer.beginsWithSpace ? "" : lead
    case .chatML(let system):
      let (start, stop) = (try build.token("<|im_start|>"), try build.token("<|im_end|>"))
      var turns: [Piece] = []
      if let system { turns = [start, .words("system\n" + system), stop, .words("\n")] }
      turns += [start, .words("user\n")] + template.parts.map(build.plain)
      turns += [stop, .words("\n"), start, .words("assistant\n")]
      (pieces, before, lead) = (turns, [], "")
      end = try build.id("<|im_end|>")
    case .llama3:
      let header = (
        try build.token("<|start_header_id|>"), try build.token("<|end_header_id|>")
      )
      let begin = tokenizer.special.bos.flatMap(tokenizer.token) ?? "<|begin_of_text|>"
      var turns = [try build.token(begin), header.0, .words("user"), header.1, .words("\n\n")]
      turns += template.parts.map(build.plain) + [try build.token("<|eot_id|>")]
      turns += [header.0, .words("assistant"), header.1, .words("\n\n")]
      (pieces, before, lead) = (turns, [], "")
      end = try build.id("<|eot_id|>")
    }
  }

  /// The prompt for a question, its context cut from the end where it is longer than `room` tokens;
  /// of a text that is all of its prompt, the beginning is left out.
  ///
  /// - Returns: nil where it does not fit even without a context.
  package func prompt(
    question: String, context: String, room: Int
  ) -> (ids: [Int32], isCut: Bool)? {
    var ids = ids(question, context)
    guard ids.count > room else { return (ids, false) }
    if template.isBare, room > before.count {
      return (before + ids.suffix(room - before.count), true)
    }
    guard template.usesContext else { return nil }
    let tokens = tokenizer.encodePlain(context)
    let text = CodePointText(context)
    var kept = tokens.ids.count
    while ids.count > room, kept > 0 {
      kept = max(0, kept - (ids.count - room))
      let end = kept > 0 ? tokens.offsets[kept - 1].upperBound : 0
      ids = self.ids(question, text[0..<end])
    }
    return ids.count <= room ? (ids, true) : nil
  }

  /// An answer's ids, with the token that ends it; the token alone for no answer.
  package func answer(_ text: String) -> [Int32] {
    let words = String(String.UnicodeScalarView(PythonText.stripped(Array(text.unicodeScalars))))
    return (words.isEmpty ? [] : tokenizer.encodePlain(lead + words).ids) + [end]
  }

  /// The text of an answer's ids, without white space around it; what goes on from a text keeps its
  /// own.
  package func text(of ids: [Int32]) -> String {
    let text = tokenizer.decode(ids, skipSpecial: true)
    if template.isBare { return text }
    return String(String.UnicodeScalarView(PythonText.stripped(Array(text.unicodeScalars))))
  }

  /// The prompt as a person may read it.
  package func rendered(question: String, context: String) -> String {
    filled(question, context).map { piece in
      switch piece {
      case .token(_, let spelling): spelling
      case .words(let words): words
      case .context, .question: ""
      }
    }.joined()
  }

  /// The pieces with the question and context in their places.
  private func filled(_ question: String, _ context: String) -> [Piece] {
    var (question, context) = (question, context)
    if case .llama3 = template.frame {
      // Its template trims what a turn says.
      (question, context) = Self.trimmed(template.parts, question, context)
    }
    return pieces.map { piece in
      switch piece {
      case .context: .words(context)
      case .question: .words(question)
      default: piece
      }
    }
  }

  private func ids(_ question: String, _ context: String) -> [Int32] {
    let filled = filled(question, context)
    let whole = tokenizer.encode(rendered(question: question, context: context)).ids
    let own = filled.compactMap { if case .token(let id, _) = $0 { id } else { nil } }
    if whole.filter(tokenizer.isSpecial) == own { return before + whole }
    // The texts spell out special tokens: each run of words between our own is read as words.
    var ids = before
    var words = ""
    for piece in filled {
      switch piece {
      case .token(let id, _):
        if !words.isEmpty { ids += tokenizer.encodePlain(words).ids }
        ids.append(id)
        words = ""
      case .words(let more): words += more
      case .context, .question: break
      }
    }
    return words.isEmpty ? ids : ids + tokenizer.encodePlain(words).ids
  }

  /// Spaces at a template's end belong to the answer, as byte-level tokens hold the space before a
  /// word; after other ASCII characters an answer begins with a space of its own.
  private static func withoutTrailingSpaces(
    _ parts: [PromptTemplate.Part]
  ) -> (parts: [PromptTemplate.Part], lead: String) {
    guard case .words(let words) = parts.last else { return (parts, " ") }
    let kept = words.unicodeScalars.reversed().drop { $0 == " " }.reversed()
    let spaces = words.unicodeScalars.count - kept.count
    var parts = Array(parts.dropLast())
    if !kept.isEmpty { parts.append(.words(String(String.UnicodeScalarView(kept)))) }
    guard spaces == 0 else { return (parts, String(repeating: " ", count: spaces)) }
    let isWord = kept.last.map { $0.isASCII && !PythonText.isSpace($0) } ?? true
    return (parts, isWord ? " " : "")
  }

  /// White space dropped from the ends of the whole text.
  private static func trimmed(
    _ parts: [PromptTemplate.Part], _ question: String, _ context: String
  ) -> (question: String, context: String) {
    func strip(_ text: String, _ part: PromptTemplate.Part) -> String {
      var scalars = Array(text.unicodeScalars)[...]
      if parts.last == part {
        while let last = scalars.last, PythonText.isSpace(last) { scalars.removeLast() }
      }
      if parts.first == part {
        while let first = scalars.first, PythonText.isSpace(first) { scalars.removeFirst() }
      }
      return String(String.UnicodeScalarView(scalars))
    }
    return (strip(question, .question), strip(context, .context))
  }

  /// Makes pieces of a template's parts.
  private struct PieceBuilder {
    let tokenizer: any Tokenizer
    init(_ tokenizer: any Tokenizer) { self.tokenizer = tokenizer }

    func id(_ spelling: String) throws(TaskError) -> Int32 {
      guard let id = tokenizer.id(of: spelling) else { throw .template(.noToken(spelling)) }
      return id
    }

    func token(_ spelling: String) throws(TaskError) -> Piece {
      .token(try id(spelling), spelling: spelling)
    }

    func plain(_ part: PromptTemplate.Part) -> Piece {
      switch part {
      case .words(let words): .words(words)
      case .context: .context
      case .question: .question
      }
    }

    /// Words a user typed, in which special tokens are tokens.
    func own(_ part: PromptTemplate.Part) -> [Piece] {
      guard case .words(let words) = part else { return [plain(part)] }
      let encoding = tokenizer.encode(words)
      let text = CodePointText(words)
      var pieces: [Piece] = []
      var done = 0
      for (id, range) in zip(encoding.ids, encoding.offsets) where tokenizer.isSpecial(id) {
        if done < range.lowerBound { pieces.append(.words(text[done..<range.lowerBound])) }
        pieces.append(.token(id, spelling: text[range]))
        done = range.upperBound
      }
      return done < text.count ? pieces + [.words(text[done..<text.count])] : pieces
    }
  }
}

extension Tokenizer {
  /// What the tokenizer puts before a text: the begin-of-text token of those that have one. What it
  /// puts after one would end a prompt that is to be gone on with.
  package var promptPrefix: [Int32] {
    let encoding = encode("a", pair: nil, maxLength: nil)
    return Array(zip(encoding.ids, encoding.sequence).prefix { $0.1 < 0 }.map(\.0))
  }

  /// Whether every text begins with the mark of a space.
  fileprivate var beginsWithSpace: Bool {
    encodePlain("a").ids.first.flatMap(token)?.unicodeScalars.first == "\u{2581}"
  }
}
