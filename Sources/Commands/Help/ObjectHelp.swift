import Language
import Notebooks

/// What `help` says of an object that has a name: what it is, what made it, what can be done with
/// it.
struct ObjectHelp {
  let name: String
  let kind: String
  let origin: Origin?
  let staleness: String?

  var lines: [[OutputPart]] {
    var texts = ["'\(name)' is \(withArticle(kind)); show \(name) prints it in detail"]
    if let statement = origin?.statement { texts.append("made by   " + statement) }
    if let staleness { texts.append("outdated  " + staleness) }
    texts.append("taken by  " + uses.joined(separator: ", "))
    return texts.map { [.text($0)] }
  }

  /// The verbs that take such an object, as they are written.
  private var uses: [String] {
    Session.verbs.filter { verb in
      !["help", "show"].contains(verb.name)
        && verb.forms.contains { form in
          form.slots.contains { $0.kind.takes(kind) }
            || form.options.contains { $0.kind.takes(kind) }
        }
    }.map(\.name)
  }
}

extension ValueKind {
  /// Whether an object of a kind may stand here by name.
  fileprivate func takes(_ object: String) -> Bool {
    switch self {
    case .object(let kinds): kinds.isEmpty || kinds.contains(object)
    case .list(let kind), .optional(let kind): kind.takes(object)
    case .oneOf(let kinds): kinds.contains { $0.takes(object) }
    default: false
    }
  }
}
