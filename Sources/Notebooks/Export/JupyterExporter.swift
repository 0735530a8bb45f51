import Files
import Foundation

/// A Jupyter notebook, from which `--to md` makes the same Markdown again, byte for byte.
///
/// Source: the notebook format 4.5, `nbformat.v4.5.schema.json`.
enum JupyterExporter: NotebookExporter {
  static let name = "ipynb"
  static let fileExtension = "ipynb"

  static func export(_ document: NotebookDocument, title: String) -> [UInt8] {
    let parts = JupyterParts(document)
    var own: JSONObject = [:]
    if !parts.head.isEmpty { own["head"] = .string(text(parts.head)) }
    if parts.lineEnd.count == 2 { own["line_end"] = .string("crlf") }
    if text(parts.head).utf8.elementsEqual(parts.head) == false {
      own["head_bytes"] = .string(Data(parts.head).base64EncodedString())
    }
    var numbers = [0, 0]
    let cells = parts.segments.map { segment in
      let kind = segment.cell == nil ? 0 : 1
      numbers[kind] += 1
      return cell(segment, id: ["prose-", "cell-"][kind] + "\(numbers[kind])", parts.lineEnd)
    }
    let notebook: JSON = .object([
      "cells": .array(cells),
      "metadata": .object([
        "kernelspec": .object([
          "display_name": .string("peftbook"), "language": .string("peft"),
          "name": .string("peftbook"),
        ]),
        "language_info": .object([
          "file_extension": .string(".peft"), "name": .string("peft"),
        ]),
        "peftbook": .object(own),
      ]),
      "nbformat": .integer(4), "nbformat_minor": .integer(5),
    ])
    return Array((notebook.serialized(indent: 1, sortedKeys: true) + "\n").utf8)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func cell(
    _ segment: JupyterParts.Segment, id: String, _ lineEnd: [UInt8]
  ) -> JSON {
    var object = segment.object
    object["id"] = .string(id)
    // What the words of the cell do not give back exactly is kept beside them, until they change.
    if JupyterReading.bytes(of: object, lineEnd: lineEnd) != segment.bytes {
      var own = object["metadata"]?["peftbook"]?.object ?? [:]
      own["bytes"] = .string(Data(segment.bytes).base64EncodedString())
      own["of"] = .string(JupyterReading.digest(of: object))
      object["metadata"] = .object(["peftbook": .object(own)])
    }
    return .object(object)
  }

  /// A text as the format holds it: its lines, each with its line end.
  static func lines(_ text: String) -> JSON {
    .array(
      lineSlices(of: Array(text.utf8)[...]).map { .string(String(decoding: $0, as: UTF8.self)) })
  }
}

/// A notebook's file cut into what becomes one cell each.
struct JupyterParts {
  struct Segment {
    var bytes: [UInt8]
    /// Nil for prose.
    var cell: Cell?
    /// What stands between a cell and its output, and behind them, up to the next segment.
    var between: [UInt8] = []
    var after: [UInt8] = []
  }

  /// What stands before the first cell and is no prose: a byte-order mark, front matter.
  private(set) var head: [UInt8] = []
  private(set) var segments: [Segment] = []
  let lineEnd: [UInt8]

  init(_ document: NotebookDocument) {
    lineEnd = document.lineEnd
    var cells = document.cells(file: "")[...]
    for piece in document.pieces {
      switch piece {
      case .frontMatter(let matter): head += matter.bytes
      case .prose(let bytes):
        let isBlank = bytes.allSatisfy { $0.isBlank || $0 == .lineFeed || $0 == .carriageReturn }
        if segments.isEmpty, isBlank || bytes == byteOrderMark {
          head += bytes
        } else if isBlank, segments.last?.cell != nil {
          segments[segments.count - 1].bytes += bytes
          segments[segments.count - 1].after += bytes
        } else {
          segments.append(Segment(bytes: bytes))
        }
      case .cell(let block):
        segments.append(Segment(bytes: block.bytes, cell: cells.popFirst()))
      case .output(let block):
        segments[segments.count - 1].bytes += block.bytes
        segments[segments.count - 1].between = segments[segments.count - 1].after
        segments[segments.count - 1].after = []
      }
    }
  }
}

extension JupyterParts.Segment {
  /// The cell of the format, without its id.
  var object: JSONObject {
    guard let cell else { return prose }
    var own: JSONObject = [
      "fence": .string(MarkdownLine.text(cell.block.opening)),
      "end": .string(MarkdownLine.text(cell.block.closing ?? [])),
      "after": .string(JupyterReading.plain(after)),
    ]
    var outputs: [JSON] = []
    if let output = cell.recorded?.block {
      own["between"] = .string(JupyterReading.plain(between))
      own["output"] = .string(MarkdownLine.text(output.opening))
      own["output_end"] = .string(MarkdownLine.text(output.closing ?? []))
      let text = output.lines.map { $0 + "\n" }.joined()
      if !text.isEmpty {
        outputs.append(
          .object([
            "name": .string("stdout"), "output_type": .string("stream"),
            "text": JupyterExporter.lines(text),
          ]))
      }
    }
    return [
      "cell_type": .string("code"), "execution_count": .null, "id": .null,
      "metadata": .object(["peftbook": .object(own)]), "outputs": .array(outputs),
      "source": JupyterExporter.lines(cell.block.lines.joined(separator: "\n")),
    ]
  }

  private var prose: JSONObject {
    var text = JupyterReading.plain(bytes)[...]
    let before = text.prefix { $0 == "\n" }.count
    text = text.dropFirst(before)
    let after = text.reversed().prefix { $0 == "\n" }.count
    text = text.dropLast(after)
    return [
      "cell_type": .string("markdown"), "id": .null,
      "metadata": .object([
        "peftbook": .object(["after": .integer(after), "before": .integer(before)])
      ]),
      "source": JupyterExporter.lines(String(text)),
    ]
  }
}

extension MarkdownLine {
  /// A line's characters without its line end.
  static func text(_ line: [UInt8]) -> String {
    String(decoding: MarkdownLine(line[...]).bytes, as: UTF8.self)
  }
}
