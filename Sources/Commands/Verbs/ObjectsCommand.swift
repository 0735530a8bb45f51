import Files
import Language
import Notebooks
import Tasks

/// `objects`: what the session holds.
enum ObjectsCommand: Command {
  static let onlyLooks = true
  static let usesAllObjects = true

  static var spec: VerbSpec {
    VerbSpec(
      "objects", summary: "what the session holds", forms: [FormSpec()],
      makesObject: false, help: "Name, kind, size and where it came from.",
      example: "objects")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    guard !session.objects.isEmpty else {
      return CommandResult(lines: [[.text("nothing yet: base = model \"demo:bert\" makes one")]])
    }
    var table = OutputTable(["name", "kind", "size", "from"])
    for (name, object) in session.objects {
      let (size, origin) = describe(object)
      table.append([.text(name), .text(object.kind), .given(size), .text(origin)])
    }
    return CommandResult(
      lines: table.lines,
      record: [
        (
          "objects",
          .array(
            session.objects.map {
              .object(["name": .string($0.name), "kind": .string($0.object.kind)])
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
