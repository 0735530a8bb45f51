import Autograd
import Checkpoints
import Files
import Foundation

/// Where the committed fixtures are.
let fixtures: String = {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  return tests.deletingLastPathComponent().appendingPathComponent("Fixtures").path
}()

/// A folder that goes when the test ends.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "peftbook-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file and the folders it needs.
  @discardableResult
  func put(_ bytes: [UInt8], _ name: String) throws -> String {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  @discardableResult
  func put(_ text: String, _ name: String) throws -> String { try put(Array(text.utf8), name) }
}

/// A safetensors file of a header and data, the length in front of them the true one or a lie.
func safetensors(_ header: String, data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
  let text = Array(header.utf8)
  let announced = (length ?? UInt64(text.count)).littleEndian
  return withUnsafeBytes(of: announced) { Array($0) } + text + data
}

/// Little-endian bytes of numbers.
func bytes(_ values: [Float]) -> [UInt8] {
  values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
}

func fileBytes(_ bytes: [UInt8]) -> FileBytes { FileBytes(label: "t.safetensors", bytes: bytes) }
