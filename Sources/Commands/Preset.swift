import Language
import Tasks
import Training

/// The settings of another experiment under one name: what stands beside it in a statement
/// overrules.
///
/// `kg_peft`: both experiments of KG_peft's stage 1, with their data rules, constants, selection
/// and scores by batch. A frozen encoder keeps its dropout and is not cached; nothing is padded.
enum Preset {
  static let option = OptionSpec(
    "preset", .words(["kg_peft"]),
    meaning: "data rules, settings, selection and scores of an experiment; options beside it "
      + "overrule")

  /// The values that an option has under the preset of a statement; empty without one.
  static func values(
    _ s: CheckedStatement, for task: any TaskKind.Type
  ) throws(Diagnostic) -> [String: Value] {
    guard let given = s.given("preset") else { return [:] }
    let shared: [String: Value] = [
      "epochs": Value(5), "optimizer": .word("adam"), "weight_decay": Value(0),
      "schedule": .word("constant"), "warmup": Value(0), "clip": .none, "best": .word("f1"),
      "alpha": Value(8), "dropout": Value(0.01),
    ]
    let own: [String: Value]
    switch task.head {
    case .sequenceClassification: own = ["lr": Value(1e-4), "batch": Value(16)]
    case .questionAnswering: own = ["lr": Value(2e-5), "batch": Value(4)]
    default:
      throw Diagnostic(
        code: "wrong-head", exit: 70,
        message: "preset=kg_peft is for text-classification and question-answering, not for "
          + task.word, span: given.span)
    }
    return shared.merging(own) { $1 }
  }

  /// What shapes the result and was not typed.
  static func note(_ values: some ArgumentValues, _ reading: ReadingSettings) -> String {
    let lr = values.double("lr").map { "lr \(Figures.setting($0)), " } ?? ""
    return "preset kg_peft: \(values.string("optimizer") ?? ""), \(lr)"
      + "\(values.string("schedule") ?? "") schedule, "
      + "batch \(values.int("batch") ?? 0), max_length \(reading.maxLength); "
      + "scores are means over batches, a frozen encoder keeps its dropout; "
      + "the experiment's own epoch numbers in brackets"
  }

  /// Tokens of a sequence, where the model has the positions.
  private static let maxLength = 512

  /// How texts are read under the preset of a statement.
  static func reading(
    _ s: CheckedStatement, of runnable: Runnable, named subject: Spanned<String>,
    in session: Session
  ) throws(Diagnostic) -> ReadingSettings {
    var reading = try session.reading(s, of: runnable, named: subject)
    if s.has("preset"), !s.has("max_length") {
      reading.maxLength = min(maxLength, runnable.model.specification.maximumPositions)
    }
    return reading
  }
}

/// A statement's options with a preset's values below them.
struct PresetValues: ArgumentValues {
  let statement: CheckedStatement
  let preset: [String: Value]

  var specs: [OptionSpec] { statement.specs }

  func given(_ name: String) -> Spanned<Value>? {
    statement.given(name)
      ?? preset[name].map { Spanned($0, statement.span(of: "preset") ?? statement.statement.span) }
  }
}
