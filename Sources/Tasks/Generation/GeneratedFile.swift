import Files

/// A text that a model wrote, or read, with how likely it found it.
package struct GeneratedRow: Sendable, Equatable {
  package var text: String
  /// The new tokens only, the one that ended the text included.
  package var ids: [Int32]
  /// Σ −log p of these tokens, each after those before it; before any setting of sampling.
  package var nll: Double
  /// The same of the true answer's tokens, and how many they are; nil where the data have none.
  package var answer: (nll: Double, tokens: Int)?

  package init(
    text: String, ids: [Int32], nll: Double, answer: (nll: Double, tokens: Int)? = nil
  ) {
    (self.text, self.ids, self.nll, self.answer) = (text, ids, nll, answer)
  }

  package static func == (a: GeneratedRow, b: GeneratedRow) -> Bool {
    a.text == b.text && a.ids == b.ids && a.nll == b.nll && a.answer?.nll == b.answer?.nll
      && a.answer?.tokens == b.answer?.tokens
  }
}

/// The file that `predictions=` writes for generated texts.
package enum GeneratedFile {
  /// An object an example, a line each, in data order: `{"id", "text", "ids", "nll"}`, and where
  /// the data have answers `"answer_nll"` and `"answer_tokens"`, from which the perplexity is made.
  package static func lines(_ rows: [GeneratedRow], of dataset: Dataset) -> String {
    precondition(
      rows.count == dataset.examples.count,
      "GeneratedFile: \(rows.count) rows, \(dataset.examples.count) examples")
    var text = ""
    for (example, row) in zip(dataset.examples, rows) {
      var object: JSONObject = [
        "id": example.id, "text": .string(row.text),
        "ids": .array(row.ids.map { .integer(Int($0)) }), "nll": .number(row.nll),
      ]
      if let answer = row.answer {
        object["answer_nll"] = .number(answer.nll)
        object["answer_tokens"] = .integer(answer.tokens)
      }
      text += JSON.object(object).serialized() + "\n"
    }
    return text
  }
}
