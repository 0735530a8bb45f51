import Autograd
import Files

/// A safetensors file: named tensors, read when asked for.
package final class SafetensorsFile {
  package let path: String
  private let bytes: FileBytes
  private let header: SafetensorsHeader

  package convenience init(_ path: String) throws(CheckpointError) {
    try self.init(filing { () throws(FileError) in try FileBytes(mapping: path) })
  }

  /// - Throws: `malformed` when the file breaks any rule of a safe reader.
  package init(_ bytes: FileBytes) throws(CheckpointError) {
    (path, self.bytes) = (bytes.label, bytes)
    header = try SafetensorsHeader(bytes)
  }

  /// In the order of the data.
  package var names: [String] { header.names }
  package var metadata: [String: String] { header.metadata }
  package func has(_ name: String) -> Bool { header.entries[ByteKey(name)] != nil }
  package func shape(_ name: String) -> [Int]? { header.entries[ByteKey(name)]?.shape }
  package func dtype(_ name: String) -> DType? { header.entries[ByteKey(name)]?.dtype }

  /// The tensor as fp32 weights.
  ///
  /// - Throws: `missingTensor`, or `unsupported` when it is not F32, F16 or BF16.
  package func tensor(_ name: String, on engine: Engine) throws(CheckpointError) -> Tensor {
    guard let entry = header.entries[ByteKey(name)] else {
      throw .missingTensor(name: name, file: path)
    }
    guard DType.readable.contains(entry.dtype) else {
      throw .unsupported(
        what: "dtype \(entry.dtype.rawValue) of '\(name)'", file: path,
        supported: DType.readable.map(\.rawValue))
    }
    let tensor = Tensor(shape: entry.shape, on: engine, kind: .weights)
    let source = UnsafeRawBufferPointer(rebasing: bytes.bytes[entry.bytes])
    let values = UnsafeMutableBufferPointer(start: tensor.pointer, count: tensor.count)
    switch entry.dtype {
    case .f16: Self.widen(source, into: values, HalfPrecision.float(f16:))
    case .bf16: Self.widen(source, into: values, HalfPrecision.float(bf16:))
    default: UnsafeMutableRawBufferPointer(values).copyMemory(from: source)
    }
    withExtendedLifetime(bytes) {}
    return tensor
  }

  /// The format promises no alignment, so every element is loaded unaligned.
  @inline(__always)
  private static func widen(
    _ source: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>,
    _ convert: (UInt16) -> Float
  ) {
    guard let start = source.baseAddress else { return }
    for i in 0..<values.count {
      values[i] = convert(start.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self))
    }
  }
}
