import Checkpoints
import Files
import Language
import Layers
import Models
import Notebooks
import Tokenizers

/// `base = model SOURCE [task=…] [labels=…] [tokenizer=tok] [seed=0] [initialize=true]`
enum ModelCommand: Command {
  static let makes: String? = "model"

  static var spec: VerbSpec {
    VerbSpec(
      "model", summary: "load a model",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "source", .source,
              meaning: "a folder, demo:NAME or hub:owner/name")
          ],
          options: [
            OptionSpec(
              "task", .words(taskKinds.map { $0.word }), fallback: nil,
              meaning: "what stands on top; default what config.json names"),
            OptionSpec(
              "labels", .oneOf([.list(of: .label), .object(["dataset"])]),
              fallback: nil,
              meaning: "names of the classes, or a data set; default the checkpoint's, else two",
              synonyms: ["label_names", "id2label"]),
            OptionSpec(
              "tokenizer", .object(["tokenizer"]), fallback: nil,
              meaning: "instead of the folder's own"),
            OptionSpec(
              "dtype", .words(["fp32"]), fallback: "fp32",
              meaning: "the arithmetic; files may hold f16 or bf16", synonyms: ["torch_dtype"]),
            OptionSpec(
              "seed", .wholeNumber(from: 0, to: nil), fallback: "0",
              meaning: "draws what the checkpoint lacks"),
            OptionSpec(
              "initialize", .flag, fallback: "false",
              meaning: "draw every weight from the seed; the folder needs config.json alone",
              synonyms: ["initialise", "from_scratch"]),
          ])
      ],
      makesObject: true,
      help:
        "A head that the checkpoint lacks is drawn from the seed, and said so; a pooler that it "
        + "lacks counts as part of that head.",
      example: "base = model \"demo:bert\" task=text-classification")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let source = s.text("source")
    var request = ModelRequest()
    if let task = s.string("task") { request.head = taskKinds.first { $0.word == task }?.head }
    request.labels = try labels(s, in: session)
    request.seed = UInt64(s.int("seed") ?? 0)
    request.initialize = s.flag("initialize") ?? false
    try session.refuseOtherKind(source, as: "model")
    let folder = try session.folder(source)
    let model = try session.explain(at: source.span) {
      let files = try ModelFolder(folder, needsTensors: !request.initialize)
      try checkTask(s, files.configuration)
      return try ModelLoader.load(files, request, on: session.engine)
    }
    let tokenizer = try self.tokenizer(s, folder, source, in: session)
    let object = ModelObject(
      model, tokenizer: tokenizer, source: source.value, seed: request.seed,
      reading: try ReadingFile.read(folder, for: model, at: source.span),
      generation: try generation(folder, at: source.span))
    return CommandResult(
      value: .model(object), lines: try describe(s, object, request),
      record: [
        ("parameters", .integer(model.tree.parameterCount)),
        ("labels", .array(object.labels.map { .string($0) })),
        ("drawn", .array(model.tree.drawn.keys.sorted().map { .string($0) })),
      ])
  }

  static let generationFile = "generation_config.json"

  /// What transformers keeps beside `config.json` for generation.
  private static func generation(_ folder: any Folder, at span: Span) throws(Diagnostic) -> JSON? {
    guard folder.contains(generationFile) else { return nil }
    return try Session.explained(at: span) { try JSON.parse(folder.open(generationFile)) }
  }

  /// A family may lack the head that a task needs: an encoder writes no text, a decoder marks no
  /// spans.
  private static func checkTask(
    _ s: CheckedStatement, _ configuration: Configuration
  ) throws(Diagnostic) {
    guard let given = s.given("task"), let type = configuration.json["model_type"]?.string,
      let family = modelFamilies.first(where: { $0.modelTypes.contains(type) }),
      let task = taskKinds.first(where: { $0.word == given.value.text }),
      !family.heads.contains(task.head)
    else { return }
    let words = taskKinds.filter { family.heads.contains($0.head) }.map { $0.word }
    throw Diagnostic(
      code: "wrong-head", exit: 70,
      message: "\(family.name) has no head for \(task.word)", span: given.span,
      note: words.isEmpty ? nil : "(\(words.joined(separator: ", ")))")
  }

  private static func labels(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> [String]? {
    guard let given = s.given("labels") else { return nil }
    guard case .word(let name) = given.value else {
      let labels = s.strings("labels") ?? []
      guard labels.count > 1, Set(labels).count == labels.count else {
        throw Diagnostic(
          code: "out-of-range", exit: 65,
          message:
            "labels are \(labels.joined(separator: ", ")), but must be two or more, each once",
          span: given.span)
      }
      return labels
    }
    guard case .dataset(let data) = session[name], !data.dataset.labels.isEmpty else {
      throw Diagnostic(
        code: "bad-data", exit: 70, message: "'\(name)' has no labels", span: given.span)
    }
    return data.dataset.labels
  }

  /// The tokenizer asked for, else the folder's own, if it has one.
  private static func tokenizer(
    _ s: CheckedStatement, _ folder: any Folder, _ source: Spanned<String>, in session: Session
  ) throws(Diagnostic) -> TokenizerObject? {
    if let given = s.given("tokenizer"), case .word(let name) = given.value,
      case .tokenizer(let object) = session[name]
    {
      return object
    }
    guard TokenizerLoader.canLoad(folder) else { return nil }
    return TokenizerObject(
      try session.explain(at: source.span) { try TokenizerLoader.load(folder) },
      source: source.value)
  }

  private static func describe(
    _ s: CheckedStatement, _ object: ModelObject, _ request: ModelRequest
  ) throws(Diagnostic) -> [[OutputPart]] {
    let (specification, tree) = (object.model.specification, object.model.tree)
    if let tokenizer = object.tokenizer?.tokenizer,
      tokenizer.vocabularySize > specification.vocabularySize
    {
      throw Diagnostic(
        code: "wrong-tokenizer", exit: 66,
        message: "the tokenizer has \(tokenizer.vocabularySize) tokens, but the model only "
          + "\(specification.vocabularySize)",
        span: s.given("tokenizer")?.span ?? s.text("source").span)
    }
    let count = tree.parameterCount
    var line: [OutputPart] = [
      .text(padded(s.boundName) + "\(specification.family), "), .given(specification.layers),
      .text(" layers × "), .given(specification.hiddenSize), .text(", "),
      .given(count, as: Figures.weights(count)), .text(" parameters, "),
      .given(4 * count, as: Figures.bytes(4 * count)),
    ]
    if request.initialize {
      line.append(.text("; every weight drawn from seed \(object.seed)"))
    } else if !tree.drawn.isEmpty {
      let what = tree.drawn.keys.contains { $0.contains("pooler") } ? "head and pooler" : "head"
      line.append(.text("; \(what) drawn from seed \(object.seed) (not in the checkpoint)"))
    }
    var lines = [line]
    if object.tokenizer == nil {
      lines.append([.text(padded("") + "no tokenizer in the folder: give it one with tokenizer=")])
    }
    return lines
  }
}
