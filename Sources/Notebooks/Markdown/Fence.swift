/// The opening line of a fenced code block.
///
/// Source: CommonMark 0.31, section 4.5.
struct Fence: Equatable, Sendable {
  /// A backtick or a tilde.
  let marker: UInt8
  let length: Int
  /// Spaces before the fence, at most three.
  let indent: Int

  /// Nil when `content`, a line without its indentation, opens no fence.
  init?(_ content: ArraySlice<UInt8>, indent: Int) {
    guard let first = content.first, first == .backtick || first == .tilde else { return nil }
    let length = content.run(of: first)
    guard length >= 3 else { return nil }
    // Backticks in an info string would make it inline code.
    if first == .backtick, content.dropFirst(length).contains(.backtick) { return nil }
    marker = first
    self.length = length
    self.indent = indent
  }

  /// Whether `content`, the rest of a line indented by less than four columns, closes the block.
  func isClosed(by content: ArraySlice<UInt8>) -> Bool {
    let run = content.run(of: marker)
    return run >= length && content.dropFirst(run).allSatisfy(\.isBlank)
  }
}
