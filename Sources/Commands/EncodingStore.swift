import Layers
import Tasks
import Tokenizers

/// Data sets already turned into ids, so that no text is tokenised twice in a session.
///
/// An entry lives as long as its data set and tokenizer do in the session's names, or as the store.
package final class EncodingStore {
  private struct Key: Hashable {
    let dataset: ObjectIdentifier
    let tokenizer: ObjectIdentifier
    /// What else the ids depend on: the kind of encoding, its lengths.
    let form: [Int]
  }

  private struct Entry {
    // Held so that an identifier is not given out again.
    let dataset: DatasetObject
    let tokenizer: TokenizerObject
    let encoded: any Sendable
  }

  private var entries: [Key: Entry] = [:]
  /// How many data sets went through a tokenizer.
  package private(set) var encodings = 0

  /// Texts and pairs.
  func encoded(
    _ dataset: DatasetObject, _ tokenizer: TokenizerObject, maxLength: Int,
    interrupted: () -> Bool
  ) throws(TaskError) -> EncodedDataset {
    try stored(dataset, tokenizer, form: [0, maxLength]) { () throws(TaskError) in
      try encode(
        dataset.dataset, with: tokenizer.tokenizer, maxLength: maxLength, interrupted: interrupted)
    }
  }

  /// Questions over their contexts.
  func questions(
    _ dataset: DatasetObject, _ tokenizer: TokenizerObject, maxLength: Int, stride: Int,
    shrinks: Bool, interrupted: () -> Bool
  ) throws(TaskError) -> EncodedQuestions {
    let form = [1, maxLength, stride, shrinks ? 1 : 0]
    return try stored(dataset, tokenizer, form: form) { () throws(TaskError) in
      try encodeQuestions(
        dataset.dataset, with: tokenizer.tokenizer, maxLength: maxLength, stride: stride,
        shrinks: shrinks, interrupted: interrupted)
    }
  }

  /// Sentences in words.
  func sentences(
    _ dataset: DatasetObject, _ tokenizer: TokenizerObject, maxLength: Int,
    interrupted: () -> Bool
  ) throws(TaskError) -> EncodedSentences {
    try stored(dataset, tokenizer, form: [2, maxLength]) { () throws(TaskError) in
      try encodeSentences(
        dataset.dataset, with: tokenizer.tokenizer, maxLength: maxLength, interrupted: interrupted)
    }
  }

  private func stored<T: Sendable>(
    _ dataset: DatasetObject, _ tokenizer: TokenizerObject, form: [Int],
    make: () throws(TaskError) -> T
  ) throws(TaskError) -> T {
    let key = Key(
      dataset: ObjectIdentifier(dataset), tokenizer: ObjectIdentifier(tokenizer), form: form)
    if let found = entries[key]?.encoded as? T { return found }
    let encoded = try make()
    encodings += 1
    entries[key] = Entry(dataset: dataset, tokenizer: tokenizer, encoded: encoded)
    return encoded
  }
}
