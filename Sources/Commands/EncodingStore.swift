import Layers
import Tasks
import Tokenizers

/// Data sets already turned into ids, so that no text is tokenised twice in a session.
///
/// An entry lives as long as the store, and its data set and tokenizer with it.
package final class EncodingStore {
  private struct Key: Hashable {
    let dataset: ObjectIdentifier
    let tokenizer: ObjectIdentifier
    /// What else the ids depend on: the kind of encoding, its lengths, the words around a text.
    let form: Form
  }

  private enum Form: Hashable {
    case texts(maxLength: Int)
    case questions(maxLength: Int, stride: Int, shrinks: Bool)
    case sentences(maxLength: Int)
    case packed(maxLength: Int)
    case prompts(PromptTemplate, AnswerSettings)
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
    try stored(dataset, tokenizer, form: .texts(maxLength: maxLength)) { () throws(TaskError) in
      try encode(
        dataset.dataset, with: tokenizer.tokenizer, maxLength: maxLength, interrupted: interrupted)
    }
  }

  /// Questions over their contexts.
  func questions(
    _ dataset: DatasetObject, _ tokenizer: TokenizerObject, maxLength: Int, stride: Int,
    shrinks: Bool, interrupted: () -> Bool
  ) throws(TaskError) -> EncodedQuestions {
    let form = Form.questions(maxLength: maxLength, stride: stride, shrinks: shrinks)
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
    try stored(dataset, tokenizer, form: .sentences(maxLength: maxLength)) { () throws(TaskError) in
      try encodeSentences(
        dataset.dataset, with: tokenizer.tokenizer, maxLength: maxLength, interrupted: interrupted)
    }
  }

  /// Texts as one stream, for a decoder.
  func packed(
    _ dataset: DatasetObject, _ tokenizer: TokenizerObject, maxLength: Int,
    interrupted: () -> Bool
  ) throws(TaskError) -> PackedTexts {
    try stored(dataset, tokenizer, form: .packed(maxLength: maxLength)) { () throws(TaskError) in
      try packTexts(
        dataset.dataset, with: tokenizer.tokenizer, maxLength: maxLength, interrupted: interrupted)
    }
  }

  /// Questions or texts in prompts, for a decoder to answer or to go on from.
  func prompts(
    _ dataset: DatasetObject, _ tokenizer: TokenizerObject, _ template: PromptTemplate,
    _ settings: AnswerSettings, interrupted: () -> Bool
  ) throws(TaskError) -> EncodedAnswers {
    try stored(dataset, tokenizer, form: .prompts(template, settings)) { () throws(TaskError) in
      try encodeAnswers(
        dataset.dataset, with: PromptEncoder(template, tokenizer.tokenizer), settings,
        interrupted: interrupted)
    }
  }

  private func stored<T: Sendable>(
    _ dataset: DatasetObject, _ tokenizer: TokenizerObject, form: Form,
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
