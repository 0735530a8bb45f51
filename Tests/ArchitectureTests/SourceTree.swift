import Foundation

/// The sources of this package as text.
struct SourceFile: Sendable {
  let target: String
  /// Relative to `Sources`.
  let path: String
  let lines: [String]

  var name: String { String(path.split(separator: "/").last ?? "") }
}

enum SourceTree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file under `folder`, which is relative to the package.
  static func files(under folder: String) throws -> [SourceFile] {
    let base = root.appending(path: folder).standardizedFileURL
    let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
    var files: [SourceFile] = []
    while let url = walk?.nextObject() as? URL {
      guard url.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: url, encoding: .utf8)
      let path = String(url.standardizedFileURL.path.dropFirst(base.path.count + 1))
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let target = path.split(separator: "/").first.map(String.init) ?? ""
      files.append(SourceFile(target: target, path: path, lines: lines))
    }
    return files.sorted { $0.path < $1.path }
  }
}

extension SourceFile {
  /// The modules a file imports, whatever attribute or kind stands before the name.
  var imports: [String] {
    lines.compactMap { line in
      var words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
      let modifiers = ["package", "internal", "public", "private", "fileprivate"]
      while let first = words.first, first.hasPrefix("@") || modifiers.contains(first) {
        words.removeFirst()
      }
      guard words.count >= 2, words[0] == "import" else { return nil }
      let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
      let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
      return name.split(separator: ".").first.map(String.init)
    }
  }

  /// The lines with strings and comments blanked, so that a search finds code only.
  var code: [String] {
    var isInLongString = false
    return lines.map { line in Self.code(line, &isInLongString) }
  }

  private static func code(_ line: String, _ isInLongString: inout Bool) -> String {
    var code = ""
    var isInString = false
    var rest = Substring(line)
    while let next = rest.first {
      if !isInString, rest.hasPrefix("\"\"\"") {
        isInLongString.toggle()
        rest = rest.dropFirst(3)
        continue
      }
      if isInLongString || isInString {
        if next == "\\" { rest = rest.dropFirst() }
        if next == "\"" { isInString = false }
      } else if next == "\"" {
        isInString = true
      } else if rest.hasPrefix("//") {
        break
      } else {
        code.append(next)
      }
      rest = rest.dropFirst()
    }
    return code
  }
}
