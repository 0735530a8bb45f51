import Files
import Tokenizers

/// Texts as one stream of tokens, cut into sequences, for a decoder to predict every next token.
///
/// The stream is each text with the special tokens that the tokenizer gives it and the end-of-text
/// token after it; where the tokenizer puts nothing before a text, an end-of-text token also stands
/// first of all, so that what a text begins with is predicted as well. Sequences have `maxLength`
/// tokens, the last perhaps fewer, and each begins with the token its predecessor ends with: every
/// token of the stream but the first is predicted exactly once. Texts that share a sequence see
/// each other, as in the pre-training of GPT-2 and its successors; nothing is cut off.
package struct PackedTexts: Sendable {
  /// A sequence an example.
  package let sequences: EncodedDataset
  /// The texts as they were.
  package let words: [String]
  /// What each text takes of the stream, its end-of-text token included.  [texts]
  package let texts: [Range<Int>]
  /// The stream.
  package let ids: [Int32]

  /// Tokens that are predicted.
  package var targets: Int { ids.count - 1 }
  package var count: Int { sequences.count }

  /// - Parameter losses: −log p of every token of the stream but the first.
  /// - Returns: the sum over each text.
  package func sums(of losses: [Float]) -> [Double] {
    precondition(losses.count == targets, "\(losses.count) losses of \(targets) tokens")
    return texts.map { text in
      text.reduce(0) { $1 == 0 ? $0 : $0 + Double(losses[$1 - 1]) }
    }
  }
}

/// Packs the texts of a data set; of a pair the second stands on a line of its own.
///
/// - Parameters:
///   - maxLength: tokens a sequence, at least 2.
///   - interrupted: asked before every text.
/// - Throws: `interrupted`; `template(.noEnd)` where the tokenizer has no end-of-text token.
package func packTexts(
  _ dataset: Dataset, with tokenizer: any Tokenizer, maxLength: Int, interrupted: () -> Bool
) throws(TaskError) -> PackedTexts {
  precondition(maxLength > 1, "sequences of \(maxLength)")
  guard let end = tokenizer.special.eos else { throw .template(.noEnd) }
  let before = tokenizer.promptPrefix
  var ids = before.isEmpty ? [end] : []
  var texts: [Range<Int>] = []
  var words: [String] = []
  for (turn, example) in dataset.examples.enumerated() {
    if interrupted() { throw .interrupted }
    Patience.tell(turn, of: dataset.examples.count, "text")
    let start = ids.count
    let text = example.pair.map { example.text + "\n" + $0 } ?? example.text
    ids += before + tokenizer.encodePlain(text).ids + [end]
    texts.append(start..<ids.count)
    words.append(text)
  }
  var sequences: [Int32] = []
  var offsets = [0]
  for start in stride(from: 0, to: max(0, ids.count - 1), by: maxLength - 1) {
    sequences += ids[start..<min(start + maxLength, ids.count)]
    offsets.append(sequences.count)
  }
  let data = EncodedDataset(
    ids: sequences, typeIDs: [Int32](repeating: 0, count: sequences.count), offsets: offsets)
  return PackedTexts(sequences: data, words: words, texts: texts, ids: ids)
}
