/// The bytes behind the characters of the byte-level alphabet.
struct ByteLevelDecoder: TokenDecoder {
  static let type = "ByteLevel"

  init(_ component: Component) throws(TokenizerError) {}

  func decode(_ tokens: [String]) -> [String] {
    var bytes: [UInt8] = []
    for token in tokens {
      let own = token.unicodeScalars.map { ByteLevelAlphabet.bytes[$0.value] }
      // A token with another character, as an added one may have, stands for itself.
      if own.contains(nil) { bytes += token.utf8 } else { bytes += own.compactMap { $0 } }
    }
    return [String(decoding: bytes, as: UTF8.self)]
  }
}

/// Marks as spaces, but for those of the first token.
struct MetaspaceDecoder: TokenDecoder {
  static let type = "Metaspace"

  private let mark: Unicode.Scalar
  private let dropsFirst: Bool

  init(_ component: Component) throws(TokenizerError) {
    mark = try component.scalar("replacement")
    dropsFirst = try PrependScheme(component) != .never
  }

  func decode(_ tokens: [String]) -> [String] {
    tokens.enumerated().map { i, token in
      var text = String.UnicodeScalarView()
      for c in token.unicodeScalars {
        if c != mark { text.append(c) } else if i > 0 || !dropsFirst { text.append(" ") }
      }
      return String(text)
    }
  }
}

/// Tokens such as `<0xE2>` as the text of their bytes; a run that is no UTF-8 as a U+FFFD for each.
struct ByteFallbackDecoder: TokenDecoder {
  static let type = "ByteFallback"

  init(_ component: Component) throws(TokenizerError) {}

  func decode(_ tokens: [String]) -> [String] {
    var result: [String] = []
    var run: [UInt8] = []
    func flush() {
      guard !run.isEmpty else { return }
      if let text = String(validating: run, as: UTF8.self) {
        result.append(text)
      } else {
        result += repeatElement("\u{FFFD}", count: run.count)
      }
      run.removeAll()
    }
    for token in tokens {
      if let byte = ByteToken.byte(token) {
        run.append(byte)
      } else {
        flush()
        result.append(token)
      }
    }
    flush()
    return result
  }
}

/// All tokens as one text.
struct FuseDecoder: TokenDecoder {
  static let type = "Fuse"

  init(_ component: Component) throws(TokenizerError) {}

  func decode(_ tokens: [String]) -> [String] { [tokens.joined()] }
}

/// A character dropped at the ends of each token, so many times at most.
struct StripDecoder: TokenDecoder {
  static let type = "Strip"

  private let content: Unicode.Scalar
  private let start: Int
  private let stop: Int

  init(_ component: Component) throws(TokenizerError) {
    content = try component.scalar("content")
    start = try component.count("start")
    stop = try component.count("stop")
  }

  func decode(_ tokens: [String]) -> [String] {
    tokens.map { token in
      var text = token.unicodeScalars[...]
      text = text.dropFirst(min(start, text.prefix { $0 == content }.count))
      text = text.dropLast(min(stop, text.reversed().prefix { $0 == content }.count))
      return String(String.UnicodeScalarView(text))
    }
  }
}

/// Each match of a pattern replaced by a text.
struct ReplaceDecoder: TokenDecoder {
  static let type = "Replace"

  private let pattern: any TextPattern
  private let content: [UInt8]

  init(_ component: Component) throws(TokenizerError) {
    pattern = try makeTextPattern(component)
    content = Array(try component.string("content").utf8)
  }

  func decode(_ tokens: [String]) -> [String] {
    tokens.map { token in
      var token = token
      return token.withUTF8 { text in
        var result: [UInt8] = []
        var done = 0
        while let match = pattern.next(in: text, from: done, to: text.count) {
          result += text[done..<match.lowerBound]
          result += content
          done = match.upperBound
        }
        result += text[done...]
        return String(decoding: result, as: UTF8.self)
      }
    }
  }
}

/// Decoders one after the other.
struct SequenceDecoder: TokenDecoder {
  static let type = "Sequence"

  private let parts: [any TokenDecoder]

  init(_ component: Component) throws(TokenizerError) {
    parts = try component.parts("decoders", makeTokenDecoder)
  }

  func decode(_ tokens: [String]) -> [String] {
    parts.reduce(tokens) { tokens, part in part.decode(tokens) }
  }
}
