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

/// Completion from the declarations: the words that fit at a place of an unfinished text.
package enum Completer {
  /// - Parameters:
  ///   - text: a cell, which need not parse; only what stands before `cursor` counts.
  ///   - cursor: in code points.
  /// - Returns: the completions of the word that ends at the cursor, in the order of the declarations.
  package static func complete(
    _ text: String, cursor: Int, verbs: [VerbSpec], names: any NameTable
  ) -> [Completion] {
    let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(cursor)))
    guard let place = CompletionPlace(before) else { return [] }
    return place.candidates(verbs, names).filter {
      $0.text.isEmpty ? place.fragment.isEmpty : $0.text.hasPrefix(place.fragment)
    }
  }

  /// The word that ends at the cursor: what a completion replaces.
  package static func fragment(_ text: String, cursor: Int) -> String {
    let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(cursor)))
    return CompletionPlace(before)?.fragment ?? ""
  }

  /// The text of the string the cursor stands in, from its quote on; nil outside a string.
  package static func openString(_ text: String, cursor: Int) -> String? {
    let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(cursor)))
    var lexer = Lexer(before)
    do throws(Diagnostic) { try lexer.run() } catch {
      guard let span = error.span, span.start < lexer.scalars.count,
        lexer.scalars[span.start] == "\"", error.message.contains("not closed")
      else { return nil }
      return lexer.text(
        min(
          span.start + (lexer.endedInString ? 3 : 1), before.unicodeScalars.count)..<lexer.scalars
          .count)
    }
    return nil
  }
}

/// Where in a statement a text ends.
struct CompletionPlace {
  /// The word being typed; may be empty.
  private(set) var fragment = ""
  /// The tokens of the unfinished statement before the fragment.
  private var tokens: [Token.Kind] = []

  /// Nil inside a string or after something that does not read.
  init?(_ before: String) {
    var lexer = Lexer(before)
    do { try lexer.run() } catch { return nil }
    var all = lexer.tokens.dropLast()
    if case .comment = all.last?.kind { return nil }
    if let last = all.last, case .word(let word) = last.kind, last.span.end == lexer.scalars.count {
      fragment = word
      all.removeLast()
    }
    var depth = 0
    for token in all {
      switch token.kind {
      case .openBracket, .openBrace: depth += 1
      case .closeBracket, .closeBrace: depth = max(0, depth - 1)
      case .newline, .semicolon:
        if depth == 0 {
          tokens = []
          continue
        }
      case .comment: continue
      default: break
      }
      tokens.append(token.kind)
    }
  }

  func candidates(_ verbs: [VerbSpec], _ names: any NameTable) -> [Completion] {
    var rest = tokens[...]
    var offered = verbs
    if rest.count >= 2, case .word = rest.first, rest.dropFirst().first == .equals {
      rest = rest.dropFirst(2)
      offered = verbs.filter(\.makesObject)
    }
    guard case .word(let word) = rest.first else {
      return rest.isEmpty ? offered.map { Completion($0.name, $0.summary) } : []
    }
    guard let verb = offered.first(where: { $0.name == word }) else { return [] }
    rest = rest.dropFirst()
    if let brace = rest.firstIndex(of: .openBrace) {
      return rows(Array(rest[(brace + 1)...]), verb, names)
    }
    return arguments(Array(rest), verb, names)
  }

  // MARK: arguments

  private func arguments(
    _ typed: [Token.Kind], _ verb: VerbSpec, _ names: any NameTable
  ) -> [Completion] {
    let method = typed.lazy.compactMap { kind -> String? in
      guard case .word(let word) = kind else { return nil }
      return verb.forms.contains { $0.optionsByWord[word] != nil } ? word : nil
    }.first
    let options = verb.forms.flatMap { form in
      form.options + (method.map { form.optionsByWord[$0] ?? [] } ?? form.allOptions)
    }.uniqued
    if let key = Self.openKey(typed) {
      return values(of: key, options, names)
    }
    let slots = verb.forms.flatMap(\.slots)
    if case .word(let word) = typed.last, ["on", "to", "as"].contains(word) {
      return slots.filter { $0.preposition == word }.flatMap {
        words($0.kind, $0.meaning, names)
      }.uniqued
    }
    return afterAnArgument(typed, verb, options, names)
  }

  private func afterAnArgument(
    _ typed: [Token.Kind], _ verb: VerbSpec, _ options: [OptionSpec], _ names: any NameTable
  ) -> [Completion] {
    var found: [Completion] = []
    let isInList = Self.openBrackets(typed) > 0
    let count = Self.positionals(typed)
    for form in verb.forms {
      let slots = form.slots.filter { $0.preposition == nil }
      if count < slots.count { found += words(slots[count].kind, slots[count].meaning, names) }
      if isInList { continue }
      for slot in form.slots {
        guard let preposition = slot.preposition, !typed.contains(.word(preposition)) else {
          continue
        }
        found.append(Completion(preposition, slot.meaning))
      }
    }
    if isInList { return found.uniqued }
    return (found + keys(options, typed)).uniqued
  }

  private func keys(_ options: [OptionSpec], _ typed: [Token.Kind]) -> [Completion] {
    options.filter { option in
      !zip(typed, typed.dropFirst()).contains { $0 == .word(option.name) && $1 == .equals }
    }.map { Completion($0.name + "=", $0.summary) }
  }

  private func values(
    of key: String, _ options: [OptionSpec], _ names: any NameTable
  ) -> [Completion] {
    guard let option = options.first(where: { $0.name == key }) else { return [] }
    let found = words(option.kind, "", names)
    return found.isEmpty ? [Completion("", "\(option.name)   \(option.summary)")] : found
  }

  private func words(
    _ kind: ValueKind, _ meaning: String, _ names: any NameTable
  ) -> [Completion] {
    switch kind {
    case .words(let words): words.map { Completion($0, meaning) }
    case .flag: [Completion("true", ""), Completion("false", "")]
    case .object(let kinds):
      names.names.compactMap { name in
        guard let own = names.kind(of: name), kinds.isEmpty || kinds.contains(own) else {
          return nil
        }
        return Completion(name, own)
      }
    case .list(let inner): words(inner, meaning, names)
    case .oneOf(let kinds): kinds.flatMap { words($0, meaning, names) }
    case .optional(let inner): words(inner, meaning, names) + [Completion("none", "")]
    default: []
    }
  }

  // MARK: rows of a block

  private func rows(
    _ typed: [Token.Kind], _ verb: VerbSpec, _ names: any NameTable
  ) -> [Completion] {
    guard !typed.contains(.closeBrace), let block = verb.forms.lazy.compactMap(\.block).first else {
      return []
    }
    var line: [Token.Kind] = []
    var depth = 0
    for kind in typed {
      if kind == .openBracket { depth += 1 }
      if kind == .closeBracket { depth -= 1 }
      if depth <= 0 && (kind == .newline || kind == .semicolon) {
        line = []
      } else {
        line.append(kind)
      }
    }
    if line.count >= 2, line[1] == .colon { line.removeFirst(2) }
    guard case .word(let method) = line.first else {
      return line.isEmpty ? block.order.map { Completion($0, "method") } : []
    }
    let options = (block.methods[method] ?? []) + block.common
    if let key = Self.openKey(line) { return values(of: key, options, names) }
    return keys(options, line)
  }

  // MARK: reading tokens

  /// The option whose value is being typed: behind `KEY =`, or inside its list.
  private static func openKey(_ typed: [Token.Kind]) -> String? {
    guard let equals = typed.lastIndex(of: .equals), equals > 0,
      case .word(let key) = typed[equals - 1]
    else { return nil }
    let after = typed[(equals + 1)...]
    return after.isEmpty || openBrackets(Array(after)) > 0 ? key : nil
  }

  private static func openBrackets(_ typed: [Token.Kind]) -> Int {
    typed.reduce(0) { $0 + ($1 == .openBracket ? 1 : $1 == .closeBracket ? -1 : 0) }
  }

  /// Complete values typed alone so far.
  private static func positionals(_ typed: [Token.Kind]) -> Int {
    var count = 0
    var depth = 0
    for (index, kind) in typed.enumerated() {
      let before = index > 0 ? typed[index - 1] : nil
      let isOwned = before == .equals || [.word("on"), .word("to"), .word("as")].contains(before)
      switch kind {
      case .openBracket: depth += 1
      case .closeBracket:
        depth -= 1
        if depth == 0 { count += 1 }
      case .literal where depth == 0 && !isOwned: count += 1
      case .word(let word) where depth == 0 && !isOwned:
        let isKey = index + 1 < typed.count && typed[index + 1] == .equals
        if !isKey && !["on", "to", "as"].contains(word) { count += 1 }
      default: break
      }
    }
    return count
  }
}

extension OptionSpec {
  /// "rank of the update: a whole number of 1 or more, default 8"
  package var summary: String {
    meaning + ": " + kind.inWords + (fallback.map { ", default \($0)" } ?? "")
  }
}

extension Array where Element: Equatable {
  fileprivate var uniqued: [Element] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
