import Files
import Tokenizers

/// Tagged sentences as token ids, word by word.
package struct EncodedSentences: Sendable {
  /// A sentence an entry; `truncated` counts those that were cut.
  package let tokens: EncodedDataset
  /// The token of each word's first piece, counted from its sentence's first; nil for a word
  /// without pieces, and for one behind the cut.  [words]
  package let firstPieces: [Int?]
  /// The first word of each sentence, and the number of all.  [sentences + 1]
  package let wordOffsets: [Int]
  /// Each word's class among the model's outputs; nil without tags.  [words]
  package var classes: [Int32]?

  package var count: Int { tokens.count }
  package func words(_ sentence: Int) -> Range<Int> {
    wordOffsets[sentence]..<wordOffsets[sentence + 1]
  }
}

/// Tokenizes every word of every sentence by itself, with the special tokens of one text around.
///
/// The same as `is_split_into_words=True` of transformers. A byte-level tokenizer whose words carry
/// the blank before them gets one before every word, as transformers asks of it
/// (`add_prefix_space`).
///
/// - Parameters:
///   - maxLength: tokens a sentence at most, special ones included; what is beyond is cut.
///   - interrupted: asked before every sentence.
/// - Returns: the tokens; classes are left for `tagClasses(of:among:)`.
/// - Throws: `interrupted`.
package func encodeSentences(
  _ dataset: Dataset, with tokenizer: any Tokenizer, maxLength: Int, interrupted: () -> Bool
) throws(TaskError) -> EncodedSentences {
  let frame = SentenceFrame(tokenizer)
  let room = max(0, maxLength - frame.before.count - frame.after.count)
  var (ids, types, offsets, truncated) = ([Int32](), [Int32](), [0], 0)
  var (firstPieces, wordOffsets) = ([Int?](), [0])
  var pieces: [ByteKey: [Int32]] = [:]
  for (turn, example) in dataset.examples.enumerated() {
    if interrupted() { throw .interrupted }
    Patience.tell(turn, of: dataset.examples.count, "sentence")
    var body: [Int32] = []
    for word in example.words {
      let key = ByteKey(word)
      let own = pieces[key] ?? tokenizer.encode(frame.prefix + word).ids
      pieces[key] = own
      let isKept = !own.isEmpty && body.count < room
      firstPieces.append(isKept ? frame.before.count + body.count : nil)
      body += own
    }
    if body.count > room {
      truncated += 1
      body.removeLast(body.count - room)
    }
    ids += frame.before + body + frame.after
    types += frame.types(body.count)
    offsets.append(ids.count)
    wordOffsets.append(firstPieces.count)
  }
  return EncodedSentences(
    tokens: EncodedDataset(ids: ids, typeIDs: types, offsets: offsets, truncated: truncated),
    firstPieces: firstPieces, wordOffsets: wordOffsets, classes: nil)
}

/// What a tokenizer puts around one text, and before each of its words.
private struct SentenceFrame {
  let before: [Int32]
  let after: [Int32]
  let prefix: String
  private let beforeTypes: [Int32]
  private let afterTypes: [Int32]
  private let type: Int32

  init(_ tokenizer: any Tokenizer) {
    let text = tokenizer.encode("a", pair: nil, maxLength: nil)
    let first = text.sequence.firstIndex(of: 0) ?? 0
    let end = (text.sequence.lastIndex(of: 0) ?? first - 1) + 1
    before = Array(text.ids[..<first])
    after = Array(text.ids[end...])
    beforeTypes = Array(text.typeIDs[..<first])
    afterTypes = Array(text.typeIDs[end...])
    type = first < end ? text.typeIDs[first] : 0
    // "Ġ" is the blank of the byte-level alphabet.
    func marksBlank(_ text: String) -> Bool {
      let token = tokenizer.encode(text).ids.first.flatMap { tokenizer.token($0) } ?? ""
      return token.unicodeScalars.first == "\u{120}"
    }
    prefix = !marksBlank("a") && marksBlank(" a") ? " " : ""
  }

  func types(_ tokens: Int) -> [Int32] {
    beforeTypes + [Int32](repeating: type, count: tokens) + afterTypes
  }
}

/// Each word's class among a model's names, sentence after sentence.
///
/// A tag is looked up among the names; else, if it is an integer below their number, it is the
/// class.
///
/// - Returns: a class a word; nil when the data set has no tags.
/// - Throws: `unknownLabel` for the first sentence with a tag that is neither.
package func tagClasses(
  of dataset: Dataset, among names: [String]
) throws(TaskError) -> [Int32]? {
  guard case .tagging(let tags) = dataset.content, !tags.isEmpty else { return nil }
  let found = matches(of: tags, among: names)
  var result: [Int32] = []
  for example in dataset.examples {
    for tag in example.tags ?? [] {
      guard let index = found[tag] else {
        throw .unknownLabel(
          label: tags[tag], file: dataset.source, row: example.row, names: names)
      }
      result.append(Int32(index))
    }
  }
  return result
}
