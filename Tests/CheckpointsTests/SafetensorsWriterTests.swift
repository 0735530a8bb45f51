import Autograd
import Checkpoints
import Files
import Foundation
import Testing

@Suite struct SafetensorsWriterTests {
  let engine = Engine(threads: 1)

  private func tensors() -> [(String, Tensor)] {
    let shapes: [(String, [Int])] = [
      ("layer.weight", [3, 5]), ("layer.bias", [3]), ("Zoë \"quoted\"\\\n", [2, 1, 2]),
      ("scalar", []), ("empty", [0, 4]), ("A", [1]),
    ]
    return shapes.map { name, shape in
      let values = (0..<shape.reduce(1, *)).map { Float($0 - 3) * 0.37 }
      return (name, Tensor(values, shape: shape, on: engine, kind: .weights))
    }
  }

  @Test(arguments: [DType.f32, .f16, .bf16])
  func writesTheBytesThatPythonWrites(_ dtype: DType) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.safetensors")
    try SafetensorsWriter.write(tensors(), dtype: dtype, metadata: ["format": "pt"], to: path)
    let name = dtype.rawValue.lowercased()
    let expected = try Data(
      contentsOf: URL(fileURLWithPath: "\(fixtures)/safetensors/\(name).safetensors"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == expected)
  }

  @Test func writesNoTensorsAsPythonDoes() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.safetensors")
    try SafetensorsWriter.write([], metadata: [:], to: path)
    let expected = try Data(
      contentsOf: URL(fileURLWithPath: "\(fixtures)/safetensors/none.safetensors"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == expected)
  }

  @Test func readsBackTheSameBits() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("x.safetensors")
    let values: [Float] = [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .pi, 3e38]
    let tensor = Tensor(values, shape: [7], on: engine, kind: .weights)
    try SafetensorsWriter.write([("x", tensor)], metadata: ["a": "1", "b": "é"], to: path)
    let file = try SafetensorsFile(path)
    #expect(file.metadata == ["a": "1", "b": "é"])
    #expect(try file.tensor("x", on: engine).values.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func fullDiskIsAnError() {
    let tensor = Tensor([1, 2], shape: [2], on: engine, kind: .weights)
    let error = #expect(throws: CheckpointError.self) {
      try SafetensorsWriter.write([("x", tensor)], metadata: [:], to: "/dev/full")
    }
    #expect(error?.description == "cannot write '/dev/full': no space left on device")
  }
}
