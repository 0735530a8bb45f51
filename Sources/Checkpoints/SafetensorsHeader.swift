import Files

/// The table of contents of a safetensors file, checked so that every tensor lies inside it.
///
/// Source: safetensors README.md and `src/tensor.rs` (`SafeTensors::read_metadata`, `validate`).
struct SafetensorsHeader {
  struct Entry: Equatable {
    let dtype: DType
    let shape: [Int]
    /// Bytes from the start of the file.
    let bytes: Range<Int>
  }

  /// In the order of the data.
  let names: [String]
  let entries: [ByteKey: Entry]
  let metadata: [String: String]

  /// The format's own limit on the header's length.
  static let longest = 100_000_000

  init(_ file: FileBytes) throws(CheckpointError) {
    let label = file.label
    func malformed(_ reason: String) -> CheckpointError { .malformed(file: label, reason: reason) }
    guard file.count >= 8 else {
      throw malformed("\(file.count) bytes, too short for a safetensors header")
    }
    let announced = UInt64(
      littleEndian: file.bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    guard announced <= UInt64(Self.longest) else {
      throw malformed("a header of \(announced) bytes; the format allows \(Self.longest)")
    }
    let dataStart = 8 + Int(announced)
    guard dataStart <= file.count else {
      throw malformed("a header of \(announced) bytes in a file of \(file.count): truncated")
    }
    guard announced > 0, file.bytes[8] == UInt8(ascii: "{") else {
      throw malformed("the header is not a JSON object")
    }
    let json: JSON
    do throws(FileError) {
      json = try JSON.parse(
        bytes: file[8..<dataStart].bytes, file: label, firstLine: 1, maxDepth: 4)
    } catch {
      if case .json(_, _, let column, let message) = error {
        throw malformed("header, column \(column): \(message)")
      }
      throw .file(error)
    }
    var entries: [(name: String, entry: Entry)] = []
    var metadata: [String: String] = [:]
    for (name, value) in json.object?.pairs ?? [] {
      if name == "__metadata__" {
        metadata = try Self.metadata(value, malformed)
      } else {
        let entry = try Self.entry(name, value, dataStart, malformed)
        entries.append((name, entry))
      }
    }
    entries.sort {
      ($0.entry.bytes.lowerBound, $0.entry.bytes.upperBound)
        < ($1.entry.bytes.lowerBound, $1.entry.bytes.upperBound)
    }
    try Self.checkLayout(entries, dataStart, file.count, malformed)
    names = entries.map(\.name)
    self.entries = Dictionary(
      uniqueKeysWithValues: entries.map { (ByteKey($0.name), $0.entry) })
    self.metadata = metadata
  }

  private static func metadata(
    _ value: JSON, _ malformed: (String) -> CheckpointError
  ) throws(CheckpointError) -> [String: String] {
    guard let object = value.object else { throw malformed("__metadata__ is not an object") }
    var result: [String: String] = [:]
    for (key, value) in object.pairs {
      guard let text = value.string else {
        throw malformed("'\(key)' in __metadata__ is not a string")
      }
      result[key] = text
    }
    return result
  }

  private static func entry(
    _ name: String, _ value: JSON, _ dataStart: Int, _ malformed: (String) -> CheckpointError
  ) throws(CheckpointError) -> Entry {
    guard let word = value["dtype"]?.string else { throw malformed("'\(name)' has no dtype") }
    guard let dtype = DType(rawValue: word) else {
      throw malformed("'\(name)' has the unknown dtype '\(word)'")
    }
    func sizes(_ key: String) -> [Int]? {
      guard let items = value[key]?.array else { return nil }
      let numbers = items.compactMap { item in item.int.flatMap { $0 >= 0 ? $0 : nil } }
      return numbers.count == items.count ? numbers : nil
    }
    guard let shape = sizes("shape") else {
      throw malformed("the shape of '\(name)' is not a list of whole numbers")
    }
    guard let offsets = sizes("data_offsets"), offsets.count == 2 else {
      throw malformed("the data_offsets of '\(name)' are not two whole numbers")
    }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin <= end else {
      throw malformed("'\(name)' ends at \(end), before its start \(begin)")
    }
    guard let bits = product(shape + [dtype.bits]) else {
      throw malformed("the shape \(shape) of '\(name)' is too large")
    }
    guard bits % 8 == 0 else { throw malformed("'\(name)' does not end on a byte") }
    guard end - begin == bits / 8 else {
      throw malformed(
        "'\(name)' of \(word) \(shape) needs \(bits / 8) bytes, but has \(end - begin)")
    }
    let (absoluteEnd, overflow) = end.addingReportingOverflow(dataStart)
    guard !overflow else { throw malformed("'\(name)' ends at \(end), outside the file") }
    return Entry(dtype: dtype, shape: shape, bytes: (dataStart + begin)..<absoluteEnd)
  }

  /// The product, or nil when it does not fit.
  static func product(_ factors: [Int]) -> Int? {
    var result = 1
    for factor in factors {
      let (next, overflow) = result.multipliedReportingOverflow(by: factor)
      if overflow { return nil }
      result = next
    }
    return result
  }

  /// The tensors must fill the rest of the file without holes or overlaps.
  private static func checkLayout(
    _ entries: [(name: String, entry: Entry)], _ dataStart: Int, _ fileSize: Int,
    _ malformed: (String) -> CheckpointError
  ) throws(CheckpointError) {
    var end = dataStart
    for (name, entry) in entries {
      guard entry.bytes.lowerBound == end else {
        throw malformed(
          "'\(name)' starts at \(entry.bytes.lowerBound - dataStart), but the data before it end at "
            + "\(end - dataStart)")
      }
      end = entry.bytes.upperBound
    }
    guard end <= fileSize else {
      throw malformed("\(fileSize) bytes, but its header asks for \(end): truncated")
    }
    guard end == fileSize else {
      throw malformed("\(fileSize - end) bytes after the last tensor")
    }
  }
}
