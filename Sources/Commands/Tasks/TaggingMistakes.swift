import Notebooks
import Tasks
import Training

/// Sentences in which a model tags words wrongly.
extension TokenClassificationTask {
  static func judges(_ content: DatasetContent) -> Bool { true }

  static func mistakes(_ evaluation: Evaluation, _ request: TaskRequest) -> [Mistake]? {
    let dataset = request.data.dataset
    let tags = dataset.labels
    let mistakes = dataset.examples.indices.compactMap { index -> (wrong: Int, Mistake)? in
      let example = dataset.examples[index]
      guard let truth = example.tags?.map({ tags[$0] }) else { return nil }
      let said = evaluation.tags[index]
      let wrong = zip(said, truth).count { $0 != $1 }
      guard wrong > 0 else { return nil }
      var text: [Mistake.Piece] = []
      for (place, word) in example.words.enumerated() {
        if place > 0 { text.append(.init(text: " ")) }
        let isWrong = said[place] != truth[place]
        let note = isWrong ? " (\(said[place]), is \(truth[place]))" : ""
        text.append(.init(text: word + note, isMarked: isWrong))
      }
      return (
        wrong,
        Mistake(
          example: index, confidence: nil,
          said: Figures.plural(wrong, "word") + " of "
            + Figures.count(truth.count), truth: "", text: text)
      )
    }
    return mistakes.sorted { ($1.wrong, $0.1.example) < ($0.wrong, $1.1.example) }.map { $0.1 }
  }
}
