import Autograd

/// Optimizers. One file an optimizer, one line here.
package var optimizers: [any Optimizer.Type] {
  [
    AdamW.self,
    Adam.self,
  ]
}

/// A rule that changes parameters by their gradients. It holds settings only: what it remembers
/// between steps stands in `OptimizerState`.
package protocol Optimizer {
  /// The word a user types.
  static var name: String { get }
  static var summary: String { get }
  /// What it remembers of every weight, under torch's names.
  static var moments: [String] { get }

  init(_ settings: TrainingSettings)

  /// One step of one parameter, in place.
  ///
  /// - Parameters:
  ///   - moments: one tensor for each name in `moments`, of the parameter's shape.
  ///   - step: which step of this parameter it is, from 1.
  func update(
    _ parameter: Tensor, gradient: Tensor, moments: [Tensor], step: Int, learningRate: Double)
}

/// What an optimizer remembers of one parameter.
package struct ParameterMoments {
  /// Steps taken with a gradient: torch counts them by parameter.
  package var step = 0
  package var tensors: [Tensor]

  package init(for parameter: Tensor, count: Int) {
    tensors = (0..<count).map { _ in
      Tensor(zeros: parameter.shape, on: parameter.engine, kind: .optimizer)
    }
  }
}

/// What an optimizer remembers of a run, in the order of the trainable parameters.
///
/// A parameter that never had a gradient has no entry, and no memory.
package struct OptimizerState {
  package var parameters: [ParameterMoments?]

  package init(count: Int) { parameters = Array(repeating: nil, count: count) }
}

extension Optimizer {
  /// What is remembered of a parameter, before its first step.
  package func makeRoom(for parameter: Tensor, in moments: inout ParameterMoments?) {
    if moments == nil {
      moments = ParameterMoments(for: parameter, count: Self.moments.count)
    }
  }

  /// One step of all parameters that have a gradient; the gradients are given up.
  package func step(
    _ parameters: [Parameter], _ state: inout OptimizerState, learningRate: Double
  ) {
    for (index, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      makeRoom(for: parameter.value, in: &state.parameters[index])
      guard var moments = state.parameters[index] else { continue }
      moments.step += 1
      update(
        parameter.value, gradient: gradient, moments: moments.tensors, step: moments.step,
        learningRate: learningRate)
      state.parameters[index] = moments
      parameter.gradient = nil
    }
  }
}
