extension VerbSpec {
  /// With the forms alone that what stands there already may belong to: behind `adapter "out"` only
  /// what a folder takes, behind `save session` only what a sitting does.
  ///
  /// - Parameter given: the values without a key, in order.
  func fitting(_ given: [Token.Kind]) -> VerbSpec {
    let taking = forms.filter { $0.takes(given) }
    // A word of the language goes before an object that may have its name.
    let exact = taking.filter { $0.names(given) }
    let fitting = exact.isEmpty ? taking : exact
    guard !fitting.isEmpty, fitting.count < forms.count else { return self }
    return VerbSpec(
      name, summary: summary, forms: fitting, makesObject: makesObject,
      nameIsOptional: nameIsOptional, help: help, example: example, isSessionOnly: isSessionOnly,
      synonyms: synonyms)
  }
}

extension FormSpec {
  private func pairs(_ given: [Token.Kind]) -> [(kind: ValueKind, value: Token.Kind)] {
    zip(slots.filter { $0.preposition == nil }, given).map { ($0.kind, $1) }
  }

  /// Whether the values without a key may stand in its slots.
  fileprivate func takes(_ given: [Token.Kind]) -> Bool {
    pairs(given).allSatisfy { kind, value in
      switch value {
      case .word(let word): kind.takesWord(word)
      case .literal(.string(let text)): kind.takesString(text)
      case .literal(.template): kind.takesString(nil)
      case .openBracket: kind.takesList
      default: true
      }
    }
  }

  /// Whether one of the values is a word that a slot lists.
  fileprivate func names(_ given: [Token.Kind]) -> Bool {
    pairs(given).contains { kind, value in
      if case .words(let words) = kind, case .word(let word) = value { return words.contains(word) }
      return false
    }
  }
}

extension ValueKind {
  fileprivate func takesWord(_ word: String) -> Bool {
    switch self {
    case .words(let words): words.contains(word)
    case .anyWord, .label, .object, .anything: true
    case .oneOf(let kinds): kinds.contains { $0.takesWord(word) }
    case .optional(let kind): word == "none" || kind.takesWord(word)
    default: false
    }
  }

  fileprivate var takesList: Bool {
    switch self {
    case .list, .anything: true
    case .oneOf(let kinds): kinds.contains { $0.takesList }
    case .optional(let kind): kind.takesList
    default: false
    }
  }

  /// - Parameter text: nil for one that a parameter is a part of.
  fileprivate func takesString(_ text: String?) -> Bool {
    switch self {
    case .string, .content, .source, .path, .anyWord, .label, .anything: true
    case .words(let words): text.map(words.contains) ?? true
    case .oneOf(let kinds): kinds.contains { $0.takesString(text) }
    case .optional(let kind): kind.takesString(text)
    default: false
    }
  }
}
