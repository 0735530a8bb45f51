import Files
import Foundation
import Testing
import Tokenizers

/// What the script make_tokenizer_fixtures.py wrote.
enum TokenizerFixtures {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/tokenizers").path

  static func load(_ name: String) throws -> any Tokenizer {
    try TokenizerLoader.load(DiskFolder(folder + "/" + name))
  }

  static func json(_ name: String) throws -> JSON {
    try JSON.parse(FileBytes(mapping: folder + "/" + name))
  }

  /// The committed lines of text.
  static func lines() throws -> [String] {
    let text = try FileBytes(mapping: folder + "/lines.txt").text()
    return text.utf8.split(separator: 0x0A).map { String(Substring($0)) }
  }

  static func strings(_ name: String) throws -> [String] {
    try #require(try json(name).array).map { try #require($0.string) }
  }

  /// A folder in memory.
  static func folder(_ files: [String: String]) -> EmbeddedFolder {
    EmbeddedFolder(
      path: "test",
      files: files.reduce(into: [:]) { files, file in
        files[file.key] = FileBytes(label: "test/" + file.key, bytes: Array(file.value.utf8))
      })
  }
}

/// `id:start:end` with spaces between, and a line end: the form whose digests the script commits.
func serialise(_ encoding: Encoding, into bytes: inout [UInt8]) {
  func number(_ value: Int) {
    if value >= 10 { number(value / 10) }
    bytes.append(0x30 + UInt8(value % 10))
  }
  for (i, (id, range)) in zip(encoding.ids, encoding.offsets).enumerated() {
    if i > 0 { bytes.append(0x20) }
    number(Int(id))
    bytes.append(0x3A)
    number(range.lowerBound)
    bytes.append(0x3A)
    number(range.upperBound)
  }
  bytes.append(0x0A)
}

func serialised(_ encoding: Encoding) -> String {
  var bytes: [UInt8] = []
  serialise(encoding, into: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

func digest(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { sha256($0) } }

extension JSON {
  var ints: [Int]? { array.map { $0.compactMap(\.int) } }
  var texts: [String]? { array.map { $0.compactMap(\.string) } }
}
