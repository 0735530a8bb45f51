import Autograd
import Checkpoints
import Files
import Layers
import Models

/// The files that `Fixtures/scripts/make_encoders.py` made: tiny models of every encoder family.
package enum EncoderFixture {
  package static let families = ["bert", "roberta", "xlm-roberta", "distilbert", "electra"]
  package static let heads: [HeadKind] = [
    .none, .sequenceClassification, .maskedLanguageModelling, .questionAnswering,
    .tokenClassification,
  ]

  package static func path(_ name: String) -> String { ParityFixture.path("encoders/" + name) }

  /// XLM-RoBERTa has RoBERTa's tensors under its own configuration.
  package static func tensorsPath(_ family: String) -> String {
    path((family == "xlm-roberta" ? "roberta" : family) + "/model.safetensors")
  }

  package static func configuration(_ family: String) throws -> JSONObject {
    try Configuration(file: path(family + "/config.json")).json.object ?? [:]
  }

  package static func tensors(_ family: String, on engine: Engine) throws -> [(String, Tensor)] {
    let file = try SafetensorsFile(tensorsPath(family))
    return try file.names.map { ($0, try file.tensor($0, on: engine)) }
  }

  package static func expected(_ family: String) throws -> SafetensorsFile {
    try SafetensorsFile(path(family + ".safetensors"))
  }

  package static func request(_ head: HeadKind) -> ModelRequest {
    var request = ModelRequest()
    request.head = head
    return request
  }

  /// A family's model with a head, its configuration changed at will.
  package static func model(
    _ family: String, _ head: HeadKind, _ changes: [(String, JSON?)] = [], on engine: Engine
  ) throws -> any LanguageModel {
    var configuration = try configuration(family)
    for (key, value) in changes { configuration[key] = value }
    let text = JSON.object(configuration).serialized()
    let folder = EmbeddedFolder(
      path: path(family),
      files: [
        "config.json": FileBytes(label: "config.json", bytes: Array(text.utf8)),
        "model.safetensors": try FileBytes(mapping: tensorsPath(family)),
      ])
    return try ModelLoader.load(ModelFolder(folder), request(head), on: engine)
  }
}

/// Sequences of unequal lengths with a class, a span and tags for each.
package struct EncoderInputs {
  package let texts: ParityInputs
  package let spans: [[Int32]]
  package let tags: [[Int32]]
  /// Texts that hold RoBERTa's padding id.
  package let padded: [[Int32]]

  package init() throws {
    texts = try ParityInputs("encoders/inputs.json")
    let json = try JSON.parse(FileBytes(mapping: EncoderFixture.path("inputs.json")))
    func rows(_ key: String) -> [[Int32]] {
      (json[key]?.array ?? []).map { ($0.array ?? []).compactMap { $0.int.map(Int32.init) } }
    }
    (spans, tags, padded) = (rows("spans"), rows("tags"), rows("padded"))
  }

  package var batch: PackedBatch { texts.batch(texts.all) }

  /// The mean loss of some of the sequences as transformers defines it for the model's head, the
  /// span loss over each sequence's own tokens.
  package func loss(
    _ model: any LanguageModel, _ rows: Range<Int>, on tape: Tape
  ) -> Tensor {
    let batch = texts.batch(rows)
    let logits = model.headLogits(batch, on: tape)
    switch model.specification.head {
    case .tokenClassification:
      let labels = rows.flatMap { tags[$0] }
      let count = labels.count { $0 != -100 }
      return crossEntropy(logits, labels: labels, scale: 1 / Float(count))
    case .questionAnswering:
      // I Lᵀ turns a sequence's logits [tokens, 2] into a row of starts and a row of ends.
      let identity = Tensor([1, 0, 0, 1], shape: [2, 2], on: logits.engine)
      let losses = rows.enumerated().map { place, row in
        let own = gatherRows(logits, Array(batch.offsets[place]..<batch.offsets[place + 1]))
        return crossEntropy(
          linear(identity, weight: own), labels: spans[row], scale: 1 / Float(2 * rows.count))
      }
      return losses.dropFirst().reduce(losses[0], +)
    default:
      return crossEntropy(
        logits, labels: rows.map { texts.labels[$0] }, scale: 1 / Float(rows.count))
    }
  }
}

extension LanguageModel {
  /// The head's outputs: one row a sequence for classification, else one a token.
  package func headLogits(_ batch: PackedBatch, on tape: Tape? = nil) -> Tensor {
    let isPooled = specification.head == .sequenceClassification
    return logits(
      isPooled
        ? encode(batch, rows: pooledRows(batch), on: tape) : encode(batch, on: tape))
  }
}
