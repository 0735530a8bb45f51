import Autograd

/// Adam; weight decay, if any, is added to the gradient.
///
/// Source: Kingma and Ba 2014, arXiv:1412.6980, algorithm 1; order of operations as in torch
/// `optim/adam.py`.
package struct Adam: Optimizer {
  package static let name = "adam"
  package static let summary = "Adam; weight decay is added to the gradient"
  package static let moments = ["exp_avg", "exp_avg_sq"]

  let settings: TrainingSettings

  package init(_ settings: TrainingSettings) { self.settings = settings }

  package func update(
    _ parameter: Tensor, gradient: Tensor, moments: [Tensor], step: Int, learningRate: Double
  ) {
    adamStep(
      parameter: parameter, gradient: gradient, m: moments[0], v: moments[1],
      AdamCoefficients(settings, decoupled: false, step: step, learningRate: learningRate))
  }
}

extension AdamCoefficients {
  init(_ settings: TrainingSettings, decoupled: Bool, step: Int, learningRate: Double) {
    self.init(
      learningRate: learningRate, beta1: settings.beta1, beta2: settings.beta2,
      epsilon: settings.epsilon, weightDecay: settings.weightDecay, decoupled: decoupled,
      step: step)
  }
}
