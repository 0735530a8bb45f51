import Files

/// A notebook on disk, as it was when it was read.
struct NotebookFile {
  let path: String
  let bytes: [UInt8]

  init(_ path: String) throws(NotebookError) {
    self.path = path
    bytes = try NotebookFile.read(path)
  }

  var document: NotebookDocument { NotebookDocument.parse(bytes) }

  /// Writes another content to the same path, unless the file is no longer the one that was read.
  func replace(with new: [UInt8]) throws(NotebookError) {
    guard try NotebookFile.read(path) == bytes else { throw .editedMeanwhile(path: path) }
    try NotebookFile.write(new, to: path)
  }

  static func write(_ bytes: [UInt8], to path: String) throws(NotebookError) {
    do { try AtomicFile.write(bytes: bytes, to: path) } catch { throw .file(error) }
  }

  /// To be asked before work whose result is to be written there.
  static func checkWritable(_ path: String) throws(NotebookError) {
    do { try AtomicFile.check(path) } catch { throw .file(error) }
  }

  private static func read(_ path: String) throws(NotebookError) -> [UInt8] {
    do {
      let file = try FileBytes(mapping: path)
      return withExtendedLifetime(file) { Array(file.bytes) }
    } catch { throw .file(error) }
  }
}

extension NotebookDocument {
  /// The only thing that makes a notebook impossible to run as a whole: a cell without an end.
  package func requireClosedCells(file: String) throws(NotebookError) {
    for cell in cells(file: file) where cell.block.closing == nil {
      if let defect = cell.defect { throw .located(defect) }
    }
  }
}
