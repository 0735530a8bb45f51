import Files

/// Which file or subfolder of a data set's folder is meant.
enum Splits {
  /// Splits are listed in this order, others behind them by code points.
  private static let usual = [
    "train", "dev", "validation", "valid", "val", "eval", "test", "unsupervised",
  ]

  /// A file as it is; in a folder the split asked for, or the only one.
  static func choose(
    _ source: DatasetSource, _ request: DatasetRequest, readers: [any DataReader.Type]
  ) throws(TaskError) -> DatasetSource {
    switch source {
    case .file(let file):
      if let split = request.split { throw .splitOfFile(file: file.label, split: split) }
      return source
    case .folder(let folder, let path):
      if request.split == nil, readers.contains(where: { $0.recognises(source) > .no }) {
        return source
      }
      // README.txt and dataset_infos.json stand beside the data: such files count when they are
      // asked for, or when there are no others.
      var splits = inFolder(folder, path, readers) { $0 == request.split || usual.contains($0) }
      if splits.isEmpty { splits = inFolder(folder, path, readers) { _ in true } }
      let names = inOrder(splits.keys.map(\.text))
      if names.isEmpty { return try chooseInside(folder, path, request, readers) }
      guard let split = request.split ?? (names.count == 1 ? names[0] : nil) else {
        throw .splitNeeded(folder: folder.path, splits: names)
      }
      guard let found = splits[ByteKey(split)] else {
        throw .unknownSplit(folder: folder.path, split: split, splits: names)
      }
      if found.count > 1 {
        throw .splitAmbiguous(folder: folder.path, split: split, files: found.map(\.name))
      }
      return try open(found[0], folder, path)
    }
  }

  /// Repositories of the hub keep their files in a folder `data`.
  private static func chooseInside(
    _ folder: any Folder, _ path: String?, _ request: DatasetRequest,
    _ readers: [any DataReader.Type]
  ) throws(TaskError) -> DatasetSource {
    if let inner = inner(folder, path) { return try choose(inner, request, readers: readers) }
    let found = columnarEndings.first { kind in
      folder.names.contains { FileHead.ending(of: $0) == kind.ending }
    }
    guard let found else { throw .noData(folder: folder.path) }
    throw .unsupported(
      file: folder.path, found: "a folder of \(found.name) files", formats: readers.map { $0.name })
  }

  /// Of files that cannot be read, which data sets of the hub mostly are.
  static let columnarEndings = [
    (ending: "parquet", name: "Parquet"), (ending: "arrow", name: "Arrow"),
  ]

  private static func inner(_ folder: any Folder, _ path: String?) -> DatasetSource? {
    guard let path, folder.contains("data"), let inner = try? DiskFolder(path + "/data") else {
      return nil
    }
    return .folder(inner, diskPath: inner.path)
  }

  /// The names that `split=` may have; none for a file.
  static func names(of source: DatasetSource, readers: [any DataReader.Type]) -> [String] {
    guard case .folder(let folder, let path) = source else { return [] }
    let splits = inFolder(folder, path, readers) { usual.contains($0) }
    if splits.isEmpty, let inner = inner(folder, path) { return names(of: inner, readers: readers) }
    return inOrder(splits.keys.map(\.text))
  }

  private struct Entry {
    let name: String
    let isFolder: Bool
  }

  /// - Parameter isSplit: whether a text or JSON file of that stem is one.
  private static func inFolder(
    _ folder: any Folder, _ path: String?, _ readers: [any DataReader.Type],
    isSplit: (String) -> Bool
  ) -> [ByteKey: [Entry]] {
    var splits: [ByteKey: [Entry]] = [:]
    for name in folder.names {
      let ending = FileHead.ending(of: name)
      guard !name.utf8.starts(with: ".".utf8),
        readers.contains(where: { ($0.extensions + $0.sharedExtensions).contains(ending) })
      else { continue }
      let stem = String(decoding: name.utf8.dropLast(ending.utf8.count + 1), as: UTF8.self)
      let isDoubtful = (PlainTextReader.extensions + JSONArrayReader.extensions).contains(ending)
      if isDoubtful, !isSplit(stem) { continue }
      splits[ByteKey(stem), default: []].append(Entry(name: name, isFolder: false))
    }
    if let path, readers.contains(where: { $0 == LabelFolderReader.self }) {
      for name in DirectoryListing(path).folders
      where !LabelFolderReader.labelFolders(in: path + "/" + name).isEmpty {
        splits[ByteKey(name), default: []].append(Entry(name: name, isFolder: true))
      }
    }
    return splits
  }

  private static func inOrder(_ names: [String]) -> [String] {
    let others = names.filter { !usual.contains($0) }
    return usual.filter(names.contains)
      + others.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func open(
    _ entry: Entry, _ folder: any Folder, _ path: String?
  ) throws(TaskError) -> DatasetSource {
    do {
      guard entry.isFolder, let path else { return .file(try folder.open(entry.name)) }
      let inner = path + "/" + entry.name
      return .folder(try DiskFolder(inner), diskPath: inner)
    } catch {
      throw .file(error)
    }
  }
}
