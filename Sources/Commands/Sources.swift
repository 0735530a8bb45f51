import Checkpoints
import Files
import Foundation
import Language
import Tasks

/// What a SOURCE string names: a folder, a file, something that ships, something from the hub.
extension Session {
  /// - Parameter source: as typed, with its place for the message.
  func folder(_ source: Spanned<String>) throws(Diagnostic) -> any Folder {
    let text = source.value
    try refuseEmpty(source)
    if text.hasPrefix("demo:") { return try demo(source) }
    if text.hasPrefix("hub:") {
      return try explain(at: source.span) {
        try HubCache.folder(String(text.dropFirst(4)), environment: environment)
      }
    }
    return try explain(at: source.span) { try DiskFolder(readingPath(text)) }
  }

  /// A data set's source: a file or a folder.
  func datasetSource(_ source: Spanned<String>) throws(Diagnostic) -> DatasetSource {
    let text = source.value
    try refuseEmpty(source)
    if text.hasPrefix("demo:") { return .folder(try demo(source), diskPath: nil) }
    if text.hasPrefix("hub:") {
      let folder = try explain(at: source.span) {
        try HubCache.folder(String(text.dropFirst(4)), .datasets, environment: environment)
      }
      return .folder(folder, diskPath: folder.path)
    }
    let path = readingPath(text)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      return try explain(at: source.span) { .folder(try DiskFolder(path), diskPath: path) }
    }
    return try explain(at: source.span) { .file(try FileBytes(mapping: path)) }
  }

  private func refuseEmpty(_ source: Spanned<String>) throws(Diagnostic) {
    guard source.value.isEmpty else { return }
    throw Diagnostic(
      code: "missing-file", exit: 66,
      message: "a source without a name (expected a folder or file)", span: source.span)
  }

  /// Refuses to write over a notebook, a model, or a file that a data set of the session was read
  /// from.
  func refuseOverwriting(
    _ path: String, at span: Span, overwrite: Bool = false
  ) throws(Diagnostic) {
    let target = writingPath(path)
    if !overwrite, let owner = Self.owner(of: target) {
      throw Diagnostic(
        code: "cannot-write", exit: 73,
        message: "'\(path)' exists and by its name is \(owner): name another file", span: span)
    }
    for name in names {
      let places: [String]
      if case .dataset(let data) = self[name] {
        places = [data.path ?? readingPath(data.dataset.source)]
      } else if let binding = binding(of: name), binding.kind == "dataset" {
        places = binding.object == nil ? binding.recipe?.reads.map(\.place) ?? [] : []
      } else {
        continue
      }
      guard places.contains(where: { isSameFile($0, target) }) else { continue }
      throw Diagnostic(
        code: "cannot-write", exit: 73,
        message: "'\(path)' is the file that '\(name)' was read from", span: span)
    }
  }

  /// What a file that is there is by its name. Rows replace rows that were written before, so that
  /// a notebook can be replayed; those begin with a brace, as no Markdown does.
  private static func owner(of path: String) -> String? {
    guard AtomicFile.holdsText(path) else { return nil }
    let name = (path as NSString).lastPathComponent.lowercased()
    if name.hasSuffix("config.json") || ["tokenizer.json", "vocab.txt"].contains(name)
      || name.hasSuffix(".safetensors")
    {
      return "a part of a model"
    }
    guard [".md", ".markdown", ".ipynb"].contains(where: name.hasSuffix),
      let handle = FileHandle(forReadingAtPath: path)
    else { return nil }
    defer { try? handle.close() }
    let isOfRows = (try? handle.read(upToCount: 1)) == Data([UInt8(ascii: "{")])
    return isOfRows && !name.hasSuffix(".ipynb") ? nil : "a notebook"
  }

  /// Refuses destinations that could not be written, or not both, before anything is computed.
  func checkDestinations(_ paths: [Spanned<String>]) throws(Diagnostic) {
    for (i, path) in paths.enumerated() {
      try refuseOverwriting(path.value, at: path.span)
      let target = writingPath(path.value)
      guard !paths[..<i].contains(where: { isSameFile(writingPath($0.value), target) }) else {
        throw Diagnostic(
          code: "conflict", exit: 65, message: "'\(path.value)' would be written twice",
          span: path.span)
      }
      try explain(at: path.span) { try AtomicFile.check(target) }
    }
  }

  /// Whether two paths reach one file, however they are spelled.
  private func isSameFile(_ a: String, _ b: String) -> Bool {
    var (one, other) = (stat(), stat())
    guard stat(a, &one) == 0, stat(b, &other) == 0 else { return a == b }
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }

  /// What a source that is not there may have meant: what ships, or a file.
  func nearestSource(_ typed: String) -> String? {
    if let repository = Self.repository(of: typed) { return "hub:" + repository }
    let known =
      Demo.names.map { "demo:" + $0 }
      + HubCache.Kind.allCases.flatMap {
        HubCache.repositories($0, environment: environment).map { "hub:" + $0 }
      }
    if known.contains("hub:" + typed) { return "hub:" + typed }
    let shipped = Suggestion.nearest(typed, among: known)
    let near =
      typed.contains(":")
      ? shipped : Suggestion.nearestFile(typed, at: readingPath(typed)) ?? shipped
    // What is there, and lacks a file, is named by the message.
    return near == typed ? nil : near
  }

  /// `owner/name` of an address at the hub, as a browser shows it.
  private static func repository(of address: String) -> String? {
    let parts = address.split(separator: "/")
    let hosts = ["huggingface.co", "www.huggingface.co", "hf.co"]
    guard let host = parts.firstIndex(where: { hosts.contains(String($0)) }), host <= 1 else {
      return nil
    }
    let path = parts[(host + 1)...].drop { $0 == "datasets" }
    let name = path.prefix { !["tree", "blob", "resolve"].contains($0) }.prefix(2)
    return name.isEmpty ? nil : name.joined(separator: "/")
  }

  /// Refuses a source that is something else: a data set where a model is wanted, an adapter's
  /// folder, and the reverse.
  ///
  /// - Parameters:
  ///   - kind: "model", "dataset", "tokenizer" or "adapter", of which none ships.
  func refuseOtherKind(_ source: Spanned<String>, as kind: String) throws(Diagnostic) {
    guard source.value.hasPrefix("demo:") else {
      return try refuseOtherFolder(source, as: kind)
    }
    let name = String(source.value.dropFirst("demo:".count))
    guard Demo.names.contains(name) else { return }
    let isModel = Demo.isModel(name)
    let isFine =
      switch kind {
      case "dataset": !isModel
      case "adapter": false
      default: isModel
      }
    guard !isFine else { return }
    let others = Demo.names.filter { Demo.isModel($0) == (kind != "dataset") }
    let listed = others.map { "demo:" + $0 }.joined(separator: ", ")
    let note = kind == "adapter" ? "no adapter ships; adapter lora on a model makes one" : listed
    throw Self.wrongKind(source, is: isModel ? "a model" : "a data set", wanted: kind, note)
  }

  /// The same of a folder on disk or from the hub, by the files in it.
  private func refuseOtherFolder(
    _ source: Spanned<String>, as kind: String
  ) throws(Diagnostic) {
    guard kind != "tokenizer", !source.value.isEmpty, let folder = try? folder(source) else {
      return
    }
    let quoted = JSON.string(source.value).serialized()
    let (isModel, isAdapter) = (
      folder.contains("config.json"), folder.contains("adapter_config.json")
    )
    if isAdapter, !isModel, kind != "adapter" {
      let note = "adapter \(quoted) on a model loads it"
      throw Self.wrongKind(source, is: "the folder of an adapter", wanted: kind, note)
    }
    let hasWeights = folder.names.contains { $0.hasSuffix(".safetensors") }
    if isModel, !isAdapter, kind == "adapter" || (kind == "dataset" && hasWeights) {
      let note = "model \(quoted) loads it"
      throw Self.wrongKind(source, is: "the folder of a model", wanted: kind, note)
    }
  }

  private static func wrongKind(
    _ source: Spanned<String>, is found: String, wanted kind: String, _ note: String
  ) -> Diagnostic {
    Diagnostic(
      code: "wrong-kind", exit: 65,
      message: "'\(source.value)' is \(found), "
        + "but \(kind == "dataset" ? "a data set" : withArticle(kind)) is wanted",
      span: source.span, note: "(\(note))")
  }

  private func demo(_ source: Spanned<String>) throws(Diagnostic) -> any Folder {
    let name = String(source.value.dropFirst("demo:".count))
    guard let folder = Demo.folder(name) else {
      throw Diagnostic(
        code: "missing-file", exit: 66, message: "nothing ships as 'demo:\(name)'",
        span: source.span,
        suggestion: Suggestion.nearest(name, among: Demo.names).map { "demo:" + $0 },
        note: "(" + Demo.names.map { "demo:" + $0 }.joined(separator: ", ") + ")")
    }
    return folder
  }
}

extension DatasetSource {
  /// The file's place in the file system.
  var filePath: String? {
    if case .file(let bytes) = self { bytes.label } else { nil }
  }
}
