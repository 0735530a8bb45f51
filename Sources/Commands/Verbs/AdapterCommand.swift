import Adapters
import Files
import Foundation
import Language
import Layers
import Notebooks

/// `a = adapter METHOD on base […]` and `a = adapter SOURCE on base`.
enum AdapterCommand: Command {
  static let makes: String? = "adapter"

  static var spec: VerbSpec {
    let base = SlotSpec(
      "base", .object(["model"]), preposition: "on",
      meaning: "the model it sits on")
    return VerbSpec(
      "adapter", summary: "put a method on a model, fresh or from a folder",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "method", .words(adapterMethods.map { $0.name }),
              meaning: "how to tune"),
            base,
          ],
          options: [
            OptionSpec(
              "seed", .wholeNumber(from: 0, to: nil), fallback: "0",
              meaning: "draws the adapter, and the head that the checkpoint lacked")
          ],
          optionsByWord: MethodOptions.byMethod),
        FormSpec(
          slots: [
            SlotSpec(
              "source", .source, meaning: "a folder as PEFT saves it"
            ),
            base,
          ]),
      ],
      makesObject: true,
      help: "full and freeze are methods like the others, so that everything can be compared.",
      example: "a = adapter lora on base r=8")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let base = session.model(s, "base")
    let adapted: AdaptedModel
    var reading: ReadingSettings?
    if s.slots["method"] != nil {
      adapted = try fresh(s, on: base, in: session)
    } else {
      let source = s.text("source")
      try session.refuseOtherKind(source, as: "adapter")
      try refuseMethod(source, in: session)
      let folder =
        source.value.hasPrefix("hub:")
        ? try session.folder(source).path : session.readingPath(source.value)
      adapted = try session.explain(at: source.span) {
        try AdapterFolder.load(folder, on: base.model)
      }
      reading = try ReadingFile.read(
        session.folder(source), for: base.model, at: source.span)
    }
    let seed = UInt64(s.int("seed") ?? 0)
    let key =
      s.slots["method"] == nil
      ? ""
      : AdapterObject.freshKey(
        adapted.method, on: base, seed: seed, headSeed: s.has("seed") ? seed : base.seed)
    let object = AdapterObject(
      adapted, base: base, seed: seed, source: s.slots["source"]?.value.text, reading: reading,
      key: key)
    return CommandResult(
      value: .adapter(object), lines: [describe(object, named: s.boundName)],
      record: [
        ("method", .string(adapted.method.name)),
        ("trainable_parameters", .integer(adapted.model.tree.trainableCount)),
      ])
  }

  /// `adapter "lora" on base`, where there is no such folder.
  private static func refuseMethod(
    _ source: Spanned<String>, in session: Session
  ) throws(Diagnostic) {
    guard adapterMethods.contains(where: { $0.name == source.value }),
      !FileManager.default.fileExists(atPath: session.readingPath(source.value))
    else { return }
    throw Diagnostic(
      code: "missing-file", exit: 66, message: "no such folder: '\(source.value)'",
      span: source.span, note: "(a method stands without quotes: adapter \(source.value) on …)")
  }

  private static func fresh(
    _ s: CheckedStatement, on base: ModelObject, in session: Session
  ) throws(Diagnostic) -> AdaptedModel {
    let word = s.text("method")
    guard let type = MethodOptions.method(named: word.value) else {
      preconditionFailure("'\(word.value)' is declared but not in the table")
    }
    let settings = try MethodOptions.settings(s)
    let seed = UInt64(s.int("seed") ?? 0)
    do {
      // `train` trains a copy.
      return try AdaptedModel(
        type.init(settings), on: base.model, seed: seed, redrawsHead: s.has("seed"),
        sharesValues: true)
    } catch {
      throw Session.diagnostic(for: error, at: place(of: error, s) ?? word.span)
    }
  }

  /// The target that matched nothing or is no pattern, or the option that does not suit the model,
  /// where one was typed. What is said of an option begins with its name.
  static func place(of error: AdapterError, _ values: some ArgumentValues) -> Span? {
    if case .setting(let message) = error {
      return values.span(of: String(message.prefix { $0 != " " }))
    }
    guard let target = error.target, let given = values.given("targets") else { return nil }
    if case .list(let items) = given.value {
      return items.first { $0.value.text == target }?.span ?? given.span
    }
    return given.span
  }

  static func describe(_ object: AdapterObject, named name: String) -> [OutputPart] {
    let adapted = object.adapted
    let tree = adapted.model.tree
    let method = type(of: adapted.method)
    var text = padded(name) + method.title
    let settings = adapted.method.settings
    if let rank = settings.rank, let alpha = settings.alpha {
      text += " r=\(rank), alpha=\(Figures.setting(alpha))"
      text += " (scale \(Figures.setting(settings.scale(alpha, rank: rank)))), on "
      let paths = tree.linears.filter { $0.layer.adapter != nil }.map(\.path)
      text += Figures.plural(paths.count, "layer") + " (" + lastNames(paths) + ")"
    }
    let head = tree.trainable.filter { tree.head.contains($0.name) }
      .reduce(0) { $0 + $1.parameter.value.count }
    let all = tree.trainableCount
    var parts: [OutputPart] = [.text(text + ": ")]
    if head < all, head > 0 {
      parts += [
        .given(all - head, as: Figures.count(all - head)), .text(" weights + head "),
        .given(head, as: Figures.count(head)),
      ]
    } else {
      parts += [.given(all, as: Figures.count(all)), .text(" weights")]
    }
    let whole = tree.parameterCount
    parts.append(.text(" = \(Figures.percent(all, of: whole, digits: 1)) of the model"))
    return parts
  }

  private static func lastNames(_ paths: [String]) -> String {
    var names: [String] = []
    for path in paths {
      let last = path.split(separator: ".").last.map(String.init) ?? path
      if !names.contains(last) { names.append(last) }
    }
    return names.joined(separator: ", ")
  }
}
