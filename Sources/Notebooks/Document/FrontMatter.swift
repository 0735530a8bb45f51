/// The `---` block at the start of a file: lines of `key: value`, of which two are ours.
///
/// Only a line that is set changes; all others keep their bytes.
package struct FrontMatter: Equatable, Sendable {
  /// Every line with its line end, the two fences included.
  private(set) var lines: [[UInt8]]

  /// Nil when `text` does not start with a closed front matter.
  init?(_ text: ArraySlice<UInt8>) {
    var lines: [[UInt8]] = []
    for line in lineSlices(of: text) {
      let content = MarkdownLine(line).bytes.trimmedEnd
      let isEnd = content.elementsEqual("---".utf8)
      if lines.isEmpty {
        guard isEnd else { return nil }
      } else if isEnd || content.elementsEqual("...".utf8) {
        self.lines = lines + [Array(line)]
        return
      }
      lines.append(Array(line))
    }
    return nil
  }

  /// An empty one.
  init(lineEnd: [UInt8]) {
    lines = [Array("---".utf8) + lineEnd, Array("---".utf8) + lineEnd]
  }

  var bytes: [UInt8] { lines.flatMap(\.self) }

  /// A key's value without quotes and comment; nil when the key is absent.
  package subscript(key: String) -> String? {
    guard let index = index(of: key) else { return nil }
    let line = lines[index]
    let value = line[valueRange(in: line, key)]
    if let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      return String(decoding: value.dropFirst().dropLast(), as: UTF8.self)
    }
    return String(decoding: value, as: UTF8.self)
  }

  /// Gives a key its value: in place, or as a new last line.
  package mutating func set(_ key: String, to value: String) {
    let written = Array(FrontMatter.needsQuotes(value) ? "\"\(value)\"".utf8 : value.utf8)
    guard let index = index(of: key) else {
      let lineEnd = FencedBlock.lineEnd(of: lines[0])
      lines.insert(Array("\(key): ".utf8) + written + lineEnd, at: lines.count - 1)
      return
    }
    var line = lines[index]
    let range = valueRange(in: line, key)
    let needsBlank = range.lowerBound == key.utf8.count + 1
    line.replaceSubrange(range, with: needsBlank ? [.space] + written : written)
    lines[index] = line
  }

  private func index(of key: String) -> Int? {
    let start = Array("\(key):".utf8)
    return lines.dropLast().firstIndex { line in
      guard line.starts(with: start) else { return false }
      return line.dropFirst(start.count).first.map { $0.isBlank || $0 < .space } ?? false
    }
  }

  /// The bytes of the value, quotes included, a comment after it excluded.
  private func valueRange(in line: [UInt8], _ key: String) -> Range<Int> {
    let content = MarkdownLine(line[...]).bytes
    let value = content.dropFirst(key.utf8.count + 1).drop(while: \.isBlank)
    if let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
      let end = value.dropFirst().firstIndex(of: quote)
    {
      return value.startIndex..<end + 1
    }
    var end = value.startIndex
    while end < value.endIndex {
      let isComment = value[end] == UInt8(ascii: "#") && content[end - 1].isBlank
      if isComment { break }
      end += 1
    }
    let start = min(value.startIndex, content.endIndex)
    let kept = content[start..<end].trimmedEnd
    return start..<max(start, kept.endIndex)
  }

  private static func needsQuotes(_ value: String) -> Bool {
    guard let first = value.utf8.first, let last = value.utf8.last else { return true }
    return !(first.isLetter || first.isDigit) || last.isBlank || value.contains(": ")
      || value.contains(" #")
  }
}

extension FencedBlock {
  static func lineEnd(of line: [UInt8]) -> [UInt8] {
    line.suffix(2) == [.carriageReturn, .lineFeed] ? [.carriageReturn, .lineFeed] : [.lineFeed]
  }
}

/// The lines of a text, each with its line end; split at line feeds only.
func lineSlices(of text: ArraySlice<UInt8>) -> UnfoldSequence<ArraySlice<UInt8>, Int> {
  sequence(state: text.startIndex) { start in
    guard start < text.endIndex else { return nil }
    let end = text[start...].firstIndex(of: .lineFeed).map { $0 + 1 } ?? text.endIndex
    defer { start = end }
    return text[start..<end]
  }
}
