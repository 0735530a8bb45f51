import Files

/// The cache that Hugging Face's own tools fill; read here, never written, no network.
///
/// Source: huggingface_hub `constants.py`, `file_download.py` and `utils/_validators.py`.
package enum HubCache {
  /// What a repository holds, which the cache keeps apart.
  package enum Kind: String, CaseIterable, Sendable {
    case models, datasets
  }

  /// The snapshot of a repository.
  ///
  /// - Parameters:
  ///   - spec: `owner/name` or `name`, with `@revision` (a branch, a tag or a commit) if not main.
  ///   - environment: the process's variables, of which `HF_HUB_CACHE`, `HF_HOME`,
  ///     `XDG_CACHE_HOME` and `HOME` decide where the cache is.
  /// - Throws: `badRepository` for names that are none, `notCached` with the places looked at.
  package static func folder(
    _ spec: String, _ kind: Kind = .models, environment: [String: String]
  ) throws(CheckpointError) -> any Folder {
    let parts = spec.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let revision = parts.count == 2 ? String(parts[1]) : "main"
    try check(name)
    try check(revision: revision, of: spec)

    let repository =
      root(environment) + "/\(kind.rawValue)--" + name.split(separator: "/").joined(separator: "--")
    let reference = repository + "/refs/" + revision
    var looked: [String] = []
    var commit = revision
    if !isCommit(revision) {
      looked.append(reference)
      guard let found = try self.commit(in: reference) else {
        throw .notCached(name: name, revision: revision, looked: looked)
      }
      commit = found
    }
    let snapshot = repository + "/snapshots/" + commit
    looked.append(snapshot)
    guard let folder = try? DiskFolder(snapshot) else {
      throw .notCached(name: name, revision: revision, looked: looked)
    }
    return folder
  }

  /// The repositories of a kind that the cache holds, by name.
  package static func repositories(
    _ kind: Kind, environment: [String: String]
  ) -> [String] {
    guard let folder = try? DiskFolder(root(environment)) else { return [] }
    let beginning = kind.rawValue + "--"
    return folder.names.filter { $0.hasPrefix(beginning) }
      .map { String($0.dropFirst(beginning.count)).replacing("--", with: "/") }.sorted()
  }

  /// Where the cache is.
  package static func root(_ environment: [String: String]) -> String {
    func value(_ key: String) -> String? {
      guard let text = environment[key], !text.isEmpty else { return nil }
      guard text == "~" || text.hasPrefix("~/") else { return text }
      return (environment["HOME"] ?? "") + text.dropFirst()
    }
    if let cache = value("HF_HUB_CACHE") { return cache }
    if let home = value("HF_HOME") { return home + "/hub" }
    let caches = value("XDG_CACHE_HOME") ?? (environment["HOME"] ?? "") + "/.cache"
    return caches + "/huggingface/hub"
  }

  /// The commit that a reference file names; nil where there is no such file.
  private static func commit(in path: String) throws(CheckpointError) -> String? {
    guard let file = try? FileBytes(mapping: path) else { return nil }
    let text = try filing { () throws(FileError) in try file.text() }
    guard let commit = text.split(whereSeparator: \.isWhitespace).first, isCommit(String(commit))
    else {
      throw .malformed(file: path, reason: "it names no commit")
    }
    return String(commit)
  }

  private static func isCommit(_ text: String) -> Bool {
    text.utf8.count == 40
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func check(_ name: String) throws(CheckpointError) {
    func bad(_ reason: String) -> CheckpointError { .badRepository(name: name, reason: reason) }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else {
      throw bad("expected owner/name")
    }
    guard name.utf8.count <= 96 else { throw bad("longer than 96 characters") }
    for byte in name.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: break
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"): break
      default: throw bad("a name has only ASCII letters, digits, '-', '_' and '.'")
      }
    }
    guard !name.contains(".."), !name.contains("--") else { throw bad("it contains '..' or '--'") }
    for part in parts {
      guard !part.hasPrefix("."), !part.hasPrefix("-"), !part.hasSuffix("."), !part.hasSuffix("-")
      else { throw bad("a name does not start or end with '.' or '-'") }
    }
  }

  /// A revision may have slashes (`refs/pr/1`), but no way out of the cache.
  private static func check(revision: String, of spec: String) throws(CheckpointError) {
    let parts = revision.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { ModelFolder.isPlainName(String($0)) }
    guard isPlain, !revision.contains("..") else {
      throw .badRepository(name: spec, reason: "'\(revision)' is not a revision")
    }
  }
}
