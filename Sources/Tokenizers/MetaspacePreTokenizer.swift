/// Where `Metaspace` puts its mark before a text.
enum PrependScheme: String {
  case always, first, never

  /// `prepend_scheme`, else the older `add_prefix_space`.
  init(_ component: Component) throws(TokenizerError) {
    let addPrefixSpace = try component.bool("add_prefix_space", default: true)
    guard component.json["prepend_scheme"] != nil else {
      self = addPrefixSpace ? .always : .never
      return
    }
    let name = try component.string("prepend_scheme")
    guard let scheme = Self(rawValue: name) else {
      throw component.wrong("prepend_scheme", "always, first or never")
    }
    if component.json["add_prefix_space"] != nil, !addPrefixSpace, scheme != .never {
      throw component.malformed("'add_prefix_space' is false beside the scheme '\(name)'")
    }
    self = scheme
  }
}

/// Spaces as a mark, which words then begin with.
struct MetaspacePreTokenizer: PreTokenizer {
  static let type = "Metaspace"

  private let scheme: PrependScheme
  private let mark: [UInt8]
  private let splits: Bool

  init(_ component: Component) throws(TokenizerError) {
    scheme = try PrependScheme(component)
    mark = Array(String(try component.scalar("replacement")).utf8)
    splits = try component.bool("split", default: true)
  }

  func split(_ pieces: inout PreTokenizedText) {
    pieces.rewrite { text, words, result, resultWords in
      result.reserve(text.count + text.count / 2)
      for word in words {
        let start = result.count
        // The source says whether the word stands at the start of the text.
        let origin = text.source[word.lowerBound]
        let prepends = scheme == .always || (scheme == .first && origin == 0)
        if prepends, text.bytes[word.lowerBound] != 0x20, !isMark(text, word) {
          result.append(mark, from: origin)
        }
        for i in word {
          if text.bytes[i] == 0x20 {
            result.append(mark, from: text.source[i])
          } else {
            result.reserve(1)
            result.appendReserved(text.bytes[i], from: text.source[i])
          }
        }
        resultWords.append(start..<result.count)
      }
    }
    if splits { pieces.cut(cutAtMarks) }
  }

  private func isMark(_ text: borrowing NormalizedText, _ word: Range<Int>) -> Bool {
    word.count >= mark.count
      && mark.indices.allSatisfy { text.bytes[word.lowerBound + $0] == mark[$0] }
  }

  /// Each mark begins a word; of several in a row each but the last is one.
  private func cutAtMarks(
    _ text: UnsafeBufferPointer<UInt8>, _ word: Range<Int>, _ words: inout [Range<Int>]
  ) {
    var (start, i) = (word.lowerBound, word.lowerBound)
    while i + mark.count <= word.upperBound {
      if text[i] == mark[0], mark.indices.allSatisfy({ text[i + $0] == mark[$0] }) {
        if start < i { words.append(start..<i) }
        start = i
        i += mark.count
      } else {
        i += 1
      }
    }
    if start < word.upperBound { words.append(start..<word.upperBound) }
  }
}
