import Autograd
import Checkpoints
import Files
import Layers

/// Weight-decomposed low-rank adaptation: LoRA on the direction, a trained magnitude per output.
package struct DoRA: LowRankMethod {
  package static let name = "dora"
  package static let title = "DoRA"
  package static let summary = "LoRA with a trained magnitude for every output of a layer"
  package static let formula = "y = m (W + s B A) x / |W + s B A| + b, norms by row and held fixed"
  package static let source = "Liu et al. 2024, arXiv:2402.09353, eq. 5; PEFT tuners/lora/dora.py"
  package static let advice = "worth a try at low ranks; one more vector a layer, a little slower"
  package static let usesDoRA = true

  package let lowRank: LowRankConfiguration
  package init(_ lowRank: LowRankConfiguration) { self.lowRank = lowRank }

  package func adapter(
    for layer: Linear, draw: RandomKey
  ) throws(AdapterError) -> any LinearAdapter {
    DoRALinear(layer, try LowRankFactors(layer, lowRank, draw: draw))
  }
}

/// y = W x + b + (g − 1) W x' + g s B A x', with g = m / ‖W + s B A‖ by row and x' = dropout(x).
///
/// Source: PEFT `tuners/lora/dora.py`; the norm is a constant in the backward (arXiv:2402.09353,
/// section 4.3), and the bias is never scaled.
struct DoRALinear: LinearAdapter {
  let factors: LowRankFactors
  let magnitude: Parameter  // [out], the row norms of W at the start

  init(_ base: Linear, _ factors: LowRankFactors) {
    self.factors = factors
    let norms = lowRankRowNorms(
      base.weight.value, factors.a.value, factors.b.value, scaling: factors.scaling)
    magnitude = Parameter(norms.copied(kind: .weights), isTrainable: true)
  }

  var parameters: [(name: String, parameter: Parameter)] {
    [
      ("lora_A.weight", factors.a), ("lora_B.weight", factors.b),
      ("lora_magnitude_vector", magnitude),
    ]
  }

  func callAsFunction(_ x: Tensor, base: Linear) -> Tensor {
    let weight = base.weight.value
    let g = ratio(magnitude.value.on(x.tape), norms(of: base))
    guard x.tape != nil, factors.dropout.probability > 0 else {
      let direction = factors.added(toOutput: linear(x, weight: weight), of: x)
      let y = scaleColumns(direction, by: g)
      return base.bias.map { addBias(y, $0.value) } ?? y
    }
    let dropped = factors.dropout(x)
    guard factors.dropout.probability <= Self.mostDropped, !base.weight.isTrainable else {
      return factors.added(
        toOutput: base.base(x), beside: linear(dropped, weight: weight), of: dropped, by: g)
    }
    let product = linear(x, weight: weight)
    let beside = factors.dropout.product(product, of: x, weight: weight)
    return factors.added(
      toOutput: base.bias.map { addBias(product, $0.value) } ?? product, beside: beside,
      of: dropped, by: g)
  }

  /// Up to here W x' is had from W x for less than a product of its own takes (peftbook bench
  /// step).
  private static let mostDropped: Float = 0.3

  func mergedWeight(of base: Linear) -> Tensor {
    let g = ratio(magnitude.value, norms(of: base)).values
    let weight = factors.added(to: base.weight.value)
    let columns = base.inputSize
    for row in 0..<base.outputSize {
      for column in 0..<columns { weight.pointer[row * columns + column] *= g[row] }
    }
    return weight
  }

  /// ‖W + s B A‖ by row, [out]: not on the tape.
  private func norms(of base: Linear) -> Tensor {
    lowRankRowNorms(
      base.weight.value, factors.a.value, factors.b.value, scaling: factors.scaling)
  }

  /// g = m / n with n held fixed: exactly 1 while m is what it was at the start and B is zero.
  private func ratio(_ m: Tensor, _ n: Tensor) -> Tensor {
    let g = Tensor(shape: m.shape, on: m.engine)
    for i in 0..<g.count { g.pointer[i] = m.pointer[i] / n.pointer[i] }
    return Tape.record("magnitudeRatio", inputs: [m], output: g) { dg, _ in
      let dm = Tensor(shape: dg.shape, on: dg.engine)
      for i in 0..<dm.count { dm.pointer[i] = dg.pointer[i] / n.pointer[i] }
      return [dm]
    }
  }
}
