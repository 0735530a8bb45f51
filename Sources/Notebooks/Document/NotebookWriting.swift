import Files

extension NotebookDocument {
  /// Brings the cells of a notebook on disk into their one spelling.
  ///
  /// - Parameter cache: of the notebook: who runs or edits it holds a lock there.
  /// - Returns: whether a byte changed; an unchanged file is not written.
  /// - Throws: `inUse` too.
  package static func format(path: String, cache: ResultCache) throws(NotebookError) -> Bool {
    let lock = try cache.lockIfUsed(notebook: path)
    defer { withExtendedLifetime(lock) {} }
    let file = try NotebookFile(path)
    let bytes = try file.document.formatted(file: path).printed()
    if bytes == file.bytes { return false }
    try file.replace(with: bytes)
    return true
  }

  /// Puts our two keys into its front matter. Outputs of two arithmetics do not stand under one
  /// name: while a cell is stale, an arithmetic that is recorded stays.
  ///
  /// - Parameter version: written where there is none.
  package mutating func sign(version: String, arithmetic: String, isFresh: Bool) {
    if frontMatter?["peftbook"] == nil { setFrontMatter("peftbook", to: version) }
    if isFresh || frontMatter?["arithmetic"] == nil {
      setFrontMatter("arithmetic", to: arithmetic)
    }
  }

  /// Writes the document as a file, whole or not at all.
  ///
  /// A file that is there is replaced when it is empty or a notebook that peftbook wrote, which
  /// says so in its front matter, or when `overwrite` says so.
  ///
  /// - Parameter typed: the path as the user wrote it, for the message.
  package func write(
    to path: String, typed: String, overwrite: Bool
  ) throws(NotebookError) {
    if !overwrite, AtomicFile.holdsText(path) {
      let old = try NotebookFile(path)
      guard old.document.frontMatter?["peftbook"] != nil else {
        throw .file(.inTheWay(path: typed))
      }
    }
    try NotebookFile.write(printed(), to: path)
  }
}

extension StatementResult {
  /// The statement's object for `--json`, on one line.
  package var jsonLine: String { JSON.object(record).serialized() }
}
