import Files
import Language
import Notebooks

/// `objects`: what the session holds.
enum ObjectsCommand: Command {
  static let onlyLooks = true
  static let usesAllObjects = true

  static var spec: VerbSpec {
    VerbSpec(
      "objects", summary: "what the session holds", forms: [FormSpec()],
      makesObject: false,
      help: "Name, kind, size, memory, where it came from, and whether its statement would make "
        + "another one now: outdated, because a name it was made from stands for something else, or "
        + "a file changed.",
      example: "objects", synonyms: ["ls", "names", "who", "whos"])
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let pending = session.bindings.filter { $0.binding.isAwaited }
    guard !session.objects.isEmpty || !pending.isEmpty else {
      return CommandResult(lines: [[.text("nothing yet: base = model \"demo:bert\" makes one")]])
    }
    let stale = session.objects.map { session.staleness(of: $0.name) }
    let isAnyStale = !pending.isEmpty || stale.contains { $0 != nil }
    var table = OutputTable(
      ["name", "kind", "size", "memory", "from"] + (isAnyStale ? ["outdated"] : []),
      alignments: [.left, .left, .right, .right, .left, .left])
    for ((name, object), reason) in zip(session.objects, stale) {
      let (size, origin) = describe(object)
      let bytes = object.bytes.map { OutputPart.given($0, as: Figures.bytes($0)) }
      table.append(
        [
          .text(name), .text(object.kind), .given(size), bytes ?? .text(""), .text(origin),
        ] + (isAnyStale ? [.text(reason ?? "")] : []))
    }
    for (name, binding) in pending {
      let cell = binding.version.cell.map { "cell \($0)" } ?? "its statement"
      table.append([
        .text(name), .text(binding.kind), .text(""), .text(""), .text(""),
        .text("\(cell) has to run first"),
      ])
    }
    return CommandResult(
      lines: table.lines,
      record: [
        (
          "objects",
          .array(
            zip(session.objects, stale).map { one, reason in
              .object([
                "name": .string(one.name), "kind": .string(one.object.kind),
                "bytes": one.object.bytes.map { .integer($0) } ?? .null,
                "stale": reason.map { .string($0) } ?? .null,
              ])
            })
        )
      ])
  }

  private static func describe(_ object: SessionObject) -> (size: String, origin: String) {
    switch object {
    case .tokenizer(let object):
      (Figures.plural(object.tokenizer.vocabularySize, "token"), object.source)
    case .model(let object):
      (Figures.weights(object.model.tree.parameterCount) + " weights", object.source)
    case .adapter(let object):
      (
        Figures.weights(object.adapted.model.tree.trainableCount) + " weights",
        type(of: object.adapted.method).title + " on " + object.base.source
          + ", " + object.history
      )
    case .dataset(let object):
      (Figures.plural(object.dataset.examples.count, "example"), object.dataset.source)
    case .table(let object):
      (Figures.plural(object.rows.count, "row"), "compare")
    }
  }
}
