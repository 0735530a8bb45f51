import CKernels
import Foundation

/// What one step of Adam depends on besides the tensors.
package struct AdamCoefficients: Sendable, Hashable {
  package var learningRate: Double
  package var beta1: Double
  package var beta2: Double
  package var epsilon: Double
  package var weightDecay: Double
  /// AdamW's decay of the weights themselves; false adds the decay to the gradient.
  package var decoupled: Bool
  /// Which step of this parameter it is, from 1.
  package var step: Int

  package init(
    learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0, decoupled: Bool = true, step: Int
  ) {
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    (self.decoupled, self.step) = (decoupled, step)
  }

  /// Scalars are formed in double precision and rounded once, as torch does.
  var kernel: adam_coefficients {
    let correction1 = 1 - pow(beta1, Double(step))
    let correction2 = 1 - pow(beta2, Double(step))
    return adam_coefficients(
      keep: decoupled ? Float(1 - learningRate * weightDecay) : 1,
      l2: decoupled ? 0 : Float(weightDecay), m_weight: Float(1 - beta1), beta2: Float(beta2),
      v_weight: Float(1 - beta2), v_scale: Float(correction2.squareRoot()),
      epsilon: Float(epsilon), step: Float(-learningRate / correction1))
  }
}

/// One step of Adam or AdamW, in place.
///
/// Source: Kingma and Ba 2014, arXiv:1412.6980; Loshchilov and Hutter 2017, arXiv:1711.05101; the
/// order of operations is that of torch `optim/adam.py`, `_single_tensor_adam`.
///
/// - Parameters:
///   - m: the running mean of the gradient; zero before the first step.
///   - v: that of its square; zero before the first step.
package func adamStep(
  parameter: Tensor, gradient: Tensor, m: Tensor, v: Tensor, _ coefficients: AdamCoefficients
) {
  precondition(
    [gradient, m, v].allSatisfy { $0.count == parameter.count } && coefficients.step > 0,
    "adam: \(parameter.shape), gradient \(gradient.shape), step \(coefficients.step)")
  let kernel = coefficients.kernel
  parameter.engine.forElements(parameter.count) { start, n in
    withUnsafePointer(to: kernel) {
      kernel_adam(
        parameter.pointer + start, gradient.pointer + start, m.pointer + start,
        v.pointer + start, $0, n)
    }
  }
}

/// Σ x², in double precision and a fixed order.
package func sumOfSquares(_ x: Tensor) -> Double {
  let size = 16384
  let pieces = (x.count + size - 1) / size
  return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(pieces, 1)) { sums in
    x.engine.forElements(x.count) { start, n in
      sums[start / size] = kernel_sum_of_squares(x.pointer + start, n)
    }
    return sums[..<pieces].reduce(0, +)
  }
}

/// x ← s·x
package func scaleInPlace(_ x: Tensor, _ s: Float) {
  x.engine.forElements(x.count) { start, n in kernel_scale_in_place(s, x.pointer + start, n) }
}
