/// The formats a notebook can be exported to. One file a format, one line here.
package var notebookExporters: [any NotebookExporter.Type] {
  [HTMLExporter.self, JupyterExporter.self, MarkdownExporter.self]
}

/// Another form of a notebook's file, made from the file alone: nothing is run.
package protocol NotebookExporter {
  /// The word after `--to`.
  static var name: String { get }
  /// What its files end with, without the point.
  static var fileExtension: String { get }

  /// The same bytes for the same document, on any machine.
  ///
  /// - Parameter title: what the file is called where its prose has no heading.
  static func export(_ document: NotebookDocument, title: String) -> [UInt8]
}

/// A notebook read to be written in another form.
package enum NotebookExport {
  /// The document in a file: Markdown, or what `ipynb` exports.
  package static func read(_ path: String) throws(NotebookError) -> NotebookDocument {
    let file = try NotebookFile(path)
    guard path.hasSuffix("." + JupyterExporter.fileExtension) else { return file.document }
    return try JupyterReading.document(file.bytes, path: path)
  }

  /// Where an export goes if nobody says: beside the notebook, under its name.
  package static func path(of notebook: String, as exporter: any NotebookExporter.Type) -> String {
    base(of: notebook) + "." + exporter.fileExtension
  }

  /// A file's name without folder and ending.
  package static func title(of path: String) -> String {
    base(of: path).split(separator: "/").last.map(String.init) ?? path
  }

  package static func write(_ bytes: [UInt8], to path: String) throws(NotebookError) {
    try NotebookFile.write(bytes, to: path)
  }

  private static func base(of path: String) -> String {
    for ending in [".md", ".markdown", "." + JupyterExporter.fileExtension]
    where path.hasSuffix(ending) && path.utf8.count > ending.utf8.count {
      return String(path.dropLast(ending.count))
    }
    return path
  }
}
