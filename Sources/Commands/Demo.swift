import CDemoFiles
import Files

/// What ships inside the executable, found from any working directory.
enum Demo {
  /// Names and bytes of the embedded files, "reviews/train.tsv" and so on.
  static let files: [(name: String, bytes: FileBytes)] = {
    var found: [(String, FileBytes)] = []
    for i in 0..<Int(demo_file_count()) {
      let file = demo_file(Int32(i))
      let name = String(cString: file.name)
      let memory = UnsafeRawBufferPointer(start: file.bytes, count: Int(file.length))
      found.append((name, FileBytes(label: "demo:" + name, staticMemory: memory)))
    }
    return found
  }()

  /// The folders' names: what may follow `demo:`.
  static var names: [String] {
    var seen: [String] = []
    for (name, _) in files {
      let first = String(name.prefix { $0 != "/" })
      if !seen.contains(first) { seen.append(first) }
    }
    return seen
  }

  /// What something that ships is, which its files say.
  static func isModel(_ name: String) -> Bool { folder(name)?.contains("config.json") ?? false }

  /// The folder `name`, or nil when nothing ships under it.
  static func folder(_ name: String) -> EmbeddedFolder? {
    let inside = files.filter { $0.name.hasPrefix(name + "/") }
    guard !inside.isEmpty else { return nil }
    return EmbeddedFolder(
      path: "demo:" + name,
      files: Dictionary(
        uniqueKeysWithValues: inside.map { (String($0.name.dropFirst(name.count + 1)), $0.bytes) }))
  }
}
