import Files

/// The file that `predictions=` writes for tagged sentences.
package enum TagsFile {
  /// An object a sentence, a line each, in data order: `{"id", "tokens", "tags", "prediction"}`;
  /// `tags` is null without tags.
  ///
  /// - Parameters:
  ///   - predictions: a tag a word.
  ///   - labels: the model's names; a tag that gives one by its number is written as the name.
  package static func text(
    _ predictions: [[String]], of dataset: Dataset, among labels: [String]
  ) -> String {
    precondition(
      predictions.count == dataset.examples.count,
      "TagsFile: \(predictions.count) predictions, \(dataset.examples.count) sentences")
    let tags = dataset.labels
    let names = zip(tags, matches(of: tags, among: labels)).map { $1.map { labels[$0] } ?? $0 }
    var text = ""
    for (example, prediction) in zip(dataset.examples, predictions) {
      let object: JSONObject = [
        "id": example.id, "tokens": .array(example.words.map { .string($0) }),
        "tags": example.tags.map { .array($0.map { .string(names[$0]) }) } ?? .null,
        "prediction": .array(prediction.map { .string($0) }),
      ]
      text += JSON.object(object).serialized() + "\n"
    }
    return text
  }
}
