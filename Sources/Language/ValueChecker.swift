/// Judges values by what a place takes.
struct ValueChecker {
  let names: any NameTable
  let parameters: [String: Value]

  /// How well a value's looks fit: 0 not at all, 1 in shape, 2 a near spelling, 3 and 4 exactly.
  func fit(_ value: Value, _ kind: ValueKind) -> Int {
    if case .parameter(let name) = value {
      return parameters[name].map { fit($0, kind) } ?? 1
    }
    switch (kind, value) {
    case (.oneOf(let kinds), _): return kinds.map { fit(value, $0) }.max() ?? 0
    case (.optional(let inner), _): return value == .none ? 3 : fit(value, inner)
    case (.words(let words), .word(let word)):
      if words.contains(word) { return 4 }
      return Suggestion.nearest(word, among: words) == nil ? 1 : 2
    // Below a source: "lora" in quotes is a folder, lora a method.
    case (.words(let words), .string(let text)): return words.contains(text) ? 2 : 0
    case (.object(let kinds), .word(let word)): return objectFit(word, kinds)
    case (.list, .list), (.wholeNumber, .number), (.number, .number), (.flag, .bool),
      (.duration, .duration), (.size, .size):
      return 3
    case (.string, .string), (.source, .string), (.path, .string): return 3
    case (.content, .string), (.content, .template), (.content, .file): return 3
    case (.string, .template), (.source, .template), (.path, .template): return 3
    case (.anyWord, .word), (.label, .word), (.anyWord, .string), (.label, .string): return 2
    case (.label, .number): return 2
    case (.anything, _): return 1
    default: return 0
    }
  }

  private func objectFit(_ word: String, _ kinds: [String]) -> Int {
    if let kind = names.kind(of: word) { return kinds.isEmpty || kinds.contains(kind) ? 4 : 2 }
    return Suggestion.nearest(word, among: candidates(kinds)) == nil ? 1 : 2
  }

  func candidates(_ kinds: [String]) -> [String] {
    names.names.filter { name in
      kinds.isEmpty || names.kind(of: name).map { kinds.contains($0) } ?? false
    }
  }

  // MARK: parameters

  /// The value with every `$name` replaced.
  func resolved(_ value: Spanned<Value>) throws(Diagnostic) -> Spanned<Value> {
    switch value.value {
    case .parameter(let name):
      return Spanned(try parameter(name, value.span), value.span)
    case .template(let parts):
      var text = ""
      for part in parts {
        switch part {
        case .text(let plain): text += plain
        case .parameter(let name, let span): text += try parameter(name, span).text
        }
      }
      return Spanned(.string(text), value.span)
    case .file(let path):
      return Spanned(.file(try resolved(Spanned(path, value.span)).value), value.span)
    case .list(let elements):
      var resolvedElements: [Spanned<Value>] = []
      for element in elements { resolvedElements.append(try resolved(element)) }
      return Spanned(.list(resolvedElements), value.span)
    default:
      return value
    }
  }

  private func parameter(_ name: String, _ span: Span) throws(Diagnostic) -> Value {
    if let value = parameters[name] { return value }
    let known = parameters.keys.sorted()
    // "$out.csv" reads as one name, since names may hold full stops.
    let beginning = known.filter { name.hasPrefix($0 + ".") }.max { $0.count < $1.count }
    let suggestion =
      beginning.map { "${\($0)}\(name.dropFirst($0.count))" }
      ?? Suggestion.nearest(name, among: known).map {
        // `${name}` is two longer than `$name`.
        span.count > name.unicodeScalars.count + 1 ? "${\($0)}" : "$" + $0
      }
    throw .language(
      "unknown-parameter", "unknown parameter '\(clipped(name))'", span, suggestion: suggestion,
      note: known.isEmpty ? "(param \(clipped(name)) = value declares it)" : nil)
  }

  // MARK: kinds

  /// What is wrong with a value, if anything. `label` is the option or slot it stands for.
  func problem(_ value: Spanned<Value>, _ kind: ValueKind, _ label: String) -> Problem? {
    switch (kind, value.value) {
    case (.anything, _): return nil
    case (.optional(let inner), let given):
      guard given != .none, let problem = problem(value, inner, label) else { return nil }
      return problem.diagnostic.code == "wrong-type" ? wrongType(value, kind, label) : problem
    case (.oneOf(let kinds), _): return alternativesProblem(value, kinds, label)
    case (.words(let words), .word(let word)), (.words(let words), .string(let word)):
      return words.contains(word) ? nil : unknownWord(word, words, label, value.span)
    case (.anyWord, .word), (.anyWord, .string), (.label, .word), (.label, .string): return nil
    case (.label, .number): return value.value.int == nil ? wrongType(value, kind, label) : nil
    case (.object(let kinds), .word(let word)): return objectProblem(word, kinds, value.span)
    case (.list(let inner), .list(let elements)):
      if elements.isEmpty { return wrongType(value, kind, label) }
      return elements.lazy.compactMap { problem($0, inner, label) }.first
    case (.wholeNumber(let from, let to), .number):
      return wholeNumberProblem(value, from, to, label)
    case (.number(let from, let to, let above, let below), .number(let number, _, _)):
      let isInside =
        number >= from ?? number && number <= to ?? number
        && above.map { number > $0 } ?? true && below.map { number < $0 } ?? true
      return isInside ? nil : outOfRange(value, kind, label)
    case (.flag, .bool), (.duration, .duration), (.size, .size): return nil
    case (.path, .string("")): return emptyPath(value.span, label)
    case (.string, .string), (.source, .string), (.path, .string): return nil
    case (.content, .string), (.content, .file): return nil
    default: return wrongType(value, kind, label)
    }
  }

  private func alternativesProblem(
    _ value: Spanned<Value>, _ kinds: [ValueKind], _ label: String
  ) -> Problem? {
    var worst: (fit: Int, problem: Problem)?
    for kind in kinds {
      guard let problem = problem(value, kind, label) else { return nil }
      let fit = fit(value.value, kind)
      if fit > worst?.fit ?? -1 { worst = (fit, problem) }
    }
    guard var worst, worst.fit > 0 else { return wrongType(value, .oneOf(kinds), label) }
    // `targets=query`: a list of one may have been meant.
    if case .word(let word) = value.value, worst.problem.diagnostic.suggestion == nil,
      kinds.contains(where: { problem(Spanned(.list([value]), value.span), $0, label) == nil })
    {
      worst.problem.diagnostic.suggestion = "[\(word)]"
    }
    return worst.problem
  }

  private func wholeNumberProblem(
    _ value: Spanned<Value>, _ from: Int?, _ to: Int?, _ label: String
  ) -> Problem? {
    guard let number = value.value.int else {
      if value.value.double?.rounded() == value.value.double, case .number(_, true, _) = value.value
      {
        return outOfRange(value, .wholeNumber(from: from, to: to ?? .max), label)
      }
      return wrongType(value, .wholeNumber(from: from, to: to), label)
    }
    let isInside = number >= from ?? number && number <= to ?? number
    return isInside ? nil : outOfRange(value, .wholeNumber(from: from, to: to), label)
  }
}
