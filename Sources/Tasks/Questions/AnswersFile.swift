import Files

/// The files that `predictions=` writes for questions.
package enum AnswersFile {
  /// An object a question, a line each, in data order:
  /// `{"id", "text", "start", "end", "score", "null_score", "n_best": […]}`.
  ///
  /// `text` is empty and `start` and `end` are null for "no answer"; `score` is the best span's,
  /// null where no span is allowed. The list holds `{"text", "start", "end", "score", "probability"}`.
  package static func lines(_ answers: [SpanAnswer], to dataset: Dataset) -> String {
    precondition(
      answers.count == dataset.examples.count,
      "AnswersFile: \(answers.count) answers, \(dataset.examples.count) questions")
    var text = ""
    for (example, answer) in zip(dataset.examples, answers) {
      let candidates = answer.candidates.map { candidate in
        JSON.object([
          "text": .string(candidate.text), "start": .integer(candidate.start),
          "end": .integer(candidate.end), "score": .number(candidate.score),
          "probability": .number(candidate.probability),
        ])
      }
      let object: JSONObject = [
        "id": example.id, "text": .string(answer.text),
        "start": answer.range.map { .integer($0.lowerBound) } ?? .null,
        "end": answer.range.map { .integer($0.upperBound) } ?? .null,
        "score": answer.score.map(JSON.number) ?? .null,
        "null_score": .number(answer.nullScore), "n_best": .array(candidates),
      ]
      text += JSON.object(object).serialized() + "\n"
    }
    return text
  }

  /// What the official scripts of SQuAD and CMRC read: one object, `{id: answer}`, in data order.
  ///
  /// - Parameter answers: a text a question, empty for "no answer".
  package static func official(_ answers: [String], to dataset: Dataset) -> String {
    precondition(
      answers.count == dataset.examples.count,
      "AnswersFile: \(answers.count) answers, \(dataset.examples.count) questions")
    let pairs = zip(dataset.examples, answers).map { example, answer in
      (example.id.string ?? example.id.serialized(), JSON.string(answer))
    }
    return JSON.object(JSONObject(pairs)).serialized() + "\n"
  }

  /// What the official script of SQuAD 2.0 reads beside the answers: `{id: probability of "no
  /// answer"}`, in data order.
  package static func noAnswerProbabilities(
    _ answers: [SpanAnswer], to dataset: Dataset
  ) -> String {
    let pairs = zip(dataset.examples, answers).map { example, answer in
      (example.id.string ?? example.id.serialized(), JSON.number(answer.noAnswerProbability))
    }
    return JSON.object(JSONObject(pairs)).serialized() + "\n"
  }

  /// The official file where the path ends in `.json`, else a line a question.
  package static func text(
    _ answers: [SpanAnswer], to dataset: Dataset, path: String
  ) -> String {
    isOfficial(path) ? official(answers.map(\.text), to: dataset) : lines(answers, to: dataset)
  }

  private static func isOfficial(_ path: String) -> Bool { FileHead.ending(of: path) == "json" }
}
