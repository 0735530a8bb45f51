import Files
import Tokenizers

/// Tokenizes questions with their contexts, a long context in several windows.
///
/// Only the context is cut (`only_second`); white space before a question is dropped. The label of
/// a window is the first reference that has a place in the context.
///
/// Source: `prepare_train_features` of `run_qa.py` in Hugging Face `transformers`, but for an
/// answer that starts at the last token of a window: there `run_qa` runs on past the context, and
/// labels a special or padding token.
///
/// - Parameters:
///   - maxLength: tokens a window at most, special ones included.
///   - stride: tokens by which neighbouring windows overlap.
///   - shrinks: a question that leaves less than `stride` for its context makes windows that
///     overlap by half of what it leaves; else it is an error.
///   - interrupted: asked before every question.
/// - Throws: `interrupted`; `stride` or `window` where windows could not advance.
package func encodeQuestions(
  _ dataset: Dataset, with tokenizer: any Tokenizer, maxLength: Int, stride: Int,
  shrinks: Bool = false, interrupted: () -> Bool
) throws(TaskError) -> EncodedQuestions {
  precondition(stride >= 0, "encodeQuestions: stride \(stride)")
  let frame = WindowFrame(tokenizer)
  guard stride < maxLength - frame.count else {
    throw .stride(stride, maxLength: maxLength, special: frame.count)
  }
  var cutter = WindowCutter(
    tokenizer: tokenizer, frame: frame, maxLength: maxLength, stride: stride, shrinks: shrinks,
    isLabelled: dataset.examples.contains { $0.answers != nil })
  for (turn, example) in dataset.examples.enumerated() {
    if interrupted() { throw .interrupted }
    Patience.tell(turn, of: dataset.examples.count, "question")
    do throws(WindowProblem) { try cutter.add(example) } catch {
      let id = example.id.string ?? example.id.serialized()
      throw .window(file: dataset.source, row: example.row, id: id, problem: error)
    }
  }
  return cutter.result
}

extension WindowProblem: Error {}

/// Windows as they are cut, one question after the other.
private struct WindowCutter {
  let tokenizer: any Tokenizer
  let frame: WindowFrame
  let maxLength: Int
  let stride: Int
  let shrinks: Bool
  let isLabelled: Bool

  private var ids: [Int32] = []
  private var typeIDs: [Int32] = []
  private var offsets = [0]
  private var truncated = 0
  private var examples: [Int32] = []
  private var firstWindows = [0]
  private var contexts: [Range<Int>] = []
  private var starts: [Int32] = []
  private var ends: [Int32] = []
  private var startLabels: [Int32] = []
  private var endLabels: [Int32] = []
  /// The context read last: questions about one context follow each other.
  private var context: (text: ByteKey, encoding: Encoding)?

  init(
    tokenizer: any Tokenizer, frame: WindowFrame, maxLength: Int, stride: Int, shrinks: Bool,
    isLabelled: Bool
  ) {
    self.tokenizer = tokenizer
    self.frame = frame
    self.maxLength = maxLength
    self.stride = stride
    self.shrinks = shrinks
    self.isLabelled = isLabelled
  }

  mutating func add(_ example: Example) throws(WindowProblem) {
    let question = tokenizer.encode(PythonText.leftStripped(example.text)).ids
    let context = encoding(of: example.pair ?? "")
    let room = maxLength - frame.count - question.count
    let stride = shrinks && stride >= room ? max(0, room / 2) : stride
    if context.ids.count > room {
      if room < 1 {
        throw .questionTooLong(tokens: question.count, special: frame.count, maxLength: maxLength)
      }
      if stride >= room { throw .strideTooLong(stride: stride, room: room, maxLength: maxLength) }
      truncated += 1
    }
    let ranges =
      context.ids.count > room
      ? overlappingRanges(context.ids.count, room: room, stride: stride)
      : [0..<context.ids.count]
    let answer = example.answers?.lazy.compactMap(\.range).first
    let isPlaceless = example.answers.map { !$0.isEmpty && answer == nil } ?? true
    for range in ranges {
      append(question, context, range)
      let label = answer.flatMap { Self.tokens(of: $0, in: context.offsets[range]) }
      let first = frame.before.count + question.count + frame.between.count - range.lowerBound
      let none = isPlaceless ? EncodedQuestions.unlabelled : frame.noAnswer
      startLabels.append(label.map { Int32($0.lowerBound + first) } ?? none)
      endLabels.append(label.map { Int32($0.upperBound + first) } ?? none)
    }
    firstWindows.append(contexts.count)
  }

  private mutating func append(_ question: [Int32], _ context: Encoding, _ range: Range<Int>) {
    ids += frame.ids(question, context.ids[range])
    typeIDs += frame.typeIDs(question.count, range.count)
    offsets.append(ids.count)
    examples.append(Int32(firstWindows.count - 1))
    let first = frame.before.count + question.count + frame.between.count
    contexts.append(first..<first + range.count)
    starts += [Int32](repeating: 0, count: first)
    ends += [Int32](repeating: 0, count: first)
    for offset in context.offsets[range] {
      starts.append(Int32(offset.lowerBound))
      ends.append(Int32(offset.upperBound))
    }
    starts += [Int32](repeating: 0, count: frame.after.count)
    ends += [Int32](repeating: 0, count: frame.after.count)
  }

  private mutating func encoding(of text: String) -> Encoding {
    let key = ByteKey(text)
    if let context, context.text == key { return context.encoding }
    let encoding = tokenizer.encode(text)
    context = (key, encoding)
    return encoding
  }

  /// First and last token of an answer; nil when the window does not hold the whole answer.
  ///
  /// - Parameter offsets: of the window's tokens; the result counts as their slice does.
  private static func tokens(
    of answer: Range<Int>, in offsets: ArraySlice<Range<Int>>
  ) -> ClosedRange<Int>? {
    guard let first = offsets.first, let last = offsets.last,
      first.lowerBound <= answer.lowerBound, last.upperBound >= answer.upperBound
    else { return nil }
    var start = offsets.startIndex
    while start + 1 < offsets.endIndex, offsets[start + 1].lowerBound <= answer.lowerBound {
      start += 1
    }
    var end = offsets.endIndex - 1
    while end > offsets.startIndex, offsets[end - 1].upperBound >= answer.upperBound { end -= 1 }
    // Between two tokens, as in white space, the search from behind ends before the other.
    return start <= end ? start...end : nil
  }

  var result: EncodedQuestions {
    EncodedQuestions(
      windows: EncodedDataset(
        ids: ids, typeIDs: typeIDs, offsets: offsets, truncated: truncated),
      examples: examples, firstWindows: firstWindows, contexts: contexts, starts: starts,
      ends: ends, noAnswer: [Int32](repeating: frame.noAnswer, count: contexts.count),
      startLabels: isLabelled ? startLabels : nil, endLabels: isLabelled ? endLabels : nil)
  }
}
