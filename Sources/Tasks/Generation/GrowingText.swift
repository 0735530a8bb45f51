import Tokenizers

/// The text of tokens as they come: pieces that no later token changes, up to a stop string.
///
/// Held back are bytes of a character that is not whole yet, and what may be the beginning of a
/// stop string. A stop string is found wherever its characters fall among the tokens, and neither
/// it nor what follows it belongs to the text.
package struct GrowingText {
  private let tokenizer: any Tokenizer
  private let stops: [[UInt8]]
  private var ids: [Int32] = []
  /// UTF-8 that has been given out.
  private var given: [UInt8] = []
  /// Decoding starts here; the bytes before it are settled.
  private var window = Window()
  /// Whether a stop string was found; the text ends before it.
  package private(set) var isStopped = false

  private struct Window {
    /// The first token that is decoded.
    var start = 0
    /// Text of the tokens from `start` up to when the window was moved.
    var known: [UInt8] = []
    /// All text up to there.
    var head: [UInt8] = []
  }

  /// After so many tokens the window moves on, and keeps so many for what a decoder looks back at.
  private static let windowLength = 64
  private static let overlap = 8

  /// - Parameter stop: no empty text among them.
  package init(_ tokenizer: any Tokenizer, stop: [String] = []) {
    precondition(!stop.contains(""), "an empty stop string")
    (self.tokenizer, stops) = (tokenizer, stop.map { Array($0.utf8) })
  }

  /// The text that a further token makes certain.
  package mutating func append(_ id: Int32) -> String {
    guard !isStopped else { return "" }
    ids.append(id)
    let text = decoded()
    let whole = text.count - Self.brokenEnd(text)
    if ids.count - window.start > Self.windowLength, whole == text.count { moveWindow(text) }
    // What was given out stays, even where a decoder should change its mind.
    guard text.starts(with: given) else { return "" }
    if let stop = firstStop(text) {
      isStopped = true
      return give(text[..<stop])
    }
    return give(text[..<max(given.count, whole - openStop(text[..<whole]))])
  }

  /// What was held back, once no token follows.
  package mutating func finish() -> String {
    guard !isStopped else { return "" }
    let text = Array(tokenizer.decode(ids, skipSpecial: true).utf8)
    return text.starts(with: given) ? give(text[...]) : ""
  }

  /// All of the text, as its tokens decode together.
  package var text: String {
    let text = Array(tokenizer.decode(ids, skipSpecial: true).utf8)
    guard isStopped, let stop = firstStop(text) else {
      return String(decoding: text, as: UTF8.self)
    }
    return String(decoding: text[..<stop], as: UTF8.self)
  }

  private mutating func give(_ text: ArraySlice<UInt8>) -> String {
    let piece = String(decoding: text[given.count...], as: UTF8.self)
    given = Array(text)
    return piece
  }

  private func decoded() -> [UInt8] {
    let tail = Array(tokenizer.decode(Array(ids[window.start...]), skipSpecial: true).utf8)
    if tail.starts(with: window.known) { return window.head + tail[window.known.count...] }
    return Array(tokenizer.decode(ids, skipSpecial: true).utf8)
  }

  /// Moves it to a place where the tokens decode as they do after all others; not into a character.
  private mutating func moveWindow(_ text: [UInt8]) {
    let start = ids.count - Self.overlap
    let known = Array(tokenizer.decode(Array(ids[start...]), skipSpecial: true).utf8)
    guard text.reversed().starts(with: known.reversed()) else { return }
    window = Window(start: start, known: known, head: text)
  }

  /// Bytes of replacement characters at the end: a character that is not whole decodes to them.
  private static func brokenEnd(_ text: [UInt8]) -> Int {
    var end = text.count
    while end >= 3, text[end - 3] == 0xEF, text[end - 2] == 0xBF, text[end - 1] == 0xBD { end -= 3 }
    return text.count - end
  }

  /// Where the first stop string begins, among the text that was not given out.
  private func firstStop(_ text: [UInt8]) -> Int? {
    for start in given.count..<max(given.count, text.count)
    where stops.contains(where: { text[start...].starts(with: $0) }) {
      return start
    }
    return nil
  }

  /// How many bytes at the end may be the beginning of a stop string.
  private func openStop(_ text: ArraySlice<UInt8>) -> Int {
    let longest = stops.map { $0.count - 1 }.max() ?? 0
    for length in stride(from: min(longest, text.count), to: 0, by: -1)
    where stops.contains(where: {
      $0.count > length && text.suffix(length).elementsEqual($0.prefix(length))
    }) {
      return length
    }
    return 0
  }
}
