import Autograd
import Layers
import Tasks

/// Spans as the experiment of `preset="kg_peft"` trains and scores them: a row a reference answer,
/// the greatest start and the greatest end whatever their order, token positions compared by batch.
///
/// Source: stage_1_qa of KG_peft; its softmax runs over padding too, ours over the row's own
/// tokens.
package final class KGPEFTSpanObjective: SpanObjective {
  package static let name = "question answering"
  package static var scores: any Scores.Type { KGPEFTSpanScores.self }

  package let rows: KGPEFTRows
  private let batch: Int
  let states: TokenStates

  /// - Parameter batch: rows of a batch of an evaluation, over which scores are averaged first.
  package init(_ rows: KGPEFTRows, batch: Int, frozen: FrozenEncoding) {
    (self.rows, self.batch) = (rows, batch)
    states = TokenStates(rows.tokens, frozen: frozen)
  }

  package var count: Int { rows.count }

  package func tokens(of row: Int) -> Int { rows.tokens.length(row) }

  package func check(_ model: any LanguageModel, training: Bool) throws(TrainingError) {
    try checkHead(model)
  }

  package func rehearsing() -> any Objective {
    KGPEFTSpanObjective(rows, batch: batch, frozen: states.frozen.rehearsing())
  }

  func label(of row: Int) -> (start: Int32, end: Int32)? { (rows.starts[row], rows.ends[row]) }

  package func evaluation(of outputs: [Float]) -> Evaluation {
    precondition(
      outputs.count == 2 * rows.tokens.tokens,
      "\(outputs.count) logits of \(rows.tokens.tokens) tokens")
    var evaluation = Evaluation(examples: count)
    evaluation.isOfNumbers = outputs.allSatisfy(\.isFinite)
    let predictions = (0..<count).map { row in
      let range = rows.tokens.range(row)
      func greatest(_ column: Int) -> Int {
        range.reduce(range.lowerBound) {
          outputs[2 * $1 + column] > outputs[2 * $0 + column] ? $1 : $0
        } - range.lowerBound
      }
      return (first: greatest(0), last: greatest(1))
    }
    let truths = (0..<count).map { (first: Int(rows.starts[$0]), last: Int(rows.ends[$0])) }
    evaluation.scores = KGPEFTSpanScores.score(
      predictions: predictions, truths: truths, batch: batch)
    evaluation.exampleScores = [
      ExampleScores(
        key: "f1", isBinary: false,
        values: zip(predictions, truths).map { KGPEFTSpanScores.row($0, $1)[3] })
    ]
    if let labels = labels(of: Array(0..<count)) {
      let losses = spanLosses(outputs, labels)
      evaluation.loss = losses.reduce(0, +) / Double(max(1, losses.count))
    }
    return evaluation
  }
}
