import Autograd
import Checkpoints
import Files
import Layers

/// What LoRA and its relatives have in common: rank, scale, dropout and where they attach.
package struct LowRankConfiguration: Sendable {
  package var rank = 8
  package var alpha = 16.0
  package var dropout: Float = 0
  package var targets = Targets.familyDefault
  package var excluded = Targets.modules([])
  package var rankStabilised = false
  /// Module patterns with a rank or alpha of their own, the first match deciding.
  package var rankPattern: [(pattern: String, rank: Int)] = []
  package var alphaPattern: [(pattern: String, alpha: Double)] = []
  package var layersToTransform: [Int]?
  /// Modules, beside the head, that are trained whole and saved with the adapter.
  package var modulesToSave: [String] = []
  /// Whether each target must match a layer. A PEFT file may name modules that only other models
  /// have, as PEFT allows.
  package var needsEveryTarget = true

  package init() {}

  package init(_ settings: MethodSettings) throws(AdapterError) {
    rank = settings.rank ?? 8
    alpha = settings.alpha ?? 16
    dropout = Float(settings.dropout ?? 0)
    targets = settings.targets ?? .familyDefault
    rankStabilised = settings.rankStabilised ?? false
    guard rank > 0 else { throw .setting("r is \(rank), but a rank is 1 or more") }
    guard alpha > 0, alpha.isFinite else {
      throw .setting("alpha is \(alpha), but must be above 0")
    }
    guard (0..<1).contains(dropout) else {
      throw .setting("dropout is \(dropout), but must be from 0 to below 1")
    }
  }

  package var settings: MethodSettings {
    var settings = MethodSettings()
    settings.rank = rank
    settings.alpha = alpha
    settings.dropout = Self.decimal(dropout)
    settings.targets = targets
    settings.rankStabilised = rankStabilised
    return settings
  }

  /// s = α / r, or α / √r when rank-stabilised (Kalajdzievski 2023, arXiv:2312.03732).
  package func scaling(rank: Int, alpha: Double) -> Float {
    Float(rankStabilised ? alpha / Double(rank).squareRoot() : alpha / Double(rank))
  }

  /// The options of this kind of method.
  package static var options: [MethodOption] {
    [
      MethodOption(
        name: "r", kind: .wholeNumber(from: 1), fallback: "8", meaning: "rank of the update"),
      MethodOption(
        name: "alpha", kind: .alpha, fallback: "16",
        meaning: "the update is scaled by alpha / r; a number, or a rule such as \"2*r\""),
      MethodOption(
        name: "dropout", kind: .probability, fallback: "0.0",
        meaning: "dropout on the update's input"),
      MethodOption(
        name: "targets", kind: .modules, fallback: "by family, as in PEFT",
        meaning: "layers to adapt: names, a pattern in quotes, or all-linear"),
      MethodOption(
        name: "rslora", kind: .flag, fallback: "false",
        meaning: "scale by alpha / sqrt(r) instead"),
    ]
  }
}

/// The two factors of a low-rank update, as PEFT starts them.
package struct LowRankFactors {
  let a: Parameter  // [r, in], uniform in ±1/√in
  let b: Parameter  // [out, r], zero: a fresh adapter changes nothing
  let scaling: Float
  let dropout: Dropout

  /// Source: PEFT `tuners/lora/layer.py`, `reset_lora_parameters`: kaiming_uniform with a = √5.
  init(_ base: Linear, _ c: LowRankConfiguration, draw: RandomKey) throws(AdapterError) {
    let rank = try c.rank(at: base.path)
    guard rank <= max(base.inputSize, base.outputSize) else {
      throw .setting(
        "r is \(rank), but '\(base.path)' is \(base.outputSize) × \(base.inputSize): "
          + "no update of it has so high a rank")
    }
    let bound = 1 / Float(base.inputSize).squareRoot()
    let engine = base.weight.value.engine
    let start = draw[base.path]["lora_A"].uniform(rank * base.inputSize, in: -bound...bound)
    a = Parameter(
      Tensor(start, shape: [rank, base.inputSize], on: engine, kind: .weights),
      isTrainable: true)
    let zeros = [Float](repeating: 0, count: base.outputSize * rank)
    b = Parameter(
      Tensor(zeros, shape: [base.outputSize, rank], on: engine, kind: .weights),
      isTrainable: true)
    scaling = c.scaling(rank: rank, alpha: try c.alpha(at: base.path))
    dropout = Dropout(c.dropout, path: base.path + ".lora_dropout")
  }

  /// y + s B A x, in the memory of y
  func added(toOutput y: Tensor, of x: Tensor) -> Tensor {
    addingLowRank(to: y, x, a: a.value, b: b.value, scaling: scaling)
  }

  /// y + (g − 1) p + g s B A x, in the memory of y
  func added(toOutput y: Tensor, beside p: Tensor, of x: Tensor, by g: Tensor) -> Tensor {
    addingLowRank(to: y, beside: p, x, a: a.value, b: b.value, scaling: scaling, by: g)
  }

  /// W + s B A
  func added(to weight: Tensor) -> Tensor {
    adding(scaling, b.value, a.value, to: weight)
  }
}
