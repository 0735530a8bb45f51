import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import Models

/// The files that `Fixtures/scripts/make_decoders.py` made with transformers and peft.
package enum DecoderFixture {
  package static let families = ["gpt2", "llama", "qwen2", "qwen3"]

  package static func path(_ name: String) -> String { ParityFixture.path("../decoders/" + name) }

  /// The tiny model of a folder, with the head that its configuration names.
  package static func model(
    _ name: String, _ request: ModelRequest = ModelRequest(), on engine: Engine
  ) throws -> any DecoderModel {
    let model = try ModelLoader.load(ModelFolder(DiskFolder(path(name))), request, on: engine)
    guard let decoder = model as? any DecoderModel else { throw NotADecoder(name: name) }
    return decoder
  }

  package static func expected(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(path(name + ".safetensors"))
  }

  package struct NotADecoder: Error { let name: String }
}

/// Sequences of unequal lengths, and prompts with their greedy continuations.
package struct DecoderInputs {
  package let ids: [[Int32]]
  package let prompts: [[Int32]]
  private let json: JSON

  package init() throws {
    let json = try JSON.parse(FileBytes(mapping: DecoderFixture.path("inputs.json")))
    (ids, prompts, self.json) = (Self.rows(json["ids"]), Self.rows(json["prompts"]), json)
  }

  package func greedy(_ name: String) -> [[Int32]] { Self.rows(json["greedy"]?[name]) }

  private static func rows(_ json: JSON?) -> [[Int32]] {
    (json?.array ?? []).map { row in (row.array ?? []).compactMap { $0.int.map(Int32.init) } }
  }

  /// Some of the sequences, packed.
  package func batch(_ rows: Range<Int>) -> PackedBatch {
    var batch = PackedBatch()
    for row in rows { batch.append(ids[row]) }
    return batch
  }

  package var all: Range<Int> { 0..<ids.count }
}

extension PackedBatch {
  package mutating func append(_ ids: [Int32]) {
    append(ids: ids, typeIDs: [Int32](repeating: 0, count: ids.count))
  }
}

extension LanguageModel {
  /// The mean loss of every token that has one before it.
  package func causalLoss(_ batch: PackedBatch, on tape: Tape?) -> Tensor {
    var (rows, labels): ([Int32], [Int32]) = ([], [])
    for i in 0..<batch.sequences {
      for row in batch.offsets[i]..<(batch.offsets[i + 1] - 1) {
        rows.append(row)
        labels.append(batch.ids[Int(row) + 1])
      }
    }
    let rowStates = gatherRows(encode(batch, on: encoderIsFrozen ? nil : tape), rows)
    let states = encoderIsFrozen ? rowStates.on(tape) : rowStates
    let scale = 1 / Float(labels.count)
    guard let projection = vocabularyProjection else {
      return crossEntropy(logits(states), labels: labels, scale: scale)
    }
    return vocabularyCrossEntropy(
      states, weight: projection.weight, bias: projection.bias, labels: labels, scale: scale)
  }
}

extension DecoderModel {
  /// The most likely token again and again, and the logits it was chosen by, with the cache or by
  /// reading everything anew each time.
  package func greedy(
    _ prompt: [Int32], tokens: Int, cached: Bool
  ) -> (ids: [Int32], logits: [[Float]]) {
    let cache = makeCache(capacity: prompt.count + tokens)
    var (ids, new, all) = (prompt, prompt, [[Float]]())
    for _ in 0..<tokens {
      let hidden: Tensor
      if cached {
        hidden = extend(cache, with: new)
      } else {
        var batch = PackedBatch()
        batch.append(ids)
        hidden = encode(batch, on: nil)
      }
      let last = logits(gatherRows(hidden, [Int32(hidden.shape[0] - 1)])).values
      let best = last.indices.max { last[$0] < last[$1] } ?? 0
      new = [Int32(best)]
      ids += new
      all.append(last)
    }
    return (Array(ids.dropFirst(prompt.count)), all)
  }
}
