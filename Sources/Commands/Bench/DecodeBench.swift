import Autograd
import Layers
import Notebooks
import Training

/// Greedy decoding of one sequence, beside one pass over the weights for each token.
package struct DecodeBench {
  package var model = "gpt2"
  package var tokens = 32
  package var rounds = 5

  package init() {}

  package struct Result {
    /// The median over the rounds.
    package var tokensPerSecond: Double
    /// Bytes of the matrices that a token is multiplied with, the output product's among them.
    package var weightBytes: Int
    /// Bytes a second of reading such weights and nothing else, the median of the same rounds.
    package var readRate: Double
  }

  /// - Throws: a folder that holds no decoder.
  package func run(threads: Int, whenMemoryEnds: @escaping MemoryEnd) throws -> Result {
    let engine = Engine(threads: threads, whenMemoryEnds: whenMemoryEnds)
    let decoder = try BenchModel.load(model, .causalLanguageModelling, on: engine)
      .decoder(for: "text-generation")
    let weights = decoder.tree.linears.map(\.layer.weight.value)
    let bytes = weights.reduce(0) { $0 + 4 * $1.count }
    let seconds = BenchRounds(rounds: rounds).medians([
      { write(with: decoder) }, { for weight in weights { _ = sumOfSquares(weight) } },
    ])
    return Result(
      tokensPerSecond: Double(tokens) / seconds[0], weightBytes: bytes,
      readRate: Double(bytes) / seconds[1])
  }

  private func write(with decoder: any DecoderModel) {
    let cache = decoder.makeCache(capacity: tokens + 1)
    let sampler = TokenSampler(
      GenerationSettings(), vocabulary: decoder.specification.vocabularySize)
    var id: Int32 = 1
    for step in 0..<tokens {
      let logits = decoder.logits(decoder.extend(cache, with: [id]))
      id = sampler.next(
        UnsafeMutableBufferPointer(start: logits.pointer, count: logits.count), step: step)
    }
  }
}

extension DecodeBench.Result {
  package var report: CellOutput {
    let limit = readRate / Double(weightBytes)
    return CellOutput(lines: [
      [
        .text(
          "\(Figures.fixed(tokensPerSecond, 1)) tokens/s; \(weightBytes / 1_000_000) MB of weights "
            + "a token, which are read \(Figures.fixed(limit, 1)) times a second "
            + "(\(Figures.fixed(readRate / 1e9, 1)) GB/s): "
            + "\(Figures.fixed(100 * tokensPerSecond / limit, 0)) %")
      ]
    ])
  }
}
