import Files
import Foundation

/// A Jupyter notebook as Markdown: what `JupyterExporter` wrote comes back to the byte, a cell that
/// was edited or added since with its new words, a notebook of another language as prose.
enum JupyterReading {
  static func document(_ bytes: [UInt8], path: String) throws(NotebookError) -> NotebookDocument {
    let notebook: JSON
    do { notebook = try JSON.parse(FileBytes(label: path, bytes: bytes)) } catch {
      throw .file(error)
    }
    guard let cells = notebook["cells"]?.array else { throw .noJupyterNotebook(path: path) }
    let own = notebook["metadata"]?["peftbook"]
    let lineEnd: [UInt8] =
      own?["line_end"]?.string == "crlf" ? [.carriageReturn, .lineFeed] : [.lineFeed]
    let metadata = notebook["metadata"]
    let language =
      metadata?["kernelspec"]?["language"]?.string ?? metadata?["language_info"]?["name"]?.string
    var result = Array((own?["head"]?.string ?? "").utf8)
    if let encoded = own?["head_bytes"]?.string, let data = Data(base64Encoded: encoded) {
      result = Array(data)
    }
    for cell in cells {
      guard let object = cell.object else { throw .noJupyterNotebook(path: path) }
      result +=
        kept(object) ?? self.bytes(of: object, lineEnd: lineEnd, language: language ?? "peft")
    }
    return NotebookDocument.parse(result)
  }

  /// The bytes kept beside a cell, if its words are still those they were kept for.
  private static func kept(_ object: JSONObject) -> [UInt8]? {
    let own = object["metadata"]?["peftbook"]
    guard let encoded = own?["bytes"]?.string, own?["of"]?.string == digest(of: object),
      let data = Data(base64Encoded: encoded)
    else { return nil }
    return Array(data)
  }

  static func digest(of object: JSONObject) -> String {
    let words = Array((source(object) + "\u{0}" + output(object)).utf8)
    return String(words.withUnsafeBytes { sha256($0) }.prefix(16))
  }

  /// Line feeds only, and no characters that are none.
  static func plain(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
  }

  /// The Markdown of a cell by its words.
  static func bytes(
    of object: JSONObject, lineEnd: [UInt8], language: String = "peft"
  ) -> [UInt8] {
    let own = object["metadata"]?["peftbook"]
    let text =
      object["cell_type"]?.string == "code"
      ? code(object, own, language)
      : prose(source(object), own)
    let bytes = Array(text.utf8)
    return lineEnd.count == 1 ? bytes : bytes.flatMap { $0 == .lineFeed ? lineEnd : [$0] }
  }

  private static func prose(_ text: String, _ own: JSON?) -> String {
    func lineEnds(_ count: Int) -> String {
      String(repeating: "\n", count: min(max(count, 0), 1000))
    }
    return lineEnds(own?["before"]?.int ?? 0) + text + lineEnds(own?["after"]?.int ?? 2)
  }

  private static func code(_ object: JSONObject, _ own: JSON?, _ language: String) -> String {
    let source = source(object)
    let marks = fence(around: source)
    var text = block(
      source.isEmpty ? "" : source + "\n", own?["fence"]?.string ?? marks + language,
      own?["end"]?.string ?? marks)
    if let opening = own?["output"]?.string {
      text += own?["between"]?.string ?? ""
      text += block(output(object), opening, own?["output_end"]?.string ?? "```")
    }
    return text + (own?["after"]?.string ?? "\n")
  }

  /// Lines between fences, indented as the opening one is.
  private static func block(_ body: String, _ opening: String, _ closing: String) -> String {
    let indent = String(opening.prefix { $0 == " " })
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return opening + "\n" + lines.map { ($0.isEmpty ? "" : indent) + $0 + "\n" }.joined()
      + closing + "\n"
  }

  private static func fence(around text: String) -> String {
    var longest = 2
    var run = 0
    for byte in text.utf8 {
      run = byte == .backtick ? run + 1 : 0
      longest = max(longest, run)
    }
    return String(repeating: "`", count: longest + 1)
  }

  private static func source(_ object: JSONObject) -> String { joined(object["source"]) }

  /// What the cell's streams printed.
  private static func output(_ object: JSONObject) -> String {
    (object["outputs"]?.array ?? []).map { joined($0["text"]) }.joined()
  }

  /// A text, or the lines of one.
  private static func joined(_ json: JSON?) -> String {
    json?.string ?? (json?.array ?? []).compactMap(\.string).joined()
  }
}
