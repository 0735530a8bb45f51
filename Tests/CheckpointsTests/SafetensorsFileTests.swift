import Autograd
import Checkpoints
import Files
import Foundation
import Testing

@Suite struct SafetensorsFileTests {
  let engine = Engine(threads: 1)

  @Test(arguments: ["f32", "f16", "bf16"])
  func readsWhatPythonWrote(_ dtype: String) throws {
    let file = try SafetensorsFile("\(fixtures)/safetensors/\(dtype).safetensors")
    #expect(file.metadata == ["format": "pt"])
    let shapes: [(String, [Int])] = [
      ("A", [1]), ("Zoë \"quoted\"\\\n", [2, 1, 2]), ("empty", [0, 4]), ("layer.bias", [3]),
      ("layer.weight", [3, 5]), ("scalar", []),
    ]
    #expect(Set(file.names) == Set(shapes.map(\.0)))
    for (name, shape) in shapes {
      #expect(file.shape(name) == shape && file.dtype(name)?.rawValue == dtype.uppercased())
      let values = try file.tensor(name, on: engine).values
      #expect(values.count == shape.reduce(1, *))
      for (i, value) in values.enumerated() {
        let exact = Float(i - 3) * 0.37
        // Half a unit in the last of 11 significant bits in fp16, of 8 in bf16; none in fp32.
        let tolerance: Float = ["f32": 0, "f16": 0x1p-11, "bf16": 0x1p-8][dtype]!
        #expect(abs(value - exact) <= abs(exact) * tolerance)
      }
    }
  }

  @Test func readsFilesOfSeveralTypes() throws {
    let file = try SafetensorsFile("\(fixtures)/safetensors/mixed.safetensors")
    #expect(try file.tensor("b", on: engine).values == [1.5, -2])
    #expect(try file.tensor("d", on: engine).values == [0.5])
    #expect(try file.tensor("e", on: engine).values == [3, 4, 5])
    for name in ["a", "c", "f"] {
      let error = #expect(throws: CheckpointError.self) { try file.tensor(name, on: engine) }
      #expect(error?.description.contains("of '\(name)' is not supported") == true)
    }
    #expect(throws: CheckpointError.missingTensor(name: "z", file: file.path)) {
      try file.tensor("z", on: engine)
    }
  }

  @Test func readsAFileWithoutTensors() throws {
    #expect(try SafetensorsFile("\(fixtures)/safetensors/none.safetensors").names.isEmpty)
    #expect(try SafetensorsFile(fileBytes(safetensors("{}  \n"))).names.isEmpty)
  }

  /// Every header of 1 to 8 bytes' padding, so that the data start at every alignment.
  @Test func readsDataAtAnyAlignment() throws {
    let values: [Float] = [1.5, -2.25, 1e-20]
    for padding in 0..<8 {
      let header =
        #"{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#
        + String(repeating: " ", count: padding)
      let file = try SafetensorsFile(fileBytes(safetensors(header, data: bytes(values))))
      #expect(try file.tensor("x", on: engine).values == values)
    }
  }

  @Test func takesNamesInAnyOrderAndEmptyTensorsAnywhere() throws {
    let header = #"""
      {"b":{"data_offsets":[4,8],"shape":[1],"dtype":"F32"},
      "e":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},
      "a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"__metadata__":{}}
      """#
    let file = try SafetensorsFile(fileBytes(safetensors(header, data: bytes([1, 2]))))
    #expect(file.names == ["a", "e", "b"])
    #expect(try file.tensor("b", on: engine).values == [2])
    #expect(try file.tensor("e", on: engine).values == [])
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    /// What the message must say.
    let says: String

    init(_ name: String, _ bytes: [UInt8], _ says: String) {
      (testDescription, self.bytes, self.says) = (name, bytes, says)
    }

    /// One tensor "x" of four data bytes.
    init(_ name: String, x: String, data: Int = 4, _ says: String) {
      self.init(
        name, safetensors("{\"x\":\(x)}", data: [UInt8](repeating: 0, count: data)), says)
    }
  }

  static let broken: [Broken] = [
    Broken("nothing", [], "too short"),
    Broken("seven bytes", [2, 0, 0, 0, 0, 0, 0], "too short"),
    Broken("no header", safetensors(""), "not a JSON object"),
    Broken("huge header", safetensors("{}", length: 100_000_001), "the format allows"),
    Broken("header of 2^63", safetensors("{}", length: 1 << 63), "the format allows"),
    Broken("header of 2^64 - 1", safetensors("{}", length: .max), "the format allows"),
    Broken("header past the end", safetensors("{}", length: 3), "truncated"),
    Broken(
      "header not UTF-8", safetensors("{\"", length: 8) + [0xFF, 0x22, 0x3A, 0, 0, 0], "UTF-8"),
    Broken("header an array", safetensors("[]"), "not a JSON object"),
    Broken("header a number", safetensors("1"), "not a JSON object"),
    Broken("leading space", safetensors(" {}"), "not a JSON object"),
    Broken("header cut", safetensors("{\"x\""), "column"),
    Broken("two values", safetensors("{}{}"), "column 3"),
    Broken("depth bomb", safetensors("{\"x\":" + String(repeating: "[", count: 100_000)), "deep"),
    Broken(
      "a name twice",
      safetensors(
        #"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
          + #""x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, data: [0, 0]),
      "'x' stands twice"),
    Broken("metadata number", safetensors(#"{"__metadata__":{"a":1}}"#), "not a string"),
    Broken("metadata nested", safetensors(#"{"__metadata__":{"a":{}}}"#), "not a string"),
    Broken("metadata list", safetensors(#"{"__metadata__":[]}"#), "not an object"),
    Broken("metadata null", safetensors(#"{"__metadata__":null}"#), "not an object"),
    Broken("entry a number", x: "4", "no dtype"),
    Broken("no dtype", x: #"{"shape":[1],"data_offsets":[0,4]}"#, "no dtype"),
    Broken(
      "unknown dtype", x: #"{"dtype":"F33","shape":[1],"data_offsets":[0,4]}"#,
      "unknown dtype 'F33'"),
    Broken(
      "dtype in lower case", x: #"{"dtype":"f32","shape":[1],"data_offsets":[0,4]}"#,
      "unknown dtype 'f32'"),
    Broken("no shape", x: #"{"dtype":"F32","data_offsets":[0,4]}"#, "shape"),
    Broken("negative", x: #"{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}"#, "shape"),
    Broken("fraction", x: #"{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}"#, "shape"),
    Broken("exponent", x: #"{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}"#, "shape"),
    Broken("text", x: #"{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}"#, "shape"),
    Broken(
      "a size of 2^63", x: #"{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}"#,
      "shape"),
    Broken("no offsets", x: #"{"dtype":"F32","shape":[1]}"#, "data_offsets"),
    Broken("one offset", x: #"{"dtype":"F32","shape":[1],"data_offsets":[4]}"#, "data_offsets"),
    Broken(
      "three offsets", x: #"{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}"#, "data_offsets"),
    Broken(
      "negative offset", x: #"{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}"#, "data_offsets"),
    Broken(
      "end before begin", x: #"{"dtype":"F32","shape":[1],"data_offsets":[4,0]}"#,
      "before its start"),
    Broken(
      "product overflows",
      x: #"{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}"#, "too large"),
    Broken(
      "product overflows by the dtype",
      x: #"{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,4]}"#, "too large"),
    Broken(
      "overflow before a zero",
      x: #"{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}"#, data: 0,
      "too large"),
    Broken(
      "half a byte", x: #"{"dtype":"F4","shape":[1],"data_offsets":[0,1]}"#, data: 1,
      "end on a byte"),
    Broken(
      "three quarters", x: #"{"dtype":"F6_E2M3","shape":[1],"data_offsets":[0,1]}"#, data: 1,
      "end on a byte"),
    Broken(
      "lies about its size", x: #"{"dtype":"F32","shape":[2],"data_offsets":[0,4]}"#,
      "needs 8 bytes, but has 4"),
    Broken(
      "first not at 0", x: #"{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#, data: 8,
      "starts at 4"),
    Broken(
      "ends past 2^63",
      x: #"{"dtype":"U8","shape":[0],"data_offsets":[9223372036854775807,9223372036854775807]}"#,
      "outside the file"),
    Broken(
      "truncated", x: #"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, data: 3, "truncated"),
    Broken(
      "trailing byte", x: #"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, data: 5,
      "1 bytes after"),
    Broken("trailing bytes alone", safetensors("{}", data: [0, 0]), "2 bytes after"),
  ]

  @Test(arguments: broken)
  func refuses(_ broken: Broken) {
    let error = #expect(throws: CheckpointError.self) {
      try SafetensorsFile(fileBytes(broken.bytes))
    }
    guard case .malformed("t.safetensors", let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains(broken.says))
  }

  /// Two tensors whose data leave a hole, overlap, or are the same.
  @Test(arguments: [(4, 9), (2, 6), (0, 4), (5, 9)])
  func refusesHolesAndOverlaps(_ begin: Int, _ end: Int) {
    let header =
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"U8","shape":[\#(end - begin)],"data_offsets":[\#(begin),\#(end)]}}"#
    let file = fileBytes(safetensors(header, data: [UInt8](repeating: 0, count: 9)))
    if begin == 4 {
      #expect(throws: Never.self) { try SafetensorsFile(file) }
    } else {
      #expect(throws: CheckpointError.self) { try SafetensorsFile(file) }
    }
  }

  /// Whatever is cut off or changed, the reader answers; a file that it takes can be read in full.
  @Test func neverTrapsOnDamagedFiles() throws {
    let path = "\(fixtures)/safetensors/mixed.safetensors"
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for length in 0..<whole.count {
      #expect(throws: CheckpointError.self) {
        try SafetensorsFile(fileBytes(Array(whole[..<length])))
      }
    }
    for place in 0..<whole.count {
      for change: UInt8 in [1, 16, 128] {
        var damaged = whole
        damaged[place] ^= change
        guard let file = try? SafetensorsFile(fileBytes(damaged)) else { continue }
        for name in file.names { _ = try? file.tensor(name, on: engine) }
      }
    }
  }
}
