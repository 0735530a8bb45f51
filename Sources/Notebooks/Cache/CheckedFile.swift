import Files

/// A JSON file with its checksum in the first line: a truncated or edited one is not taken for
/// whole.
enum CheckedFile {
  static func write(_ json: JSON, to path: String) throws(FileError) {
    let text = json.serialized() + "\n"
    try AtomicFile.write(sha256(text) + "\n" + text, to: path)
  }

  /// - Returns: nil where there is no file.
  /// - Throws: when the file is not as it was written.
  static func read(_ path: String) throws(FileError) -> JSON? {
    let text: String
    do {
      text = try FileBytes(mapping: path).text()
    } catch {
      if case .notFound = error { return nil }
      throw error
    }
    let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, sha256(String(parts[1])) == parts[0] else {
      throw .unreadable(path: path, reason: "it is damaged")
    }
    return try JSON.parse(String(parts[1]), file: path)
  }
}
