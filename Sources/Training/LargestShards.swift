/// The shards of a run that take most memory: those of the most tokens, and those with the longest
/// sequences, whose attention needs the largest buffers.
struct LargestShards {
  struct Shard {
    let examples: [Int]
    let epoch: Int
    /// Whether its batch has gradients already.
    let isLater: Bool
  }

  private static let most = 4
  /// Further epochs are other orders of the same data: enough is known after so many examples.
  private static let examplesLookedAt = 200_000

  private var byTokens: [(size: Int, shard: Shard)] = []
  private var byLength: [(size: Int, shard: Shard)] = []

  var shards: [Shard] { (byTokens + byLength).map(\.shard) }

  /// Those of training, in the order that the run will take.
  init(trainingOf run: TrainingRun) {
    let count = run.objective.trainedCount
    let epochs = max(1, Self.examplesLookedAt / max(count, 1))
    let steps = min(run.totalSteps, epochs * run.stepsPerEpoch)
    for step in 0..<steps {
      let epoch = step / run.stepsPerEpoch + 1
      let batch = run.examples(of: step, in: epoch)
      let shards = run.shardSettings.shards(of: batch, tokens: run.objective.tokens(of:))
      for (index, examples) in shards.enumerated() {
        look(
          at: Shard(examples: examples, epoch: epoch, isLater: index > 0),
          run.objective.tokens(of:))
      }
    }
  }

  /// Those of an evaluation.
  init(evaluationOf objective: any Objective, _ settings: ShardSettings) {
    let all = Array(0..<objective.count)
    for examples in settings.shards(of: all, tokens: objective.tokens(of:)) {
      look(at: Shard(examples: examples, epoch: 0, isLater: false), objective.tokens(of:))
    }
  }

  private mutating func look(at shard: Shard, _ tokens: (Int) -> Int) {
    let lengths = shard.examples.map(tokens)
    Self.keep(shard, lengths.reduce(0, +), in: &byTokens)
    Self.keep(shard, lengths.max() ?? 0, in: &byLength)
  }

  private static func keep(
    _ shard: Shard, _ size: Int, in found: inout [(size: Int, shard: Shard)]
  ) {
    if found.count == most, let least = found.last, size <= least.size { return }
    let place = found.firstIndex { $0.size < size } ?? found.count
    found.insert((size, shard), at: place)
    if found.count > most { found.removeLast() }
  }
}
