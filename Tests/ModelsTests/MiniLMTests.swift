import Autograd
import Checkpoints
import Files
import Foundation
import Layers
import ModelFixtures
import Models
import Testing

private let place = ProcessInfo.processInfo.environment["PEFTBOOK_MINILM"]
private let isThere =
  place.map { FileManager.default.fileExists(atPath: $0 + "/model.safetensors") } ?? false

/// all-MiniLM-L6-v2: a real encoder, without `bert.` in its names.
@Suite(.enabled(if: isThere, "PEFTBOOK_MINILM names no folder with all-MiniLM-L6-v2"))
struct MiniLMTests {
  @Test func matchesTransformers() throws {
    let engine = Engine(threads: 2)
    let folder = try ModelFolder(DiskFolder(place ?? ""))
    var request = ModelRequest()
    request.head = .sequenceClassification
    let model = try ModelLoader.load(folder, request, on: engine)
    #expect(Set(model.tree.drawn.keys) == ["classifier.weight", "classifier.bias"])
    let expected = try SafetensorsFile(ParityFixture.path("minilm.safetensors"))
    model.tree["classifier.weight"]?.value.assign(
      try expected.tensor("classifier.weight", on: engine))

    let inputs = try ParityInputs("minilm.json")
    let batch = inputs.batch(inputs.all)
    let hidden = model.encode(batch, on: nil).values
    let logits = model.classLogits(batch)
    for row in inputs.all {
      let tokens = Int(batch.offsets[row])..<Int(batch.offsets[row + 1])
      let slice = tokens.flatMap { hidden[($0 * 384)..<($0 * 384 + 8)] }
      #expect(
        largestDifference(slice, try expected.tensor("hidden.\(row)", on: engine).values) < 1e-4)
      let pair = Array(logits[(2 * row)..<(2 * row + 2)])
      #expect(
        largestDifference(pair, try expected.tensor("logits.\(row)", on: engine).values) < 1e-4)
    }
  }
}
