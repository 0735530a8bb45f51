import Autograd
import Files
import Layers

/// Reports as JSON and back, to the bit.

extension JSON {
  /// A number that may be none.
  static func exact(_ value: Double) -> JSON {
    value.isFinite ? .number(value) : .string("\(value)")
  }

  /// What `exact` wrote.
  var exact: Double? { double ?? string.flatMap(Double.init) }
}

extension PeakBytes {
  var json: JSON {
    .array([total, weights, gradients, optimizer, activations].map { .integer($0) })
  }

  init?(json: JSON?) {
    guard let numbers = json?.array?.compactMap(\.int), numbers.count == 5 else { return nil }
    self.init()
    (total, weights, gradients) = (numbers[0], numbers[1], numbers[2])
    (optimizer, activations) = (numbers[3], numbers[4])
  }
}

extension LossCurve {
  var json: JSON {
    .object([
      "points": Self.json(points), "step": .integer(step), "loss": .exact(loss),
      "targets": .integer(targets),
    ])
  }

  init?(json: JSON?) {
    guard let json, let points = Self.points(json["points"]), let step = json["step"]?.int,
      let loss = json["loss"]?.exact, let targets = json["targets"]?.int
    else { return nil }
    self.init()
    (self.points, self.step, self.loss, self.targets) = (points, step, loss, targets)
  }

  static func json(_ points: [Point]) -> JSON {
    .array(points.map { .array([.integer($0.step), .exact($0.loss)]) })
  }

  static func points(_ json: JSON?) -> [Point]? {
    guard let pairs = json?.array else { return nil }
    let points = pairs.compactMap { pair -> Point? in
      guard let step = pair[0]?.int, let loss = pair[1]?.exact else { return nil }
      return Point(step: step, loss: loss)
    }
    return points.count == pairs.count ? points : nil
  }
}

extension EpochReport {
  var json: JSON {
    .object([
      "epoch": .integer(epoch), "loss": .exact(loss), "seconds": .exact(seconds),
      "tokens": .integer(tokens), "peak": peakBytes.json, "curve": LossCurve.json(curve),
      "scores": .array(scores.map { .array([.string($0.key), .exact($0.value)]) }),
      "evaluation_loss": evaluationLoss.map { .exact($0) } ?? .null,
      "evaluation_seconds": .exact(evaluationSeconds),
    ])
  }

  init?(json: JSON) {
    guard let epoch = json["epoch"]?.int, let loss = json["loss"]?.exact,
      let seconds = json["seconds"]?.exact, let tokens = json["tokens"]?.int,
      let peak = PeakBytes(json: json["peak"]), let scores = json["scores"]?.array,
      let curve = LossCurve.points(json["curve"])
    else { return nil }
    self.init(
      epoch: epoch, loss: loss, seconds: seconds, tokens: tokens, peakBytes: peak, curve: curve)
    for score in scores {
      guard let key = score[0]?.string, let value = score[1]?.exact else { return nil }
      self.scores.append((key, value))
    }
    evaluationLoss = json["evaluation_loss"]?.exact
    evaluationSeconds = json["evaluation_seconds"]?.exact ?? 0
  }
}

extension EpochSums {
  var json: JSON {
    .object([
      "steps": .integer(steps), "loss": .exact(loss), "targets": .integer(targets),
      "seconds": .exact(seconds), "tokens": .integer(tokens), "curve": curve.json,
    ])
  }

  init?(json: JSON?) {
    guard let json, let steps = json["steps"]?.int, let loss = json["loss"]?.exact,
      let targets = json["targets"]?.int, let seconds = json["seconds"]?.exact,
      let tokens = json["tokens"]?.int, let curve = LossCurve(json: json["curve"])
    else { return nil }
    self.init(
      steps: steps, loss: loss, targets: targets, seconds: seconds, tokens: tokens, curve: curve)
  }
}

extension Evaluation {
  /// The outputs it was made of, under a name; what it says of them follows from the data.
  func tensors(_ name: String, on engine: Engine) -> NamedTensors {
    raw.isEmpty ? [] : [(name, Tensor(raw, shape: [raw.count], on: engine))]
  }
}

extension RunFile {
  /// An evaluation whose outputs stand under `name`.
  func evaluation(_ name: String, of objective: (any Objective)?, seconds: JSON?) -> Evaluation? {
    guard let objective, let seconds = seconds?.exact else { return nil }
    let outputs = values(name)
    var evaluation = objective.evaluation(of: outputs)
    (evaluation.raw, evaluation.seconds) = (outputs, seconds)
    return evaluation
  }
}
