import Files

/// A format of files that hold a row a line.
protocol TableReader: FileReader {
  static func table(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Table
}

extension TableReader {
  static func read(_ file: FileBytes, _ request: DatasetRequest) throws(TaskError) -> Dataset {
    try table(file, request).dataset(request)
  }

  /// The names of the columns by the beginning of a file; none where it has none, or does not read.
  static func columns(_ file: FileBytes, _ request: DatasetRequest) -> [String] {
    guard let table = try? table(beginning(of: file), request), table.isNamed else { return [] }
    return table.columns.filter { !$0.isEmpty }
  }

  /// As many whole lines as are read for a look.
  private static func beginning(of file: FileBytes) -> FileBytes {
    let most = 1 << 16
    guard file.count > most else { return file }
    let end = file.bytes[..<most].lastIndex(of: 0x0A).map { $0 + 1 } ?? most
    return file[0..<end]
  }
}
