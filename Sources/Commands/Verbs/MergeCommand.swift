import Adapters
import Language
import Notebooks

/// `m = merge a`, `merge a as m`: a model with the adapter folded into its weights.
enum MergeCommand: Command {
  static let makes: String? = "model"

  static var spec: VerbSpec {
    VerbSpec(
      "merge", summary: "fold an adapter into a copy of its base",
      forms: [
        FormSpec(
          slots: [
            SlotSpec(
              "adapter", .object(["adapter"]), meaning: "which adapter"
            ),
            SlotSpec(
              "name", .anyWord, preposition: "as", isRequired: false,
              meaning: "the model's name"),
          ], nameSlot: "name")
      ],
      makesObject: true,
      help: "The merged model computes the same without an adapter; save it to use it elsewhere.",
      example: "merge a as m")
  }

  static func run(
    _ s: CheckedStatement, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let object = session.adapter(s, "adapter")
    let merged = try session.explain(at: s.text("adapter").span) { try object.adapted.merged() }
    let model = ModelObject(
      merged, tokenizer: object.base.tokenizer,
      source: "\(object.base.source) with \(type(of: object.adapted.method).title)",
      seed: object.base.seed, reading: object.reading,
      generation: object.base.generation)
    let specification = merged.specification
    let count = merged.tree.parameterCount
    return CommandResult(
      value: .model(model),
      lines: [
        [
          .text(padded(s.boundName) + "\(specification.family), "),
          .given(count, as: Figures.weights(count)),
          .text(" parameters, \(s.text("adapter").value) folded into its weights"),
        ]
      ],
      record: [("parameters", .integer(count))])
  }
}
