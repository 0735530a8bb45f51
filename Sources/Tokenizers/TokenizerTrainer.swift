/// Makes a tokenizer from texts.
package protocol TokenizerTrainer {
  /// The word after `tokenizer train`.
  static var name: String { get }

  /// - Parameters:
  ///   - size: entries of the vocabulary at most, special tokens included.
  ///   - lowercase: whether the tokenizer lower-cases and strips accents.
  /// - Throws: when nothing can be learnt from the texts, or `size` leaves no room for it.
  static func train(
    _ texts: [String], size: Int, lowercase: Bool
  ) throws(TokenizerError) -> any Tokenizer
}

/// A new trainer is one file and one line here.
package var tokenizerTrainers: [any TokenizerTrainer.Type] {
  [WordPieceTrainer.self, BPETrainer.self]
}
