import Autograd
import Testing

/// How large an operation's inputs are: small enough to move every element, or large enough to be
/// cut into many pieces.
enum CaseSize: Sendable, CaseIterable {
  case small, large

  var rows: Int { self == .small ? 5 : 517 }
  var columns: Int { self == .small ? 6 : 200 }
  var outputs: Int { self == .small ? 4 : 137 }
  /// Several sequences of different lengths; the large ones also take the path of long sequences.
  var offsets: [Int32] { self == .small ? [0, 4, 5, 12] : [0, 1100, 1101, 1180, 1880] }
  var tokens: Int { Int(offsets[offsets.count - 1]) }
  var hidden: Int { self == .small ? 6 : 48 }
  var heads: Int { self == .small ? 2 : 3 }
}

/// One operation with the inputs it is differentiated by.
struct OperationCase: Sendable, CustomTestStringConvertible {
  /// The operation's file, without its folder and ending.
  let file: String
  let name: String
  let shapes: @Sendable (CaseSize) -> [[Int]]
  let run: @Sendable (CaseSize, [Tensor]) -> Tensor
  /// Holds the inputs' magnitudes above 0.15: for functions with a kink at zero.
  var avoidsZero = false

  var testDescription: String { name }

  init(
    _ file: String, _ name: String? = nil, avoidsZero: Bool = false,
    shapes: @escaping @Sendable (CaseSize) -> [[Int]],
    run: @escaping @Sendable (CaseSize, [Tensor]) -> Tensor
  ) {
    (self.file, self.name, self.avoidsZero) = (file, name ?? file, avoidsZero)
    (self.shapes, self.run) = (shapes, run)
  }

  static func matrix(
    _ file: String, avoidsZero: Bool = false, _ f: @escaping @Sendable (Tensor) -> Tensor
  ) -> OperationCase {
    OperationCase(
      file, avoidsZero: avoidsZero, shapes: { [[$0.rows, $0.columns]] }, run: { f($1[0]) })
  }

  /// Ids that repeat and leave rows out.
  static func ids(_ count: Int, below limit: Int) -> [Int32] {
    (0..<count).map { Int32(($0 * $0 * 7 + 3) % limit / 2) }
  }

  /// Numbers that are not differentiated by.
  static func fixed(_ shape: [Int], on engine: Engine) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor(
      RandomKey(seed: 8)["fixed"].uniform(count, in: -1...1), shape: shape, on: engine)
  }

  /// One line an operation; `everyOperationHasACase` compares it with the folder.
  static let all: [OperationCase] = [
    OperationCase.matrix("Columns") { columns($0, 1..<4) },
    OperationCase(
      "Linear", shapes: { [[$0.rows, $0.columns], [$0.outputs, $0.columns], [$0.outputs]] },
      run: { linear($1[0], weight: $1[1], bias: $1[2]) }),
    OperationCase(
      "Linear", "Linear, no bias",
      shapes: { [[$0.rows, $0.columns], [$0.outputs, $0.columns]] },
      run: { linear($1[0], weight: $1[1]) }),
    OperationCase(
      "Linear", "Linear, rank 2", shapes: { [[$0.rows, $0.columns], [2, $0.columns]] },
      run: { linear($1[0], weight: $1[1]) }),
    OperationCase(
      "LowRankUpdate",
      shapes: { size in
        [[size.rows, size.outputs], [size.rows, size.columns]]
          + [[3, size.columns], [size.outputs, 3]]
      },
      run: { addingLowRank(to: 2 * $1[0], $1[1], a: $1[2], b: $1[3], scaling: 0.7) }),
    OperationCase(
      "LowRankUpdate", "LowRankUpdate, of a layer",
      shapes: {
        [[$0.rows, $0.columns], [$0.outputs, $0.columns], [2, $0.columns], [$0.outputs, 2]]
      },
      run: {
        addingLowRank(to: linear($1[0], weight: $1[1]), $1[0], a: $1[2], b: $1[3], scaling: -2)
      }),
    OperationCase(
      "ScaledLowRankUpdate",
      shapes: { size in
        [[size.rows, size.outputs], [size.rows, size.outputs], [size.rows, size.columns]]
          + [[3, size.columns], [size.outputs, 3], [size.outputs]]
      },
      run: {
        addingLowRank(
          to: 2 * $1[0], beside: $1[1], $1[2], a: $1[3], b: $1[4], scaling: 0.7, by: $1[5])
      }),
    OperationCase(
      "DroppedProduct", shapes: { [[$0.rows, $0.columns]] },
      run: { size, inputs in
        let weight = fixed([size.outputs, size.columns], on: inputs[0].engine)
        return productOfDropped(
          linear(inputs[0], weight: weight), inputs[0], weight: weight, probability: 0.3,
          key: RandomKey(seed: 5)["here"])
      }),
    OperationCase(
      "Embedding", shapes: { [[$0.rows, $0.columns]] },
      run: { embedding($1[0], ids: ids(2 * $0.rows, below: $0.rows), on: $1[0].tape) }),
    OperationCase(
      "GatherRows", shapes: { [[$0.rows, $0.columns]] },
      run: { gatherRows($1[0], ids($0.rows + 3, below: $0.rows)) }),
    OperationCase(
      "LayerNorm", shapes: { [[$0.rows, $0.columns], [$0.columns], [$0.columns]] },
      run: { layerNorm($1[0], weight: $1[1], bias: $1[2], epsilon: 1e-5) }),
    matrix("GELU") { gelu($0) },
    matrix("GELUTanh") { geluTanh($0) },
    matrix("ReLU", avoidsZero: true) { relu($0) },
    matrix("Tanh") { tanh($0) },
    matrix("SiLU") { silu($0) },
    matrix("Softmax") { softmax($0) },
    matrix("LogSoftmax") { logSoftmax($0) },
    matrix("Dropout") { dropout($0, probability: 0.3, key: RandomKey(seed: 5)["here"]) },
    matrix("Scale") { -1.7 * $0 },
    OperationCase(
      "Add", shapes: { [[$0.rows, $0.columns], [$0.rows, $0.columns]] }, run: { $1[0] + $1[1] }),
    OperationCase(
      "Add", "Add, to itself", shapes: { [[$0.rows, $0.columns]] }, run: { $1[0] + $1[0] }),
    OperationCase(
      "Multiply", shapes: { [[$0.rows, $0.columns], [$0.rows, $0.columns]] },
      run: { multiply($1[0], $1[1]) }),
    OperationCase(
      "Multiply", "Multiply, by itself", shapes: { [[$0.columns]] },
      run: { multiply($1[0], $1[0]) }),
    OperationCase(
      "AddBias", shapes: { [[$0.rows, $0.columns], [$0.columns]] },
      run: { addBias($1[0], $1[1]) }),
    OperationCase(
      "ScaleColumns", shapes: { [[$0.rows, $0.columns], [$0.columns]] },
      run: { scaleColumns($1[0], by: $1[1]) }),
    OperationCase(
      "CrossEntropy", shapes: { [[$0.rows, $0.columns]] },
      run: { size, x in
        var labels = ids(size.rows, below: size.columns)
        labels[1] = -100
        return crossEntropy(x[0], labels: labels, scale: 0.25)
      }),
    attention("Attention", dropout: 0),
    attention("Attention, dropout", dropout: 0.2),
    attention("Attention, causal", isCausal: true, dropout: 0),
    attention("Attention, causal, dropout", isCausal: true, dropout: 0.2),
    attention("Attention, shared keys", keyValueHeads: 1, dropout: 0),
    attention(
      "Attention, shared keys, causal, dropout", keyValueHeads: 1, isCausal: true, dropout: 0.2),
    OperationCase(
      "RMSNorm", shapes: { [[$0.rows, $0.columns], [$0.columns]] },
      run: { rmsNorm($1[0], weight: $1[1], epsilon: 1e-5) }),
    OperationCase(
      "Reshape", shapes: { [[$0.rows, $0.columns], [$0.columns / 2]] },
      run: { size, x in
        // As the norm of every head: the gradient passes both ways.
        let halves = reshaped(x[0], [2 * size.rows, size.columns / 2])
        return reshaped(scaleColumns(halves, by: x[1]), [size.rows, size.columns])
      }),
    OperationCase(
      "Rotary", shapes: { [[$0.tokens, $0.heads * 6]] },
      run: { size, x in
        rotary(
          x[0], positions: (0..<Int32(size.tokens)).map { $0 * 7 % 1000 }, heads: size.heads,
          frequencies: [1, 0.3, 0.01], scaling: 1.25)
      }),
    vocabulary("VocabularyCrossEntropy", hasBias: true),
    vocabulary("VocabularyCrossEntropy, no bias", hasBias: false),
  ]

  static func attention(
    _ name: String, keyValueHeads: Int? = nil, isCausal: Bool = false, dropout: Float
  ) -> OperationCase {
    OperationCase(
      "Attention", name,
      shapes: {
        let shared = [$0.tokens, $0.hidden / $0.heads * (keyValueHeads ?? $0.heads)]
        return [[$0.tokens, $0.hidden], shared, shared]
      },
      run: { size, x in
        Autograd.attention(
          x[0], x[1], x[2], offsets: size.offsets, heads: size.heads,
          keyValueHeads: keyValueHeads, isCausal: isCausal, dropout: dropout,
          key: RandomKey(seed: 9)["probabilities"])
      })
  }

  /// Several blocks of rows and of classes when large.
  static func vocabulary(_ name: String, hasBias: Bool) -> OperationCase {
    OperationCase(
      "VocabularyCrossEntropy", name,
      shapes: { size in
        let (rows, vocabulary) = size == .small ? (5, 9) : (1500, 4200)
        return [[rows, size.columns], [vocabulary, size.columns]]
          + (hasBias ? [[vocabulary]] : [])
      },
      run: { _, x in
        var labels = ids(x[0].shape[0], below: x[1].shape[0])
        for i in stride(from: 1, to: labels.count, by: 4) { labels[i] = -100 }
        return vocabularyCrossEntropy(
          x[0], weight: x[1], bias: hasBias ? x[2] : nil, labels: labels, scale: 0.25)
      })
  }
}
