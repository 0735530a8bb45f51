import Files
import Language

/// A checked statement in the spelling that keys are made of, and what it names: objects, files to
/// read, files to write.
struct StatementText {
  private(set) var text = ""
  /// The objects it uses, in the order in which the text refers to them.
  private(set) var objects: [String] = []
  /// Sources as typed, with the places of the values.
  private(set) var sources: [Spanned<String>] = []
  /// Files and folders it writes, likewise.
  private(set) var writes: [Spanned<String>] = []
  private let isObject: (String) -> Bool

  /// - Parameters:
  ///   - isObject: whether a name is bound.
  ///   - overrides: values that parameters have whatever the statement says.
  init(
    _ s: CheckedStatement, overrides: [String: Value] = [:], isObject: @escaping (String) -> Bool
  ) {
    self.isObject = isObject
    let form = s.verb.forms[s.form]
    var lines = ["\(s.verb.name) \(s.form)"]
    for slot in form.slots where slot.name != form.nameSlot {
      guard let given = s.slots[slot.name] else { continue }
      let text = Spanned(given.value.text, given.span)
      if slot.kind == .path {
        writes.append(text)
      } else {
        if slot.kind == .source { sources.append(text) }
        lines.append("\(slot.name) \(describe(given, slot.kind))")
      }
    }
    for option in s.specs.sorted(by: { $0.name < $1.name }) {
      guard option.affectsResult else {
        // What an option cannot change is a result; a file it names is written all the same.
        if option.kind == .path, let given = s.options[option.name] {
          writes.append(Spanned(given.value.text, given.span))
        }
        continue
      }
      guard let value = s.value(option.name) else { continue }
      let given = Spanned(value, s.span(of: option.name) ?? s.statement.span)
      lines.append("\(option.name)=\(describe(given, option.kind))")
    }
    let declared = Set(s.specs.map(\.name))
    for name in s.options.keys.sorted() where !declared.contains(name) {
      guard var given = s.options[name] else { continue }
      given.value = overrides[name] ?? given.value
      lines.append("\(name)=\(describe(given, .anything))")
    }
    for line in s.lines {
      let options = line.options.map { name, value in
        "\(name)=\(describe(value, line.specs.first { $0.name == name }?.kind ?? .anything))"
      }
      let name = line.name.map { $0.value + ": " } ?? ""
      lines.append("row \(name)" + ([line.method.value] + options).joined(separator: " "))
    }
    text = lines.joined(separator: "\n")
  }

  private mutating func describe(_ given: Spanned<Value>, _ kind: ValueKind) -> String {
    switch given.value {
    case .word(let name) where kind.takesObject && isObject(name):
      if let place = objects.firstIndex(of: name) { return "object \(place)" }
      objects.append(name)
      return "object \(objects.count - 1)"
    case .list(let elements):
      return "[" + elements.map { describe($0, kind) }.joined(separator: ", ") + "]"
    case .file(let path):
      sources.append(Spanned(path.text, given.span))
      return "file " + JSON.string(path.text).serialized()
    case .string(let text), .word(let text): return JSON.string(text).serialized()
    default: return given.value.text
    }
  }
}

extension ValueKind {
  /// Whether a word of this kind, or in a list of it, may name an object.
  fileprivate var takesObject: Bool {
    switch self {
    case .object: true
    case .list(let kind), .optional(let kind): kind.takesObject
    case .oneOf(let kinds): kinds.contains { $0.takesObject }
    default: false
    }
  }
}
