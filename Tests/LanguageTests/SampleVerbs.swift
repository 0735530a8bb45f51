import Language
import Testing

/// Declarations like the real ones, so that the tests of the language need no command.
enum Sample {
  static let dataset = ValueKind.object(["dataset"])
  static let adapter = ValueKind.object(["adapter", "model"])
  static let targets = ValueKind.oneOf([.words(["all-linear"]), .list(of: .anyWord)])

  static let lowRank: [OptionSpec] = [
    OptionSpec(
      "r", .wholeNumber(from: 1), fallback: "8", meaning: "rank", synonyms: ["rank", "lora_r"]),
    OptionSpec(
      "alpha", .oneOf([.number(above: 0), .string]), fallback: "16", meaning: "scale",
      synonyms: ["lora_alpha"]),
    OptionSpec(
      "dropout", .number(from: 0, below: 1), fallback: "0.0", meaning: "dropout",
      synonyms: ["lora_dropout"]),
    OptionSpec("targets", targets, meaning: "layers", synonyms: ["target_modules"]),
  ]
  static let seed = OptionSpec("seed", .wholeNumber(from: 0), fallback: "0", meaning: "seed")
  static let methods: [String: [OptionSpec]] = [
    "lora": lowRank, "dora": lowRank, "full": [], "freeze": [],
  ]
  static let order = ["full", "freeze", "lora", "dora"]

  static let training: [OptionSpec] = [
    OptionSpec("eval", dataset, meaning: "scored after each epoch", synonyms: ["eval_dataset"]),
    OptionSpec("test", dataset, meaning: "scored once"),
    OptionSpec(
      "epochs", .wholeNumber(from: 1), fallback: "3", meaning: "epochs",
      synonyms: ["num_train_epochs"]),
    OptionSpec("max_steps", .wholeNumber(from: 1), meaning: "steps"),
    OptionSpec(
      "batch", .wholeNumber(from: 1, to: 65536), fallback: "16", meaning: "batch",
      synonyms: ["batch_size", "per_device_train_batch_size"]),
    OptionSpec("lr", .number(above: 0), meaning: "rate", synonyms: ["learning_rate"]),
    OptionSpec(
      "schedule", .words(["linear", "constant", "cosine"]), fallback: "linear", meaning: "decay",
      synonyms: ["lr_scheduler_type"]),
    OptionSpec("clip", .optional(.number(above: 0)), fallback: "1.0", meaning: "norm"),
    OptionSpec("shuffle", .flag, fallback: "true", meaning: "order"),
    OptionSpec("keep", .words(["best", "last"]), meaning: "state"),
    OptionSpec("patience", .wholeNumber(from: 1), meaning: "epochs without gain"),
    OptionSpec("log", .path, meaning: "steps", affectsResult: false),
    seed,
  ]

  static let verbs: [VerbSpec] = makers + doers

  private static let makers: [VerbSpec] = [
    VerbSpec(
      "tokenizer", summary: "load or train a tokenizer",
      forms: [
        FormSpec(slots: [SlotSpec("source", .source, meaning: "from")]),
        FormSpec(
          slots: [
            SlotSpec("action", .words(["train"]), meaning: "make one"),
            SlotSpec("kind", .words(["wordpiece"]), meaning: "which kind"),
            SlotSpec("data", dataset, preposition: "on", meaning: "texts"),
          ],
          options: [OptionSpec("size", .wholeNumber(from: 100), meaning: "entries")]),
      ], makesObject: true),
    VerbSpec(
      "model", summary: "load a model",
      forms: [
        FormSpec(
          slots: [SlotSpec("source", .source, meaning: "from")],
          options: [
            OptionSpec(
              "task", .words(["text-classification", "fill-mask"]), meaning: "head"),
            OptionSpec(
              "labels", .oneOf([.list(of: .label), dataset]), meaning: "names"),
            OptionSpec("tokenizer", .object(["tokenizer"]), meaning: "its tokenizer"),
            seed,
          ])
      ], makesObject: true, example: "base = model \"demo:bert\""),
    VerbSpec(
      "dataset", summary: "load examples",
      forms: [
        FormSpec(
          slots: [SlotSpec("source", .source, meaning: "from")],
          options: [
            OptionSpec("format", .words(["tsv", "csv", "jsonl"]), meaning: "format"),
            OptionSpec("split", .anyWord, meaning: "split"),
            OptionSpec("limit", .wholeNumber(from: 1), meaning: "first rows"),
            OptionSpec("sample", .wholeNumber(from: 1), meaning: "drawn rows"),
            OptionSpec("wait", .duration, meaning: "patience"),
            OptionSpec("cache", .size, meaning: "room"),
          ], conflicts: [["limit", "sample"]])
      ], makesObject: true),
    VerbSpec(
      "adapter", summary: "make or load an adapter",
      forms: [
        FormSpec(
          slots: [
            SlotSpec("method", .words(order), meaning: "method"),
            SlotSpec("base", .object(["model"]), preposition: "on", meaning: "base"),
          ], options: [seed], optionsByWord: methods),
        FormSpec(slots: [
          SlotSpec("source", .source, meaning: "folder"),
          SlotSpec("base", .object(["model"]), preposition: "on", meaning: "base"),
        ]),
      ], makesObject: true, example: "a = adapter lora on base"),
    VerbSpec(
      "train", summary: "train",
      forms: [
        FormSpec(
          slots: [
            SlotSpec("adapter", adapter, meaning: "what"),
            SlotSpec("data", dataset, preposition: "on", meaning: "from"),
          ], options: training)
      ], makesObject: true, nameIsOptional: true, example: "train a on d", synonyms: ["fit"]),
    VerbSpec(
      "compare", summary: "compare",
      forms: [
        FormSpec(
          slots: [
            SlotSpec("base", .object(["model"]), meaning: "base"),
            SlotSpec("data", dataset, preposition: "on", meaning: "from"),
          ],
          options: training + [OptionSpec("seeds", .list(of: .wholeNumber(from: 0)), meaning: "s")],
          block: BlockSpec(
            methods: methods, order: order,
            common: training.filter { !["eval", "test"].contains($0.name) })),
        FormSpec(slots: [
          SlotSpec("adapters", .list(of: adapter), meaning: "which"),
          SlotSpec("data", dataset, preposition: "on", meaning: "on what"),
        ]),
      ], makesObject: true, nameIsOptional: true),
    VerbSpec(
      "pick", summary: "a row",
      forms: [
        FormSpec(slots: [
          SlotSpec("table", .object(["table"]), meaning: "table"),
          SlotSpec("row", .oneOf([.words(["best"]), .string]), meaning: "row"),
        ])
      ], makesObject: true),
    VerbSpec(
      "merge", summary: "fold in",
      forms: [
        FormSpec(
          slots: [
            SlotSpec("adapter", adapter, meaning: "which"),
            SlotSpec("name", .anyWord, preposition: "as", isRequired: false, meaning: "name"),
          ], nameSlot: "name")
      ], makesObject: true),
  ]

  private static let doers: [VerbSpec] = [
    VerbSpec(
      "evaluate", summary: "score",
      forms: [
        FormSpec(
          slots: [
            SlotSpec("adapter", adapter, meaning: "what"),
            SlotSpec("data", dataset, preposition: "on", meaning: "on what"),
          ], options: [OptionSpec("predictions", .path, meaning: "file", affectsResult: false)])
      ]),
    VerbSpec(
      "predict", summary: "classify",
      forms: [
        FormSpec(slots: [
          SlotSpec("adapter", adapter, meaning: "what"),
          SlotSpec("text", .string, meaning: "text"),
        ]),
        FormSpec(slots: [
          SlotSpec("adapter", adapter, meaning: "what"),
          SlotSpec("data", dataset, meaning: "texts"),
          SlotSpec("file", .path, preposition: "to", meaning: "file"),
        ]),
      ]),
    VerbSpec(
      "tokenize", summary: "cut",
      forms: [
        FormSpec(slots: [
          SlotSpec("tokenizer", .object(["tokenizer"]), meaning: "what"),
          SlotSpec("text", .string, meaning: "text"),
        ]),
        FormSpec(slots: [
          SlotSpec("tokenizer", .object(["tokenizer"]), meaning: "what"),
          SlotSpec("data", dataset, meaning: "texts"),
          SlotSpec("file", .path, preposition: "to", meaning: "file"),
        ]),
      ]),
    VerbSpec(
      "save", summary: "save",
      forms: [
        FormSpec(
          slots: [
            SlotSpec("session", .words(["session"]), meaning: "all"),
            SlotSpec("file", .path, preposition: "to", meaning: "file"),
          ]),
        FormSpec(
          slots: [
            SlotSpec("object", .object([]), meaning: "what"),
            SlotSpec("folder", .path, preposition: "to", meaning: "folder"),
          ],
          options: [OptionSpec("overwrite", .flag, fallback: "false", meaning: "replace")]),
      ]),
    VerbSpec(
      "show", summary: "look",
      forms: [
        FormSpec(
          slots: [SlotSpec("object", .object([]), meaning: "what")],
          options: [OptionSpec("rows", .wholeNumber(from: 1), fallback: "3", meaning: "rows")])
      ]),
    VerbSpec("objects", summary: "list", forms: [FormSpec()]),
    VerbSpec(
      "help", summary: "help",
      forms: [
        FormSpec(slots: [SlotSpec("topic", .anyWord, isRequired: false, meaning: "topic")])
      ]),
    VerbSpec(
      "set", summary: "set",
      forms: [
        FormSpec(options: [OptionSpec("threads", .wholeNumber(from: 1, to: 1024), meaning: "n")])
      ]),
    VerbSpec("param", summary: "declare", forms: [FormSpec(freeOption: .anything)]),
    VerbSpec(
      "edit", summary: "edit",
      forms: [
        FormSpec(slots: [SlotSpec("cell", .wholeNumber(from: 1), meaning: "cell")])
      ], isSessionOnly: true),
    VerbSpec(
      "quit", summary: "leave", forms: [FormSpec()], isSessionOnly: true, synonyms: ["exit"]),
  ]
}

/// Names bound where the tests' statements stand.
struct SampleNames: CompletionContext {
  let kinds: [(name: String, kind: String)] = [
    ("tok", "tokenizer"), ("base", "model"), ("chat", "adapter"), ("a4", "adapter"),
    ("films", "dataset"), ("dev", "dataset"), ("held", "dataset"), ("ranks", "table"),
    ("模型", "model"),
  ]
  func kind(of name: String) -> String? { kinds.first { $0.name == name }?.kind }
  var names: [String] { kinds.map(\.name) }
  var parameterNames: [String] { sampleParameters.keys.sorted() }
  func text(ofParameter name: String) -> String? { sampleParameters[name]?.text }
  var cells: [Completion] { ["1", "2", "12"].map { Completion($0, "a cell") } }

  /// Only dev goes with the model 模型.
  func fits(_ name: String, in sketch: StatementSketch) -> Bool {
    !sketch.words.contains("模型") || kind(of: name) != "dataset" || name == "dev"
  }

  func words(for option: String, in sketch: StatementSketch) -> [Completion] {
    guard option == "targets", sketch.words.contains("base") else { return [] }
    return [Completion("query", "2 layers"), Completion("key", "2 layers")]
  }
}

/// Where nothing has a name yet.
struct NoNames: CompletionContext {
  func kind(of name: String) -> String? { nil }
  var names: [String] { [] }
}

let sampleParameters: [String: Value] = [
  "rate": .init(0.001), "zero": .init(0), "out": .string("made"), "name": .string("Ada"),
]

/// Parses and checks every statement of a text against the sample declarations.
func check(_ text: String, file: String = "nb.md", firstLine: Int = 1) throws(Diagnostic)
  -> [CheckedStatement]
{
  let source = SourceText(file: file, text: text, firstLine: firstLine)
  var checked: [CheckedStatement] = []
  for statement in try Parser.parse(source) {
    checked.append(
      try Checker.check(
        statement, verbs: Sample.verbs, names: SampleNames(), parameters: sampleParameters))
  }
  return checked
}

func checkOne(_ text: String) throws -> CheckedStatement {
  let all = try check(text)
  return try #require(all.first)
}

/// The error a text gives, or nil.
func diagnostic(_ text: String) -> Diagnostic? {
  do {
    _ = try check(text)
    return nil
  } catch {
    return error
  }
}
