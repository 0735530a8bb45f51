import Files
import Foundation

/// A folder a label, a file a text, as aclImdb has them.
///
/// Labels and files come in the order of their names' code points. `unsup`, the texts of aclImdb that
/// nobody labelled, is left out and said so.
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
      for name in files(in: path + "/" + labelName) {
        let text = try text(path + "/" + labelName + "/" + name)
        examples.append(
          Example(
            id: .string(labelName + "/" + name), text: text, label: label, row: examples.count + 1))
      }
    }
    var notes: [String] = []
    if found.count > labels.count {
      let count = files(in: path + "/" + unlabelled).count
      notes.append("left out '\(unlabelled)': \(counted(count, "text")) without a label")
    }
    return Dataset(
      source: folder.path, content: .classification(labels: labels), examples: examples,
      notes: notes)
  }

  /// Subfolders that hold files and no further folders, in the order of classes.
  static func labelFolders(in path: String) -> [String] {
    let names = subfolders(of: path).filter {
      subfolders(of: path + "/" + $0).isEmpty && !files(in: path + "/" + $0).isEmpty
    }
    return inLabelOrder(names)
  }

  static func subfolders(of path: String) -> [String] { entries(of: path, folders: true) }

  private static func files(in path: String) -> [String] { entries(of: path, folders: false) }

  /// What a folder holds but hidden names, sorted by code points.
  private static func entries(of path: String, folders: Bool) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let found = names.filter { name in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: path + "/" + name, isDirectory: &isFolder)
      return exists && isFolder.boolValue == folders && !name.utf8.starts(with: ".".utf8)
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

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
    return try file.text(start..<end, row: 1)
  }
}
