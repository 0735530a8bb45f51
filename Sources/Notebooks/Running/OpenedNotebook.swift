import Language

/// A notebook that is about to run: read, complete, and with its parameters in place.
struct OpenedNotebook {
  let file: NotebookFile
  var document: NotebookDocument
  let cells: [Cell]
  /// The fingerprint it was recorded with, when that is not the one it runs on.
  let recordedArithmetic: String?

  /// - Throws: when the notebook cannot be read or run.
  init(
    _ path: String, parameters: [String: String], arithmetic: String
  ) throws(NotebookError) {
    file = try NotebookFile(path)
    var document = file.document
    try document.requireClosedCells(file: path)
    try document.setParameters(parameters, file: path)
    self.document = document
    cells = document.cells(file: path)
    let recorded = document.frontMatter?["arithmetic"]
    recordedArithmetic = recorded == arithmetic ? nil : recorded
  }
}
