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
  /// - Parameter isTransposed: turns a matrix round while reading it.
  /// - Throws: `missingTensor`, or `unsupported` when it is not F32, F16 or BF16.
  package func tensor(
    _ name: String, isTransposed: Bool = false, on engine: Engine
  ) throws(CheckpointError) -> Tensor {
    guard let entry = header.entries[ByteKey(name)] else {
      throw .missingTensor(name: name, file: path)
    }
    guard DType.readable.contains(entry.dtype) else {
      throw .unsupported(
        what: "dtype \(entry.dtype.rawValue) of '\(name)'", file: path,
        supported: DType.readable.map(\.rawValue))
    }
    let source = UnsafeRawBufferPointer(rebasing: bytes.bytes[entry.bytes])
    if isTransposed { return turned(entry, source, on: engine) }
    let tensor = Tensor(shape: entry.shape, on: engine, kind: .weights)
    let values = UnsafeMutableBufferPointer(start: tensor.pointer, count: tensor.count)
    switch entry.dtype {
    case .f16: Self.widen(source, into: values, HalfPrecision.float(f16:))
    case .bf16: Self.widen(source, into: values, HalfPrecision.float(bf16:))
    default: Self.copy(source, into: UnsafeMutableRawBufferPointer(values), on: engine)
    }
    withExtendedLifetime(bytes) {}
    return tensor
  }

  /// By all workers: most of the time goes into pages that are touched for the first time.
  private static func copy(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, on engine: Engine
  ) {
    let piece = 1 << 20
    engine.parallel((source.count + piece - 1) / piece) {
      let range = $0 * piece..<min(($0 + 1) * piece, source.count)
      UnsafeMutableRawBufferPointer(rebasing: target[range]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source[range]))
    }
  }

  private func turned(
    _ entry: SafetensorsHeader.Entry, _ source: UnsafeRawBufferPointer, on engine: Engine
  ) -> Tensor {
    precondition(entry.shape.count == 2, "a transposed tensor of shape \(entry.shape)")
    let (rows, columns) = (entry.shape[0], entry.shape[1])
    let tensor = Tensor(shape: [columns, rows], on: engine, kind: .weights)
    func half(_ index: Int) -> UInt16 {
      source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
    }
    let target = tensor.pointer
    switch entry.dtype {
    case .f16:
      Transposition.copy(rows: rows, columns: columns, into: target) {
        HalfPrecision.float(f16: half($0))
      }
    case .bf16:
      Transposition.copy(rows: rows, columns: columns, into: target) {
        HalfPrecision.float(bf16: half($0))
      }
    default:
      Transposition.copy(rows: rows, columns: columns, into: target) {
        source.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)
      }
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
