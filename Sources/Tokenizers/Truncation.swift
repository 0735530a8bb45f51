/// The tokens of one text.
struct SequenceTokens {
  var ids: [Int32] = []
  var offsets: [Range<Int>] = []
  /// Of each token, where offsets are trimmed; else empty.
  var blanks: [TokenBlanks] = []
  /// Whether tokens are missing.
  var isCut = false

  mutating func append(_ id: Int32, _ range: Range<Int>) {
    ids.append(id)
    offsets.append(range)
  }

  /// Keeps so many tokens from the start, or from the end.
  mutating func cut(to count: Int, keepingEnd: Bool) {
    guard count < ids.count else { return }
    isCut = true
    if keepingEnd {
      ids.removeFirst(ids.count - count)
      offsets.removeFirst(offsets.count - count)
      if !blanks.isEmpty { blanks.removeFirst(blanks.count - count) }
    } else {
      ids.removeLast(ids.count - count)
      offsets.removeLast(offsets.count - count)
      if !blanks.isEmpty { blanks.removeLast(blanks.count - count) }
    }
  }

  /// Takes blanks out of the offsets.
  mutating func apply(_ trims: [OffsetTrim]) {
    for trim in trims {
      for i in blanks.indices where blanks[i] != TokenBlanks() {
        offsets[i] = trim.trimmed(offsets[i], blanks[i], isFirst: i == 0)
      }
    }
  }
}

/// How many tokens of each text stay, the longer one giving way first; of two that are both too
/// long each gets half, the longer, or else the second, the odd one.
///
/// Source: `truncate_encodings` of Hugging Face `tokenizers`.
func longestFirst(_ counts: [Int], room: Int) -> [Int] {
  guard counts.reduce(0, +) > room else { return counts }
  guard counts.count == 2 else { return [room] }
  let firstIsLonger = counts[0] > counts[1]
  var short = min(counts[0], counts[1])
  var long = short > room ? short : max(short, room - short)
  if short + long > room {
    short = room / 2
    long = short + room % 2
  }
  return firstIsLonger ? [long, short] : [short, long]
}
