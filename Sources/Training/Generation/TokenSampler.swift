import Autograd
import Foundation

/// Chooses the next token from logits.
///
/// Draws are functions of the seed and the step: no state, and no other text's tokens move them.
package struct TokenSampler {
  private let settings: GenerationSettings
  private let key: RandomKey
  private var isSeen: [Bool]
  private var seen: [Int32] = []

  /// - Parameter vocabulary: how many logits there are.
  package init(_ settings: GenerationSettings, vocabulary: Int) {
    self.settings = settings
    key = RandomKey(seed: settings.seed)["generation"]
    isSeen = [Bool](repeating: false, count: settings.repetitionPenalty == 1 ? 0 : vocabulary)
  }

  /// Notes tokens of the prompt or the text, for the repetition penalty.
  package mutating func see(_ ids: [Int32]) {
    for id in ids where isSeen.indices.contains(Int(id)) && !isSeen[Int(id)] {
      isSeen[Int(id)] = true
      seen.append(id)
    }
  }

  /// Whether `next` writes over the logits.
  var changesLogits: Bool { settings.temperature > 0 || !seen.isEmpty }

  /// - Parameters:
  ///   - logits: changed in place.
  ///   - step: which new token it is, from 0.
  package func next(_ logits: UnsafeMutableBufferPointer<Float>, step: Int) -> Int32 {
    let kept = choices(logits)
    if kept.count == 1 { return kept[0].id }
    let draw = key[step].double(0)
    var sum = 0.0
    for choice in kept {
      sum += choice.probability
      if draw < sum { return choice.id }
    }
    return kept[kept.count - 1].id
  }

  /// The tokens that may be drawn, by rising id, with their probabilities: processors in the order
  /// of transformers, the repetition penalty, temperature, top-k, top-p. At temperature 0 one.
  ///
  /// Source: transformers `generation/logits_process.py`; Holtzman et al. 2019, arXiv:1904.09751
  /// (top-p); Keskar et al. 2019, arXiv:1909.05858 (penalty).
  ///
  /// - Parameter logits: changed in place.
  package func choices(
    _ logits: UnsafeMutableBufferPointer<Float>
  ) -> [(id: Int32, probability: Double)] {
    penalise(logits)
    let best = likeliest(logits)
    guard settings.temperature > 0 else { return [(best, 1)] }
    let temperature = Float(settings.temperature)
    for i in logits.indices { logits[i] /= temperature }
    let greatest = logits[Int(best)]
    // So low a temperature is none.
    guard greatest.isFinite else { return [(best, 1)] }
    var candidates = Array(logits.indices)
    if let k = settings.topK, k < logits.count {
      // Ties with the last of them are kept, as transformers keeps them.
      let least = Self.greatest(k, of: logits)
      candidates = candidates.filter { logits[$0] >= least }
    }
    var weights = candidates.map { exp(Double(logits[$0]) - Double(greatest)) }
    if let p = settings.topP, p < 1 {
      (candidates, weights) = Self.nucleus(p, candidates, weights)
    }
    let sum = weights.reduce(0, +)
    return zip(candidates, weights).map { (Int32($0), $1 / sum) }
  }

  private func penalise(_ logits: UnsafeMutableBufferPointer<Float>) {
    let penalty = Float(settings.repetitionPenalty)
    for id in seen where Int(id) < logits.count {
      let logit = logits[Int(id)]
      logits[Int(id)] = logit < 0 ? logit * penalty : logit / penalty
    }
  }

  private func likeliest(_ logits: UnsafeMutableBufferPointer<Float>) -> Int32 {
    var best = 0
    for i in logits.indices where logits[i] > logits[best] { best = i }
    return Int32(best)
  }

  /// The k-th greatest logit.
  private static func greatest(
    _ k: Int, of logits: UnsafeMutableBufferPointer<Float>
  ) -> Float {
    // A heap of the k greatest, the least of them at its root.
    var heap: [Float] = []
    heap.reserveCapacity(k)
    func sink() {
      var i = 0
      while true {
        var least = i
        for child in [2 * i + 1, 2 * i + 2] where child < heap.count && heap[child] < heap[least] {
          least = child
        }
        if least == i { return }
        heap.swapAt(i, least)
        i = least
      }
    }
    for logit in logits {
      if heap.count < k {
        heap.append(logit)
        if heap.count == k { heap.sort() }
      } else if logit > heap[0] {
        heap[0] = logit
        sink()
      }
    }
    return heap.min() ?? 0
  }

  /// The fewest likeliest whose probabilities reach p, at least one; of equals the lower ids. They
  /// stay in the order of ids.
  private static func nucleus(
    _ p: Double, _ candidates: [Int], _ weights: [Double]
  ) -> (candidates: [Int], weights: [Double]) {
    let total = weights.reduce(0, +)
    // All tokens that are less likely than this sum to less than 1 − p: none of them is needed.
    let floor = total * max(0, 1 - p) / Double(weights.count)
    let order = weights.indices.filter { weights[$0] >= floor }
      .sorted { weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1 }
    var sum = 0.0
    var kept: [Int] = []
    for i in order {
      kept.append(i)
      sum += weights[i]
      if sum >= p * total { break }
    }
    kept.sort()
    return (kept.map { candidates[$0] }, kept.map { weights[$0] })
  }
}
