import Autograd
import Files
import Language
import Layers
import Notebooks
import Tasks
import Tokenizers
import Training

/// What a masked language model expects in the place of each mask token of a text.
enum FillMaskTask: TaskKind {
  static let word = "fill-mask"
  static let head = HeadKind.maskedLanguageModelling
  /// Tokens to show for one mask.
  private static let shown = 5

  static func work(_ request: TaskRequest, in session: Session) throws(Diagnostic) -> Work {
    session.remarkUnusedLabels(request)
    let (encoded, notes) = try session.encodedTexts(request)
    let tokenizer = try session.tokenizer(of: request.runnable.base, at: request.name.span)
    let size = request.runnable.model.specification.vocabularySize
    let masking = try masking(tokenizer.tokenizer, size, at: request.name.span)
    return Work(
      objective: MaskedLanguageModelingObjective(encoded, masking), request: request, notes: notes)
  }

  private static func masking(
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

  static func predict(
    _ text: Spanned<String>, pair: String?, _ request: SubjectRequest, in session: Session
  ) throws(Diagnostic) -> CommandResult {
    let tokenizer = try session.tokenizer(of: request.runnable.base, at: request.name.span)
      .tokenizer
    let encoding = tokenizer.encode(text.value, pair: pair, maxLength: request.reading.maxLength)
    try session.checkIDs(encoding.ids, request.runnable, at: text.span)
    let places = encoding.ids.indices.filter { encoding.ids[$0] == tokenizer.special.mask }
    guard !places.isEmpty else {
      let mask = tokenizer.special.mask.flatMap { tokenizer.token($0) } ?? "[MASK]"
      throw Diagnostic(
        code: "bad-data", exit: 70, message: "the text has no \(mask) to fill", span: text.span)
    }
    return answer(probabilities(encoding, at: places, of: request.runnable.model), tokenizer)
  }

  /// A row of the vocabulary's probabilities for each place.
  private static func probabilities(
    _ encoding: Encoding, at places: [Int], of model: any LanguageModel
  ) -> [ArraySlice<Float>] {
    var batch = PackedBatch()
    batch.append(ids: encoding.ids, typeIDs: encoding.typeIDs)
    let rows = gatherRows(model.encode(batch, on: nil), places.map(Int32.init))
    let values = softmax(model.logits(rows)).values
    let size = values.count / places.count
    return places.indices.map { values[$0 * size..<($0 + 1) * size] }
  }

  private static func answer(
    _ probabilities: [ArraySlice<Float>], _ tokenizer: any Tokenizer
  ) -> CommandResult {
    var lines: [[OutputPart]] = []
    var record: [JSON] = []
    for (number, row) in probabilities.enumerated() {
      let row = Array(row)
      let best = row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(shown)
      var table = OutputTable(["mask \(number + 1)", ""])
      for id in best {
        table.append([.trained(tokenizer.token(Int32(id)) ?? "?"), .score(Double(row[id]))])
      }
      lines += probabilities.count == 1 ? Array(table.lines.dropFirst()) : table.lines
      record.append(
        .array(
          best.map { id in
            .object([
              "token": .string(tokenizer.token(Int32(id)) ?? "?"),
              "probability": .number(Double(row[id])),
            ])
          }))
    }
    return CommandResult(lines: lines, record: [("masks", .array(record))])
  }
}
