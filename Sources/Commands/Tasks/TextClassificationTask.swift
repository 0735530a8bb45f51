import Files
import Language
import Layers
import Notebooks
import Tasks
import Training

/// One class a text.
enum TextClassificationTask: TaskKind {
  static let word = "text-classification"
  static let head = HeadKind.sequenceClassification

  static func reads(_ content: DatasetContent) -> Bool {
    switch content {
    case .classification, .text: true
    default: false
    }
  }

  static func work(_ request: TaskRequest, in session: Session) throws(Diagnostic) -> Work {
    switch request.data.dataset.content {
    case .questions, .tagging:
      throw request.wrongContent(Self.self, needs: "texts with a label each")
    case .classification, .text: break
    }
    var (encoded, notes) = try session.encodedTexts(request)
    encoded.classes = try classes(request)
    if encoded.classes == nil, request.needsLabels { throw request.lacks("labels") }
    return Work(
      objective: TextClassificationObjective(
        encoded, labels: request.labels, frozen: request.frozen,
        scoredBatch: request.presetBatch),
      request: request, notes: notes)
  }

  private static func classes(_ request: TaskRequest) throws(Diagnostic) -> [Int32]? {
    do {
      return try Tasks.classes(of: request.data.dataset, among: request.labels)
    } catch { throw request.diagnostic(for: error) }
  }

  static func report(_ evaluation: Evaluation, labels: [String]) -> [[OutputPart]] {
    var lines = scoreTable(evaluation)
    guard let scores = evaluation.scores as? ClassificationScores else { return lines }
    if labels.count == 2 {
      lines.append([.text("precision, recall and f1 of '\(labels[1])'")])
    } else {
      lines.append([.text("precision, recall and f1: mean over the classes")])
    }
    return lines + ConfusionTable(scores, labels: labels).lines
  }

  static let writesPredictions = true

  static func predictions(
    _ evaluation: Evaluation, _ request: TaskRequest, path: String
  ) -> String {
    PredictionsFile.text(
      request.data.dataset, names: request.labels, classes: evaluation.classes,
      logits: evaluation.logits)
  }

  static func predict(
    _ text: Spanned<String>, pair: String?, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let example = Example(id: .integer(0), text: text.value, pair: pair, row: 1)
    let data = DatasetObject(Dataset(source: "the text", content: .text, examples: [example]))
    let work = try work(
      TaskRequest(
        runnable: request.runnable, data: data, name: Spanned("the text", text.span),
        reading: request.reading, needsLabels: false), in: session)
    let evaluation = try session.explain(at: request.name.span) {
      try Scoring.evaluate(request.runnable.model, on: work.objective, observer: nil)
    }
    return answer(evaluation, request.labels, notes: work.notes)
  }

  private static func answer(
    _ evaluation: Evaluation, _ labels: [String], notes: [String]
  ) -> CommandResult {
    let ranked = zip(labels, evaluation.probabilities(of: 0)).enumerated().sorted {
      ($1.element.1, $0.offset) < ($0.element.1, $1.offset)
    }.map { (label: $0.element.0, probability: $0.element.1) }
    let width = max(8, ranked.map { displayWidth($0.label) }.max() ?? 0) + 3
    let lines: [[OutputPart]] = ranked.prefix(labels.count == 2 ? 1 : 5).map { one in
      [
        .trained(one.label),
        .text(String(repeating: " ", count: width - displayWidth(one.label))),
        .score(one.probability),
      ]
    }
    return CommandResult(
      lines: notes.map { [.text($0)] } + lines,
      record: [
        ("label", .string(ranked[0].label)),
        (
          "probabilities",
          .object(JSONObject(ranked.map { ($0.label, .number($0.probability)) }))
        ),
      ])
  }
}
