import Autograd
import Files

/// Where a frozen encoder's features may be kept, beside what `FeatureBudget` allows.
package struct FeaturePlace: Sendable {
  /// Bytes of a data set's features in memory; more go to a file.
  package var memory = Int.max
  /// Of that file.
  package var folder = ScratchFile.usualFolder

  package init() {}
}

/// The rows of a matrix, in memory or in a file that nobody else sees.
enum FeatureStore {
  case memory(Tensor)  // [rows, columns]
  case file(ScratchFile, columns: Int)

  /// Memory, when it has room for them and as much again for the run that uses them; else a file.
  init(rows: Int, columns: Int, _ place: FeaturePlace, on engine: Engine) throws(FileError) {
    let bytes = rows * columns * MemoryLayout<Float>.stride
    if bytes <= place.memory, engine.canAllocate(2 * bytes) {
      self = .memory(Tensor(shape: [rows, columns], on: engine, isKept: true))
    } else {
      self = .file(try ScratchFile(in: place.folder), columns: columns)
    }
  }

  /// Bytes of memory.
  var bytes: Int {
    guard case .memory(let features) = self else { return 0 }
    return features.count * MemoryLayout<Float>.stride
  }

  func write(_ rows: Tensor, at first: Int) throws(FileError) {
    guard !rows.engine.isRehearsal else { return }
    switch self {
    case .memory(let features):
      (features.pointer + first * rows.shape[1]).update(from: rows.pointer, count: rows.count)
    case .file(let file, let columns):
      let numbers = UnsafeBufferPointer(start: rows.pointer, count: rows.count)
      try file.write(
        UnsafeRawBufferPointer(numbers), at: first * columns * MemoryLayout<Float>.stride)
    }
  }

  /// Ranges of rows, one after the other.
  func read(_ ranges: [Range<Int>], on engine: Engine) throws(FileError) -> Tensor {
    switch self {
    case .memory(let features):
      return gatherRows(features, ranges.flatMap { Int32($0.lowerBound)..<Int32($0.upperBound) })
    case .file(let file, let columns):
      let rows = Tensor(shape: [ranges.reduce(0) { $0 + $1.count }, columns], on: engine)
      guard !engine.isRehearsal else { return rows }
      var done = 0
      for range in ranges {
        let part = UnsafeMutableBufferPointer(
          start: rows.pointer + done * columns, count: range.count * columns)
        try file.read(
          UnsafeMutableRawBufferPointer(part),
          at: range.lowerBound * columns * MemoryLayout<Float>.stride)
        done += range.count
      }
      return rows
    }
  }
}
