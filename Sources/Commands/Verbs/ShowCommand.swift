import Autograd
import Files
import Language
import Layers
import Notebooks
import Tasks

/// `show NAME [rows=3]`: an object, by its kind.
enum ShowCommand: Command {
  static let onlyLooks = true

  static var spec: VerbSpec {
    VerbSpec(
      "show", summary: "an object in detail",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "object", .object(["tokenizer", "model", "adapter", "dataset", "table"]),
              meaning: "which object")
          ],
          options: [
            OptionSpec(
              "rows", .wholeNumber(from: 0, to: 1000), fallback: "3",
              meaning: "examples of a data set")
          ])
      ],
      makesObject: false,
      help: "A model's layers, an adapter's run, a data set's examples, a table again.",
      example: "show films rows=3")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let lines: [[OutputPart]] =
      switch session.object(s, "object") {
      case .tokenizer(let object): tokenizer(object)
      case .model(let object): model(object.model)
      case .adapter(let object): adapter(object, named: s.text("object").value)
      case .dataset(let object):
        dataset(object.dataset, rows: s.int("rows") ?? 3, named: s.text("object").value)
      case .table(let object): object.lines
      }
    return CommandResult(lines: lines)
  }

  private static func tokenizer(_ object: TokenizerObject) -> [[OutputPart]] {
    let tokenizer = object.tokenizer
    var table = OutputTable(["special token", "id"])
    let special = tokenizer.special
    for id in [special.pad, special.unk, special.cls, special.sep, special.mask] {
      guard let id else { continue }
      table.append([.text(tokenizer.token(id) ?? ""), .given(Int(id))])
    }
    return [[.given(tokenizer.vocabularySize), .text(" tokens, \(object.source)")]]
      + table.lines
  }

  /// Every parameter, equal shapes of numbered layers folded into one line.
  private static func model(_ model: any LanguageModel) -> [[OutputPart]] {
    var rows: [(name: String, shape: [Int], layers: Int, trained: Bool)] = []
    var places: [String: Int] = [:]
    for (name, parameter) in model.tree.parameters + adapters(of: model) {
      let folded = name.split(separator: ".").map { Int($0) == nil ? String($0) : "*" }
        .joined(separator: ".")
      if let place = places[folded] {
        rows[place].layers += 1
      } else {
        places[folded] = rows.count
        rows.append((folded, parameter.value.shape, 1, parameter.isTrainable))
      }
    }
    var table = OutputTable(["parameter", "shape", "layers", "trained"])
    for row in rows {
      table.append([
        .text(row.name), .given(row.shape.map(String.init).joined(separator: " × ")),
        .given(row.layers), .text(row.trained ? "yes" : ""),
      ])
    }
    let total = model.tree.parameterCount
    return table.lines + [
      [.given(total, as: Figures.count(total)), .text(" weights in all")]
    ]
  }

  private static func adapters(
    of model: any LanguageModel
  ) -> [(name: String, parameter: Parameter)] {
    let own = Set(model.tree.parameters.map(\.name))
    return model.tree.trainable.filter { !own.contains($0.name) }
  }

  private static func adapter(_ object: AdapterObject, named name: String) -> [[OutputPart]] {
    let method = type(of: object.adapted.method)
    var lines: [[OutputPart]] = [
      AdapterCommand.describe(object, named: name),
      [.text(padded("") + method.formula)],
    ]
    if let run = object.run {
      lines += TrainingReport(
        name: name, settings: run.settings, result: run.result,
        hasEvaluation: run.result.bestEpoch != nil, test: nil, methodTitle: method.title,
        givenRate: true,
        task: taskKinds.first { $0.head == object.adapted.model.specification.head }
      ).lines(notes: [])
    } else {
      lines.append([.text(padded("") + object.history)])
    }
    return lines + model(object.adapted.model)
  }

  private static func dataset(
    _ dataset: Dataset, rows: Int, named name: String
  ) -> [[OutputPart]] {
    var lines = DatasetCommand.describe(dataset, named: name)
    let labels = dataset.labels
    for example in dataset.examples.prefix(rows) {
      let label = example.label.map { labels[$0] } ?? answer(example)
      let text = ([example.text] + (example.pair.map { [$0] } ?? [])).joined(separator: "  |  ")
      lines.append([.text(padded(label)), .given(clipped(text))])
    }
    return lines
  }

  /// The beginning of a question's first answer.
  private static func answer(_ example: Example) -> String {
    let text = Passage.flat(example.answers?.first?.text ?? "")
    guard text.unicodeScalars.count > 24 else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(23))) + "…"
  }

  /// One line of at most some 90 characters: the rest is in the file.
  private static func clipped(_ text: String) -> String {
    let flat = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? " " : $0 }))
    guard flat.unicodeScalars.count > 90 else { return flat }
    return String(String.UnicodeScalarView(flat.unicodeScalars.prefix(89))) + "…"
  }
}
