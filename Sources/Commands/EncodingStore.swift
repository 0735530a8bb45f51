import Layers
import Tasks
import Tokenizers

/// Data sets already turned into ids, so that no text is tokenised twice in a session.
///
/// An entry lives as long as its data set and tokenizer do in the session's names, or as the store.
final class EncodingStore {
  private struct Key: Hashable {
    let dataset: ObjectIdentifier
    let tokenizer: ObjectIdentifier
    let maxLength: Int
  }

  private struct Entry {
    // Held so that an identifier is not given out again.
    let dataset: DatasetObject
    let tokenizer: TokenizerObject
    let encoded: EncodedDataset
  }

  private var entries: [Key: Entry] = [:]

  func encoded(
    _ dataset: DatasetObject, _ tokenizer: TokenizerObject, maxLength: Int,
    interrupted: () -> Bool
  ) throws(TaskError) -> EncodedDataset {
    let key = Key(
      dataset: ObjectIdentifier(dataset), tokenizer: ObjectIdentifier(tokenizer),
      maxLength: maxLength)
    if let entry = entries[key] { return entry.encoded }
    let encoded = try encode(
      dataset.dataset, with: tokenizer.tokenizer, maxLength: maxLength, interrupted: interrupted)
    entries[key] = Entry(dataset: dataset, tokenizer: tokenizer, encoded: encoded)
    return encoded
  }
}
