/// The notebook as Markdown: what it is anyway, or was before it became another form.
enum MarkdownExporter: NotebookExporter {
  static let name = "md"
  static let fileExtension = "md"

  static func export(_ document: NotebookDocument, title: String) -> [UInt8] { document.printed() }
}
