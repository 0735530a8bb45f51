import Autograd
import Checkpoints
import Layers

/// What `config.json` says of an encoder of BERT's kind.
struct EncoderConfiguration {
  let source: Configuration
  var vocabularySize: Int
  /// Columns of the embeddings; ELECTRA's may be fewer than the hidden size.
  var embeddingSize: Int
  var hiddenSize: Int
  var numHiddenLayers: Int
  var numAttentionHeads: Int
  var intermediateSize: Int
  var maxPositionEmbeddings: Int
  /// Rows of the segment table; 0 where a family has none.
  var typeVocabSize: Int
  var layerNormEpsilon: Float
  var hiddenDropout: Float
  /// On the attention's output, before its residual.
  var attentionOutputDropout: Float
  var attentionDropout: Float
  var classifierDropout: Float
  var activation: Activation
  var initializerRange: Float
  var tiesWordEmbeddings: Bool
  var positions = PositionNumbering.fromZero
  /// The row of the embeddings that starts at zero; nil to draw all of them.
  var paddingRow: Int?
  /// Whether the position table starts as sines and cosines.
  var hasSinusoidalPositions = false

  var initializer: Initializer { .normal(initializerRange) }

  /// The longest sequence that the position table can number.
  var maximumPositions: Int {
    switch positions {
    case .fromZero: maxPositionEmbeddings
    case .afterPadding(let padding): maxPositionEmbeddings - padding - 1
    }
  }
}

/// How tokens are numbered for the position table.
enum PositionNumbering {
  /// 0, 1, 2, …
  case fromZero
  /// From one after the padding id; a padding token takes the padding id itself and is not counted.
  ///
  /// Source: transformers `models/roberta`, `create_position_ids_from_input_ids`.
  case afterPadding(Int)

  func callAsFunction(_ batch: PackedBatch) -> [Int32] {
    guard case .afterPadding(let id) = self else { return batch.positions }
    let padding = Int32(id)
    var numbers: [Int32] = []
    numbers.reserveCapacity(batch.tokens)
    for (start, end) in zip(batch.offsets, batch.offsets.dropFirst()) {
      var last = padding
      for token in batch.ids[Int(start)..<Int(end)] {
        if token == padding {
          numbers.append(padding)
        } else {
          last += 1
          numbers.append(last)
        }
      }
    }
    return numbers
  }
}

/// What stands for keys that a `config.json` lacks; nil for a key that must be there.
struct EncoderDefaults {
  var vocabularySize: Int?
  var hiddenSize: Int?
  var numHiddenLayers: Int?
  var numAttentionHeads: Int?
  var intermediateSize: Int?
}

extension EncoderConfiguration {
  /// BERT's keys, which RoBERTa and ELECTRA share.
  init(_ c: Configuration, _ defaults: EncoderDefaults) throws(CheckpointError) {
    source = c
    vocabularySize = try c.positive("vocab_size", default: defaults.vocabularySize)
    hiddenSize = try c.positive("hidden_size", default: defaults.hiddenSize)
    embeddingSize = hiddenSize
    numHiddenLayers = try c.positive("num_hidden_layers", default: defaults.numHiddenLayers)
    numAttentionHeads = try c.positive("num_attention_heads", default: defaults.numAttentionHeads)
    intermediateSize = try c.positive("intermediate_size", default: defaults.intermediateSize)
    maxPositionEmbeddings = try c.positive("max_position_embeddings", default: 512)
    typeVocabSize = try c.positive("type_vocab_size", default: 2)
    layerNormEpsilon = try c.layerNormEpsilon("layer_norm_eps", default: 1e-12)
    hiddenDropout = try c.probability("hidden_dropout_prob", default: 0.1)
    attentionOutputDropout = hiddenDropout
    attentionDropout = try c.probability("attention_probs_dropout_prob", default: 0.1)
    classifierDropout = try c.probability("classifier_dropout", default: hiddenDropout)
    activation = try Activation(c, key: "hidden_act", default: "gelu")
    initializerRange = try c.initializerRange()
    tiesWordEmbeddings = try c.bool("tie_word_embeddings", default: true)
    try check(layers: "num_hidden_layers", hidden: "hidden_size", heads: "num_attention_heads")
    for key in ["is_decoder", "add_cross_attention"] where try c.bool(key, default: false) {
      throw .wrongValue(key: key, found: "true", expected: "false", file: c.file)
    }
    let positions = try c.string("position_embedding_type", default: "absolute")
    guard positions == "absolute" else {
      throw .wrongValue(
        key: "position_embedding_type", found: positions, expected: "absolute", file: c.file)
    }
  }

  /// Beyond any model there is: a number above it is a mistake, not a model.
  private static let mostLayers = 1000

  /// Whether the sizes fit each other.
  ///
  /// - Parameters: the keys that errors name.
  func check(layers: String, hidden: String, heads: String) throws(CheckpointError) {
    guard numHiddenLayers <= Self.mostLayers else {
      throw .wrongValue(
        key: layers, found: "\(numHiddenLayers)", expected: "at most \(Self.mostLayers)",
        file: source.file)
    }
    guard hiddenSize % numAttentionHeads == 0 else {
      throw .wrongValue(
        key: hidden, found: "\(hiddenSize)",
        expected: "a multiple of \(heads) = \(numAttentionHeads)", file: source.file)
    }
  }

  /// `pad_token_id`, an id of the vocabulary.
  func paddingID(default fallback: Int) throws(CheckpointError) -> Int {
    let id = try source.integer("pad_token_id", default: fallback)
    guard (0..<vocabularySize).contains(id) else {
      throw .wrongValue(
        key: "pad_token_id", found: "\(id)", expected: "an id from 0 to \(vocabularySize - 1)",
        file: source.file)
    }
    return id
  }

  /// A head whose product shares the word embeddings needs a model that says so.
  func needTiedWords() throws(CheckpointError) {
    guard tiesWordEmbeddings else {
      throw .wrongValue(
        key: "tie_word_embeddings", found: "false", expected: "true", file: source.file)
    }
  }
}

extension Configuration {
  /// What a layer norm adds to the variance: not negative, and no number that swallows it.
  func layerNormEpsilon(
    _ key: String, default fallback: Double
  ) throws(CheckpointError) -> Float {
    try Float(number(key, in: 0...1, default: fallback))
  }

  /// The deviation of drawn weights; transformers takes a zero for its own default.
  func initializerRange() throws(CheckpointError) -> Float {
    let range = try Float(number("initializer_range", in: 0...10, default: 0.02))
    return range == 0 ? 0.02 : range
  }
}
