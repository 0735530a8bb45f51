import Files
import Foundation
import Tasks
import Testing

/// Folders that tests read from.
enum TestFiles {
  static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  static let fixtures = packageRoot + "/Tests/Fixtures/tasks"
  static let reviews = packageRoot + "/Sources/CDemoFiles/reviews"
  static let facts = packageRoot + "/Sources/CDemoFiles/facts"

  /// Data that the whole project shares; nil where it is absent.
  static let sharedData: String? = {
    let named = ProcessInfo.processInfo.environment["PEFTBOOK_SHARED"]
    let path = (named ?? packageRoot + "/../shared") + "/data"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  static func fixture(_ name: String) throws -> JSON {
    try JSON.parse(FileBytes(mapping: fixtures + "/" + name))
  }
}

/// A data set read from bytes as if they stood in a file of that name.
func load(
  _ bytes: [UInt8], as name: String, _ request: DatasetRequest = DatasetRequest()
) throws(TaskError) -> Dataset {
  try DatasetLoader.load(.file(FileBytes(label: name, bytes: bytes)), request)
}

func load(
  _ text: String, as name: String, _ request: DatasetRequest = DatasetRequest()
) throws(TaskError) -> Dataset {
  try load(Array(text.utf8), as: name, request)
}

/// A data set read from a folder of files that stand nowhere on disk.
func load(
  folder files: [String: String], _ request: DatasetRequest = DatasetRequest()
) throws(TaskError) -> Dataset {
  let bytes = files.map { ($0, FileBytes(label: "demo:d/" + $0, bytes: Array($1.utf8))) }
  let folder = EmbeddedFolder(path: "demo:d", files: Dictionary(uniqueKeysWithValues: bytes))
  return try DatasetLoader.load(.folder(folder, diskPath: nil), request)
}

/// A data set read from a folder on disk.
func load(
  disk path: String, _ request: DatasetRequest = DatasetRequest()
) throws -> Dataset {
  try DatasetLoader.load(.folder(try DiskFolder(path), diskPath: path), request)
}

/// Runs a body with a folder of its own, which holds the files named, and removes it.
func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
  let path = NSTemporaryDirectory() + "tasks-\(UUID().uuidString)"
  let manager = FileManager.default
  try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? manager.removeItem(atPath: path) }
  for (name, text) in files {
    let file = URL(fileURLWithPath: path + "/" + name)
    try manager.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
  try body(path)
}

extension Dataset {
  var texts: [String] { examples.map(\.text) }
  /// Labels as spelled, an example each.
  var spelled: [String?] { examples.map { $0.label.map { labels[$0] } } }
  var rows: [Int] { examples.map(\.row) }
  var ids: [JSON] { examples.map(\.id) }
}
