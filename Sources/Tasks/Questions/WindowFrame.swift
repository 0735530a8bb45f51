import Tokenizers

/// What a tokenizer puts around a question and its context.
struct WindowFrame {
  let before: ArraySlice<Int32>
  let between: ArraySlice<Int32>
  let after: ArraySlice<Int32>
  private let beforeTypes: ArraySlice<Int32>
  private let betweenTypes: ArraySlice<Int32>
  private let afterTypes: ArraySlice<Int32>
  private let questionType: Int32
  private let contextType: Int32
  /// Where CLS stands among what comes first, else 0.
  let noAnswer: Int32

  /// Number of special tokens.
  var count: Int { before.count + between.count + after.count }

  /// Read off a short pair, since templates are as free as `tokenizer.json` allows.
  init(_ tokenizer: any Tokenizer) {
    let pair = tokenizer.encode("a", pair: "a", maxLength: nil)
    let first = pair.sequence.firstIndex(of: 0) ?? 0
    let firstEnd = (pair.sequence.lastIndex(of: 0) ?? -1) + 1
    let second = pair.sequence.firstIndex(of: 1) ?? pair.ids.count
    let secondEnd = (pair.sequence.lastIndex(of: 1) ?? pair.ids.count - 1) + 1
    let before = pair.ids[..<first]
    self.before = before
    between = pair.ids[firstEnd..<second]
    after = pair.ids[secondEnd...]
    beforeTypes = pair.typeIDs[..<first]
    betweenTypes = pair.typeIDs[firstEnd..<second]
    afterTypes = pair.typeIDs[secondEnd...]
    questionType = firstEnd > 0 ? pair.typeIDs[first] : 0
    contextType = second < pair.ids.count ? pair.typeIDs[second] : 0
    noAnswer = tokenizer.special.cls.flatMap { before.firstIndex(of: $0) }.map(Int32.init) ?? 0
  }

  func ids(_ question: [Int32], _ context: ArraySlice<Int32>) -> [Int32] {
    before + question + between + context + after
  }

  func typeIDs(_ question: Int, _ context: Int) -> [Int32] {
    beforeTypes + [Int32](repeating: questionType, count: question) + betweenTypes
      + [Int32](repeating: contextType, count: context) + afterTypes
  }
}

/// Ranges of a context's tokens that overlap by `stride`; the last ends where the context ends.
///
/// Source: `Encoding::truncate` of Hugging Face `tokenizers`.
///
/// - Parameters:
///   - count: tokens of the context.
///   - room: tokens a window.
///   - stride: less than `room`.
func overlappingRanges(_ count: Int, room: Int, stride: Int) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  var start = 0
  repeat {
    let end = min(start + room, count)
    ranges.append(start..<end)
    start += room - stride
  } while ranges.last!.upperBound < count
  return ranges
}
