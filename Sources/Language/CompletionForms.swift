extension VerbSpec {
  /// With the forms alone that what stands there already may belong to: behind `adapter "out"` only
  /// what a folder takes.
  func fitting(_ typed: [Token.Kind]) -> VerbSpec {
    let fitting = forms.filter { $0.takes(typed) }
    guard !fitting.isEmpty, fitting.count < forms.count else { return self }
    return VerbSpec(
      name, summary: summary, forms: fitting, makesObject: makesObject,
      nameIsOptional: nameIsOptional, help: help, example: example, isSessionOnly: isSessionOnly,
      synonyms: synonyms)
  }
}

extension FormSpec {
  /// Whether the first value without a key may stand in the first slot.
  fileprivate func takes(_ typed: [Token.Kind]) -> Bool {
    guard let first = typed.first, let slot = slots.first(where: { $0.preposition == nil }) else {
      return true
    }
    switch first {
    case .word(let word):
      let isKey = typed.count > 1 && typed[1] == .equals
      return isKey || ["on", "to", "as"].contains(word) || slot.kind.takesWord(word)
    case .literal(.string(let text)): return slot.kind.takesString(text)
    case .literal(.template): return slot.kind.takesString(nil)
    default: return true
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
