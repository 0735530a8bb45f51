import Files

/// A folder a label, a file a text, as aclImdb has them.
///
/// Labels and files come in the order of their names' code points. `unsup`, the texts of aclImdb
/// that nobody labelled, is left out and said so.
struct LabelFolderReader: DataReader {
  static let name = "folder"
  static let summary = "a folder a label, a file a text, as aclImdb"
  static let extensions: [String] = []
  private static let unlabelled = "unsup"

  static func recognises(_ source: DatasetSource) -> Recognition {
    guard case .folder(_, let path?) = source else { return .no }
    return labelFolders(in: path).isEmpty ? .no : .byContent
  }

  static func read(
    _ source: DatasetSource, _ request: DatasetRequest
  ) throws(TaskError) -> Dataset {
    guard case .folder(let folder, let path?) = source else {
      throw .wrongFormat(file: source.name, format: name)
    }
    let found = labelFolders(in: path)
    let labels = found.filter { $0 != unlabelled }
    if labels.isEmpty { throw .noData(folder: folder.path) }
    var examples: [Example] = []
    for (label, labelName) in labels.enumerated() {
      for name in DirectoryListing(path + "/" + labelName).files where !Patience.isOver {
        let text = try text(path + "/" + labelName + "/" + name)
        examples.append(
          Example(
            id: .string(labelName + "/" + name), text: text, label: label, row: examples.count + 1))
      }
    }
    var notes: [String] = []
    if found.count > labels.count {
      let count = DirectoryListing(path + "/" + unlabelled).files.count
      notes.append("left out '\(unlabelled)': \(counted(count, "text")) without a label")
    }
    return Dataset(
      source: folder.path, content: .classification(labels: labels), examples: examples,
      notes: notes)
  }

  /// Subfolders that hold texts and no further folders, in the order of classes.
  static func labelFolders(in path: String) -> [String] {
    let names = DirectoryListing(path).folders.filter { name in
      let inside = DirectoryListing(path + "/" + name)
      return inside.folders.isEmpty && !inside.files.allSatisfy(isTable)
    }
    return inLabelOrder(names)
  }

  /// Whether a file holds many examples: a folder of such is no label.
  private static func isTable(_ name: String) -> Bool {
    tableEndings.contains(FileHead.ending(of: name))
  }

  private static let tableEndings: Set<String> = {
    let others = dataReaders.filter { $0.name != PlainTextReader.name }
    let endings = others.flatMap { $0.extensions + $0.sharedExtensions }
    return Set(endings).union(Splits.columnarEndings.map(\.ending))
  }()

  /// A whole file, without a byte-order mark and without the line end that closes it.
  private static func text(_ path: String) throws(TaskError) -> String {
    let file: FileBytes
    do { file = try FileBytes(mapping: path) } catch { throw .file(error) }
    defer { withExtendedLifetime(file) {} }
    let start = file.contentStart
    var end = file.count
    if end > start, file.bytes[end - 1] == 0x0A {
      end -= 1
      if end > start, file.bytes[end - 1] == 0x0D { end -= 1 }
    }
    return try file.text(start..<end)
  }
}
