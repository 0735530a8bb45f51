import Language
import Notebooks
import Tasks
import Training

/// Texts that a model puts into a wrong class.
extension TextClassificationTask {
  static func judges(_ content: DatasetContent) -> Bool { true }

  static func mistakes(_ evaluation: Evaluation, _ request: TaskRequest) -> [Mistake]? {
    guard let classes = evaluation.classes else { return nil }
    let (labels, examples) = (request.labels, request.data.dataset.examples)
    let mistakes = examples.indices.compactMap { index -> Mistake? in
      let (said, truth) = (Int(evaluation.predictions[index]), Int(classes[index]))
      guard said != truth else { return nil }
      var text = [Mistake.Piece(text: examples[index].text)]
      if let pair = examples[index].pair { text.append(.init(text: "  |  " + pair)) }
      var mistake = Mistake(
        example: index, confidence: evaluation.probabilities(of: index)[said], said: labels[said],
        truth: labels[truth], text: text)
      mistake.isOfClasses = true
      return mistake
    }
    return mistakes.surestFirst
  }

  static func findDecisiveWords(
    _ mistakes: inout [Mistake], _ request: TaskRequest, in session: Session
  ) throws(Diagnostic) {
    let words = DecisiveWords(mistakes, of: request.data.dataset)
    guard !words.isEmpty else { return }
    var variants = request
    variants.data = DatasetObject(words.dataset)
    variants.needsLabels = false
    let work = try work(variants, in: session)
    let observer = ProgressObserver(session, title: "which words decided")
    let evaluation = try session.explain(at: request.name.span) {
      try Scoring.evaluate(request.runnable.model, on: work.objective, observer: observer)
    }
    let said = mistakes.map { mistake in request.labels.firstIndex(of: mistake.said) ?? 0 }
    words.mark(&mistakes) { variant, mistake in
      evaluation.probabilities(of: variant)[said[mistake]]
    }
  }
}

extension [Mistake] {
  /// By confidence; of equal ones as the data have them.
  var surestFirst: [Mistake] {
    sorted { ($1.confidence ?? 0, $0.example) < ($0.confidence ?? 0, $1.example) }
  }
}
