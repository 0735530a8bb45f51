import Autograd
import Checkpoints
import Files
import Layers
import Models
import Tasks
import Training

/// A GPT-2 of a few thousand weights over bytes.
package enum TinyDecoder {
  package static func model(
    positions: Int = 96, vocabulary: Int = ByteTokenizer.size, range: Double = 0.3,
    seed: UInt64 = 1, on engine: Engine
  ) throws -> any DecoderModel {
    let configuration: JSON = .object([
      "model_type": .string("gpt2"), "vocab_size": .integer(vocabulary), "n_embd": .integer(24),
      "n_layer": .integer(2), "n_head": .integer(3), "n_positions": .integer(positions),
      "resid_pdrop": .number(0), "embd_pdrop": .number(0), "attn_pdrop": .number(0),
      "initializer_range": .number(range),
    ])
    let bytes = Array(configuration.serialized().utf8)
    let folder = EmbeddedFolder(
      path: "tiny", files: ["config.json": FileBytes(label: "config.json", bytes: bytes)])
    var request = ModelRequest()
    (request.head, request.seed, request.initialize) = (.causalLanguageModelling, seed, true)
    let model = try ModelLoader.load(
      ModelFolder(folder, needsTensors: false), request, on: engine)
    guard let decoder = model as? any DecoderModel else { throw NotADecoder() }
    return decoder
  }

  package struct NotADecoder: Error {}

  /// Short texts, packed.
  package static func continuing(_ count: Int) throws -> CausalLanguageModelingObjective {
    let examples = (0..<count).map { Example(id: .integer($0), text: "text \($0)", row: $0 + 1) }
    let dataset = Dataset(source: "t", content: .text, examples: examples)
    return CausalLanguageModelingObjective(
      try packTexts(dataset, with: ByteTokenizer(), maxLength: 20) { false })
  }

  /// Questions over contexts that say the answer, and some that do not.
  package static func questions(_ count: Int) -> Dataset {
    let places = ["Oslo", "Rome", "Zürich", "東京"]
    let names = ["Ann", "Bo", "Cy", "Di", "Ed"]
    let examples = (0..<count).map { i in
      let (name, place) = (names[i % names.count], places[i / names.count % places.count])
      let asked = i % 6 == 5 ? "Zoe" : name
      return Example(
        id: .string("q\(i)"), question: "\(asked)?", context: "\(name): \(place).",
        answers: asked == name ? [ReferenceAnswer(text: place, start: nil)] : [], row: i + 1)
    }
    return Dataset(source: "places.json", content: .questions(.squad2), examples: examples)
  }

  package static func answers(
    _ dataset: Dataset, maxLength: Int = 96, maxTokens: Int = 12
  ) throws -> EncodedAnswers {
    let encoder = try PromptEncoder(
      PromptTemplate("{context} {question}"), ByteTokenizer())
    var settings = AnswerSettings(maxLength: maxLength)
    settings.maxTokens = maxTokens
    return try encodeAnswers(dataset, with: encoder, settings) { false }
  }
}
