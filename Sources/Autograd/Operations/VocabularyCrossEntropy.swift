/// Softmax cross-entropy of a product over a vocabulary, scale · Σ −log softmax(W h + b)[label].
///
/// The same as `crossEntropy(linear(states, weight: weight, bias: bias), …)`, but logits live a
/// block at a time and are formed again in the backward. Rows without a label cost nothing.
///
/// Source: for the sum in one pass over blocks, Milakov and Gimelshein 2018, arXiv:1805.02867.
///
/// - Parameters:
///   - states: [rows, hidden]
///   - weight: [vocabulary, hidden]; may be the embedding's: its gradient is added in place.
///   - bias: [vocabulary]
///   - labels: a class for every row; −100 leaves the row out.
///   - scale: 1 / number of labels, for a mean.
/// - Returns: [1]
package func vocabularyCrossEntropy(
  _ states: Tensor, weight: Tensor, bias: Tensor?, labels: [Int32], scale: Float
) -> Tensor {
  let engine = states.engine
  let (rows, hidden) = states.matrixShape
  let labelled = labelledRows(states, weight, bias, labels)
  let plan = VocabularyPlan(
    states: labelled.count == rows ? states : gather(states, labelled), weight: weight,
    bias: bias, labels: labelled.map { labels[Int($0)] })
  let (losses, totals) = plan.losses()
  var sum = 0.0
  for row in 0..<labelled.count { sum += Double(losses.pointer[row]) }
  let loss = Tensor([Float(Double(scale) * sum)], shape: [1], on: engine)
  let (weightTarget, biasTarget) = (GradientTarget(weight), bias.map(GradientTarget.init))
  return Tape.record(
    "vocabularyCrossEntropy", inputs: [states, weight] + (bias.map { [$0] } ?? []), output: loss
  ) { dy, wants in
    var gradients = VocabularyPlan.Gradients()
    if wants[0] { gradients.states = Tensor(shape: [labelled.count, hidden], on: engine) }
    if wants[1] { gradients.weight = weightTarget.make() }
    if let biasTarget, wants[2] { gradients.bias = biasTarget.make() }
    if labelled.isEmpty {
      for case (let gradient, false)? in [gradients.weight, gradients.bias] {
        setZero(gradient)
      }
    }
    plan.backward(factor: scale * dy.pointer[0], totals: totals, into: gradients)
    let dStates = gradients.states.map {
      labelled.count == rows ? $0 : spread($0, to: labelled, of: rows)
    }
    return [dStates, gradients.weight?.gradient] + (bias == nil ? [] : [gradients.bias?.gradient])
  }
}

/// −log softmax(W h + b)[label] of every row, 0 where the label is −100; for evaluation.
///
/// - Parameters: those of `vocabularyCrossEntropy`.
package func vocabularyLosses(
  _ states: Tensor, weight: Tensor, bias: Tensor?, labels: [Int32]
) -> [Float] {
  let labelled = labelledRows(states, weight, bias, labels)
  let plan = VocabularyPlan(
    states: labelled.count == labels.count ? states : gather(states, labelled), weight: weight,
    bias: bias, labels: labelled.map { labels[Int($0)] })
  let losses = plan.losses().losses
  var result = [Float](repeating: 0, count: labels.count)
  for (i, row) in labelled.enumerated() { result[Int(row)] = losses.pointer[i] }
  return result
}

private func labelledRows(
  _ states: Tensor, _ weight: Tensor, _ bias: Tensor?, _ labels: [Int32]
) -> [Int32] {
  let (rows, hidden) = states.matrixShape
  let vocabulary = weight.shape[0]
  precondition(
    weight.shape == [vocabulary, hidden] && (bias == nil || bias?.shape == [vocabulary]),
    "vocabulary: states \(states.shape), weight \(weight.shape), bias \(bias?.shape ?? [])")
  precondition(
    labels.count == rows
      && labels.allSatisfy { $0 == -100 || (0 <= $0 && Int($0) < vocabulary) },
    "vocabulary: \(labels.count) labels for \(rows) rows and \(vocabulary) classes")
  return (0..<Int32(rows)).filter { labels[Int($0)] != -100 }
}

/// The rows of x at their places among `count`, zeros elsewhere.
private func spread(_ x: Tensor, to rows: [Int32], of count: Int) -> Tensor {
  let hidden = x.shape[1]
  let y = Tensor(shape: [count, hidden], on: x.engine)
  setZero(y)
  x.engine.forRows(rows.count, columns: hidden) { first, n in
    for i in first..<first + n {
      (y.pointer + Int(rows[i]) * hidden).update(from: x.pointer + i * hidden, count: hidden)
    }
  }
  return y
}
