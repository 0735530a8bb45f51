import Autograd

/// Adam with weight decay apart from the gradient.
///
/// Source: Loshchilov and Hutter 2017, arXiv:1711.05101, algorithm 2; order of operations as in
/// torch `optim/adamw.py`. Every parameter decays, biases and norms too, as in torch.
package struct AdamW: Optimizer {
  package static let name = "adamw"
  package static let summary = "Adam with weight decay apart from the gradient"
  package static var moments: [String] { Adam.moments }

  let settings: TrainingSettings

  package init(_ settings: TrainingSettings) { self.settings = settings }

  package func update(
    _ parameter: Tensor, gradient: Tensor, moments: [Tensor], step: Int, learningRate: Double
  ) {
    adamStep(
      parameter: parameter, gradient: gradient, m: moments[0], v: moments[1],
      AdamCoefficients(settings, decoupled: true, step: step, learningRate: learningRate))
  }
}
