import Autograd
import Layers

/// The peak of one run: the tensors of the model it trains and what the run itself allocates,
/// whatever else a session holds.
struct MemoryMeter {
  private let account: MemoryAccount
  /// Bytes of others, by kind.
  private let others: [MemoryAccount.Kind: Int]

  /// - Parameter cached: bytes of activations from earlier runs that this one uses.
  init(of model: any LanguageModel, cached: Int) {
    account = model.engine.memory
    var others = account.now
    others[.weights, default: 0] -= model.weightBytes
    others[.activations, default: 0] -= cached
    self.others = others
  }

  func restart() { account.resetPeak() }

  /// The peak since the last restart.
  var peak: PeakBytes {
    let (total, byKind) = account.peak
    func own(_ kind: MemoryAccount.Kind) -> Int {
      max(0, (byKind[kind] ?? 0) - (others[kind] ?? 0))
    }
    var peak = PeakBytes()
    peak.total = max(0, total - others.values.reduce(0, +))
    peak.weights = own(.weights)
    peak.gradients = own(.gradients)
    peak.optimizer = own(.optimizer)
    peak.activations = own(.activations)
    return peak
  }
}

extension LanguageModel {
  /// Bytes of all its parameters, adapters' included.
  var weightBytes: Int {
    let adapters = tree.linears.flatMap { $0.layer.adapter?.parameters ?? [] }
    let all = tree.parameters.map(\.parameter) + adapters.map(\.parameter)
    return all.reduce(0) { $0 + $1.value.count } * MemoryLayout<Float>.stride
  }
}
