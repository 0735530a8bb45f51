import Files

/// Reads data sets: finds the split and the format, reads the rows, and keeps those asked for.
package enum DatasetLoader {
  /// - Throws: one `TaskError` with the place of the first thing that is wrong; nothing is kept
  ///   then.
  package static func load(
    _ source: DatasetSource, _ request: DatasetRequest
  ) throws(TaskError) -> Dataset {
    var named: (any DataReader.Type)?
    if let format = request.format { named = try Self.reader(named: format) }
    let chosen = try Splits.choose(source, request, readers: named.map { [$0] } ?? dataReaders)
    let reader = if let named { named } else { try recognised(chosen) }
    var dataset = try reader.read(chosen, request)
    if Patience.isOver { throw .interrupted }
    if dataset.examples.isEmpty { throw .empty(file: chosen.name) }
    dataset.labelsWereChosen = request.label != nil
    try dataset.select(request)
    return dataset
  }

  /// The file or folder that a data set is read from.
  package static func file(
    of source: DatasetSource, _ request: DatasetRequest
  ) throws(TaskError) -> DatasetSource {
    let named = try request.format.map { (name) throws(TaskError) in try reader(named: name) }
    return try Splits.choose(source, request, readers: named.map { [$0] } ?? dataReaders)
  }

  /// What `split=` may be for a source.
  package static func splits(of source: DatasetSource) -> [String] {
    Splits.names(of: source, readers: dataReaders)
  }

  /// What `text=` and `label=` may be: the names of the columns, by the beginning of the file.
  package static func columns(of source: DatasetSource, _ request: DatasetRequest) -> [String] {
    guard case .file(let file)? = try? file(of: source, request) else { return [] }
    let named = request.format.flatMap { name in dataReaders.first { $0.name == name } }
    let reader = named ?? (try? recognised(.file(file)))
    return (reader as? any TableReader.Type)?.columns(file, request) ?? []
  }

  private static func reader(named name: String) throws(TaskError) -> any DataReader.Type {
    if let reader = dataReaders.first(where: { $0.name == name }) { return reader }
    throw .unknownFormat(name: name, formats: dataReaders.map { $0.name })
  }

  private static func recognised(_ source: DatasetSource) throws(TaskError) -> any DataReader.Type {
    if case .file(let file) = source {
      if file.count == file.contentStart { throw .empty(file: file.label) }
      if let found = foreignFormat(file) {
        throw .unsupported(
          file: file.label, found: found, formats: dataReaders.map { $0.name })
      }
    }
    var best: (reader: any DataReader.Type, sureness: Recognition)?
    for reader in dataReaders {
      let sureness = reader.recognises(source)
      if sureness > best?.sureness ?? .no { best = (reader, sureness) }
    }
    if let best { return best.reader }
    switch source {
    case .folder(let folder, _): throw .noData(folder: folder.path)
    case .file(let file):
      throw .unsupported(
        file: file.label, found: "of no known format", formats: dataReaders.map { $0.name })
    }
  }

  /// What a file is whose first bytes belong to something that is not text.
  private static func foreignFormat(_ file: FileBytes) -> String? {
    let signatures: [([UInt8], String)] = [
      ([0x1F, 0x8B], "compressed by gzip"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd"),
      ([0x50, 0x4B, 0x03, 0x04], "a zip archive"),
      (Array("PAR1".utf8), "a Parquet file"),
      (Array("ARROW1".utf8), "an Arrow file"),
      ([0xFF, 0xFE], "UTF-16 text"),
      ([0xFE, 0xFF], "UTF-16 text"),
    ]
    defer { withExtendedLifetime(file) {} }
    return signatures.first { file.bytes.starts(with: $0.0) }?.1
  }
}
