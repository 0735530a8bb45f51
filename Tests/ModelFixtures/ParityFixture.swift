import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import Models

/// The files that `Fixtures/scripts/make_parity.py` made with transformers and peft.
package enum ParityFixture {
  package static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/parity").path

  package static func path(_ name: String) -> String { folder + "/" + name }

  /// The tiny model of a folder, with the head that its configuration names.
  package static func model(
    _ name: String = "tiny", _ request: ModelRequest = ModelRequest(),
    on engine: Engine = Engine(threads: 1)
  ) throws -> any LanguageModel {
    try ModelLoader.load(ModelFolder(DiskFolder(path(name))), request, on: engine)
  }
}

/// Sequences of unequal lengths, and a class for each.
package struct ParityInputs {
  package let ids: [[Int32]]
  package let types: [[Int32]]
  package let labels: [Int32]

  package init(_ name: String = "inputs.json") throws {
    let json = try JSON.parse(FileBytes(mapping: ParityFixture.path(name)))
    func rows(_ key: String) -> [[Int32]]? {
      json[key]?.array?.map { row in (row.array ?? []).compactMap { $0.int.map(Int32.init) } }
    }
    ids = rows("ids") ?? []
    types = rows("types") ?? ids.map { [Int32](repeating: 0, count: $0.count) }
    labels = (json["labels"]?.array ?? []).compactMap { $0.int.map(Int32.init) }
  }

  /// Some of the sequences, packed.
  package func batch(_ rows: Range<Int>) -> PackedBatch {
    var batch = PackedBatch()
    for row in rows { batch.append(ids: ids[row], typeIDs: types[row]) }
    return batch
  }

  package var all: Range<Int> { 0..<ids.count }
}

extension LanguageModel {
  /// The head's outputs for the row that stands for each sequence, in evaluation mode.
  package func classLogits(_ batch: PackedBatch) -> [Float] {
    logits(encode(batch, rows: pooledRows(batch), on: nil)).values
  }
}

/// The largest difference between two lists of numbers; infinite when their lengths differ, or when
/// one holds what is not a number.
package func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { worst, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(worst, difference)
  }
}

/// A folder that goes when the test ends.
package final class TemporaryFolder {
  package let path: String

  package init() throws {
    path = NSTemporaryDirectory() + "peftbook-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func path(_ name: String) -> String { path + "/" + name }

  package func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }

  /// Writes a JSON file.
  package func put(_ json: JSON, _ name: String) throws {
    try AtomicFile.write(json.serialized(), to: path(name))
  }

  package func put(_ tensors: [(String, Tensor)], _ name: String) throws {
    try SafetensorsWriter.write(tensors, metadata: [:], to: path(name))
  }
}
