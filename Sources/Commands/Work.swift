import Language
import Layers
import Notebooks
import Tasks
import Tokenizers
import Training

/// A data set made ready for a model.
struct Work {
  let objective: any Objective
  let maxLength: Int
  /// What a person should know of it: texts cut.
  let notes: [String]
}

/// How data sets become objectives, by the head of the model.
extension Session {
  /// The length texts are cut to: as asked, as trained with, or what model and tokenizer allow.
  func maxLength(
    _ asked: Spanned<Value>?, for runnable: Runnable
  ) throws(Diagnostic) -> Int {
    let positions = runnable.model.specification.maximumPositions
    guard let asked, let length = asked.value.int else {
      return runnable.run?.maxLength
        ?? min(positions, runnable.base.tokenizer?.tokenizer.modelMaxLength ?? positions)
    }
    guard length <= positions else {
      throw Diagnostic(
        code: "out-of-range", exit: 65,
        message: "max_length is \(length), but the model has \(positions) positions",
        span: asked.span, suggestion: "\(positions)")
    }
    return length
  }

  /// The objective of a model on a data set.
  ///
  /// - Parameters:
  ///   - name: the data set's name and place in the statement.
  ///   - needsLabels: whether a data set without labels is an error.
  func work(
    _ runnable: Runnable, on data: DatasetObject, named name: Spanned<String>, maxLength: Int,
    needsLabels: Bool = true
  ) throws(Diagnostic) -> Work {
    let tokenizer = try self.tokenizer(of: runnable.base, at: name.span)
    let encoded = try explain(at: name.span) {
      try encodings.encoded(data, tokenizer, maxLength: maxLength) { self.wasInterrupted }
    }
    try checkIDs(encoded.ids, runnable, at: name.span)
    var notes: [String] = []
    if encoded.truncated > 0 {
      notes.append(
        "\(name.value): \(encoded.truncated) of "
          + Figures.plural(encoded.count, "text")
          + " longer than \(maxLength) tokens, cut there")
    }
    let objective = try self.objective(
      for: runnable.model, encoded, data, tokenizer, name: name, needsLabels: needsLabels)
    return Work(objective: objective, maxLength: maxLength, notes: notes)
  }

  /// A tokenizer may name ids that the model has no row for.
  func checkIDs(_ ids: [Int32], _ runnable: Runnable, at span: Span) throws(Diagnostic) {
    let size = runnable.model.specification.vocabularySize
    guard let largest = ids.max(), Int(largest) >= size else { return }
    throw Diagnostic(
      code: "wrong-tokenizer", exit: 66,
      message: "the tokenizer gives id \(largest), but the model has \(size) tokens", span: span)
  }

  func tokenizer(of base: ModelObject, at span: Span) throws(Diagnostic) -> TokenizerObject {
    if let tokenizer = base.tokenizer { return tokenizer }
    throw Diagnostic(
      code: "missing-tokenizer", exit: 66,
      message: "the model of \(base.source) has no tokenizer: load it with tokenizer=NAME",
      span: span)
  }

  private func objective(
    for model: any LanguageModel, _ encoded: EncodedDataset, _ data: DatasetObject,
    _ tokenizer: TokenizerObject, name: Spanned<String>, needsLabels: Bool
  ) throws(Diagnostic) -> any Objective {
    let specification = model.specification
    switch specification.head {
    case .sequenceClassification:
      var labelled = encoded
      labelled.classes = try classes(data, specification.labels, name)
      guard labelled.classes != nil || !needsLabels else {
        throw Diagnostic(
          code: "bad-data", exit: 66, message: "'\(name.value)' has no labels", span: name.span)
      }
      return TextClassificationObjective(labelled, labels: specification.labels)
    case .maskedLanguageModelling:
      return MaskedLanguageModelingObjective(
        encoded, try masking(tokenizer.tokenizer, specification.vocabularySize, at: name.span))
    default:
      throw Diagnostic(
        code: "wrong-head", exit: 70,
        message: "a model without a head cannot be trained or scored: load it with task=…",
        span: name.span)
    }
  }

  private func masking(
    _ tokenizer: any Tokenizer, _ size: Int, at span: Span
  ) throws(Diagnostic) -> MaskingVocabulary {
    let special = tokenizer.special
    guard let mask = special.mask else {
      throw Diagnostic(
        code: "wrong-tokenizer", exit: 70, message: "the tokenizer has no mask token", span: span)
    }
    let ids = [special.unk, special.cls, special.sep, special.pad, mask].compactMap { $0 }
    return MaskingVocabulary(
      mask: mask, size: min(size, tokenizer.vocabularySize), special: Set(ids))
  }

  private func classes(
    _ data: DatasetObject, _ labels: [String], _ name: Spanned<String>
  ) throws(Diagnostic) -> [Int32]? {
    do {
      return try Tasks.classes(of: data.dataset, among: labels)
    } catch {
      var diagnostic = Self.diagnostic(for: error, at: name.span)
      if case .unknownLabel = error {
        diagnostic.code = "unknown-label"
        diagnostic.note =
          "(the model's labels are \(labels.joined(separator: ", ")); load it with labels=\(name.value))"
      }
      throw diagnostic
    }
  }
}
