import Autograd
import Files

/// Writes safetensors files, to the byte as the Python package does.
package enum SafetensorsWriter {
  /// - Parameters:
  ///   - transposed: names of the matrices to write the other way round.
  ///   - dtype: F32, F16 or BF16, for every tensor.
  ///   - metadata: written with its keys sorted; the Python package keeps no order.
  ///   - isGivenUp: asked between two tensors; true leaves the old file.
  package static func write(
    _ tensors: [(String, Tensor)], transposed: Set<String> = [], dtype: DType = .f32,
    metadata: [String: String], to path: String, isGivenUp: () -> Bool = { false }
  ) throws(CheckpointError) {
    precondition(DType.readable.contains(dtype), "writing \(dtype.rawValue)")
    let sorted = tensors.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    let shapes = sorted.map { name, tensor in
      (name, transposed.contains(name) ? tensor.shape.reversed() : tensor.shape)
    }
    let header = header(shapes, dtype, metadata)
    try filing { () throws(FileError) in
      try AtomicFile.write(to: path) { (file) throws(FileError) in
        try file.write(header)
        for (name, tensor) in sorted {
          if isGivenUp() { throw FileError.cannotWrite(path: path, reason: "given up") }
          try write(transposed.contains(name) ? turned(tensor) : tensor, dtype, &file)
        }
      }
    }
  }

  /// The length, the header and its padding.
  private static func header(
    _ tensors: [(name: String, shape: [Int])], _ dtype: DType, _ metadata: [String: String]
  ) -> [UInt8] {
    var object = JSONObject()
    if !metadata.isEmpty {
      let keys = metadata.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      object["__metadata__"] = .object(JSONObject(keys.map { ($0, .string(metadata[$0]!)) }))
    }
    var begin = 0
    for (name, shape) in tensors {
      let end = begin + shape.reduce(1, *) * dtype.bits / 8
      precondition(object[name] == nil, "two tensors are called '\(name)'")
      object[name] = .object([
        "dtype": .string(dtype.rawValue),
        "shape": .array(shape.map { .integer($0) }),
        "data_offsets": .array([.integer(begin), .integer(end)]),
      ])
      begin = end
    }
    var text = Array(JSON.object(object).serialized().utf8)
    text += repeatElement(0x20, count: (8 - text.count % 8) % 8)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }

  private static func turned(_ tensor: Tensor) -> Tensor {
    precondition(tensor.shape.count == 2, "a transposed tensor of shape \(tensor.shape)")
    let (rows, columns) = (tensor.shape[0], tensor.shape[1])
    let result = Tensor(shape: [columns, rows], on: tensor.engine)
    Transposition.copy(rows: rows, columns: columns, into: result.pointer) { tensor.pointer[$0] }
    return result
  }

  private static func write(
    _ tensor: Tensor, _ dtype: DType, _ file: inout AtomicFileHandle
  ) throws(FileError) {
    let values = UnsafeBufferPointer(start: tensor.pointer, count: tensor.count)
    if dtype == .f32 { return try file.write(UnsafeRawBufferPointer(values)) }
    let narrow = dtype == .f16 ? HalfPrecision.f16 : HalfPrecision.bf16
    let piece = 1 << 16
    for start in stride(from: 0, to: values.count, by: piece) {
      let halves = values[start..<min(start + piece, values.count)].map { narrow($0).littleEndian }
      try file.write(halves.withUnsafeBytes { Array($0) })
    }
  }
}
