import Files
import Foundation

/// The class with the greatest logit of each example, of equals the lowest.
///
/// - Parameter logits: `[examples, outputs]`, rows one after the other; one that is not a number is
///   never the greatest.
package func predictedClasses(_ logits: [Float], outputs: Int) -> [Int32] {
  precondition(
    outputs > 0 && logits.count % outputs == 0,
    "predictedClasses: \(logits.count) logits, \(outputs) outputs")
  return stride(from: 0, to: logits.count, by: outputs).map { start in
    var best = 0
    for i in 1..<max(outputs, 1)
    where logits[start + i] > logits[start + best]
      || (logits[start + best].isNaN && !logits[start + i].isNaN)
    {
      best = i
    }
    return Int32(best)
  }
}

/// Softmax of one example's logits.
package func probabilities(_ logits: ArraySlice<Float>) -> [Double] {
  let greatest = Double(logits.max() ?? 0)
  let exponentials = logits.map { exp(Double($0) - greatest) }
  let sum = exponentials.reduce(0, +)
  return exponentials.map { $0 / sum }
}

/// The file that `predictions=` writes for a classification.
package enum PredictionsFile {
  /// An object an example, a line each, in data order:
  /// `{"id", "label", "prediction", "logits": […]}`.
  ///
  /// `label` and `prediction` are both names of the model, so that they can be compared; `label` is
  /// null without labels. Logits are written exactly.
  ///
  /// - Parameters:
  ///   - names: the model's label names.
  ///   - classes: each example's class, nil without labels.
  ///   - logits: `[examples, names]`, rows one after the other.
  package static func text(
    _ dataset: Dataset, names: [String], classes: [Int32]?, logits: [Float]
  ) -> String {
    precondition(
      logits.count == dataset.examples.count * names.count,
      "PredictionsFile: \(logits.count) logits, \(dataset.examples.count) examples")
    let predictions = predictedClasses(logits, outputs: names.count)
    var text = ""
    for (i, example) in dataset.examples.enumerated() {
      let row = logits[i * names.count..<(i + 1) * names.count]
      let object: JSONObject = [
        "id": example.id,
        "label": classes.map { .string(names[Int($0[i])]) } ?? .null,
        "prediction": .string(names[Int(predictions[i])]),
        "logits": .array(row.map { .number(Double($0)) }),
      ]
      text += JSON.object(object).serialized()
      text += "\n"
    }
    return text
  }
}
