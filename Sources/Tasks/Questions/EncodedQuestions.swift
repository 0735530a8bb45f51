/// Questions with their contexts as windows of tokens: a long context is read in several that
/// overlap.
package struct EncodedQuestions: Sendable {
  /// A label that stands for "leave this window out of training".
  package static let unlabelled: Int32 = -100

  /// A window an entry, one question's after the other; `truncated` counts the questions that need
  /// more than one.
  package let windows: EncodedDataset
  /// Which example a window belongs to.  [windows]
  package let examples: [Int32]
  /// The first window of each example, and the number of all.  [examples + 1]
  package let firstWindows: [Int]
  /// Which of a window's tokens are the context's.  [windows]
  package let contexts: [Range<Int>]
  /// Where a token of the context starts and ends there, in code points; 0 for other tokens.
  /// [tokens]
  package let starts: [Int32]
  package let ends: [Int32]
  /// The token that stands for "no answer", the first of the window where the tokenizer has no CLS.
  /// [windows]
  package let noAnswer: [Int32]
  /// First and last token of the answer within the window: `noAnswer` where the whole answer is not
  /// in it, `unlabelled` where the question's answers have no place. Nil without answers.
  /// [windows]
  package let startLabels: [Int32]?
  package let endLabels: [Int32]?

  /// Number of examples.
  package var count: Int { firstWindows.count - 1 }
  /// The windows of an example.
  package func windows(of example: Int) -> Range<Int> {
    firstWindows[example]..<firstWindows[example + 1]
  }
}
