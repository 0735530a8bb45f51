import Autograd
import Files
import Language
import Layers
import Notebooks
import Tokenizers

/// What a masked language model expects in the place of each mask token of a text.
struct FillMask {
  let runnable: Runnable
  let tokenizer: any Tokenizer
  let maxLength: Int

  /// Tokens to show for one mask.
  static let shown = 5

  func predict(_ text: Spanned<String>) throws(Diagnostic) -> CommandResult {
    let encoding = tokenizer.encode(text.value, pair: nil, maxLength: maxLength)
    let places = encoding.ids.indices.filter { encoding.ids[$0] == tokenizer.special.mask }
    guard !places.isEmpty else {
      let mask = tokenizer.special.mask.flatMap { tokenizer.token($0) } ?? "[MASK]"
      throw Diagnostic(
        code: "bad-data", exit: 70, message: "the text has no \(mask) to fill", span: text.span)
    }
    let probabilities = self.probabilities(encoding, at: places)
    var lines: [[OutputPart]] = []
    var record: [JSON] = []
    for (number, row) in probabilities.enumerated() {
      let best = row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(Self.shown)
      var table = OutputTable(["mask \(number + 1)", ""])
      for id in best {
        table.append([.trained(tokenizer.token(Int32(id)) ?? "?"), .score(Double(row[id]))])
      }
      lines += places.count == 1 ? Array(table.lines.dropFirst()) : table.lines
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

  /// A row of the vocabulary's probabilities for each place.
  private func probabilities(_ encoding: Encoding, at places: [Int]) -> [ArraySlice<Float>] {
    var batch = PackedBatch()
    batch.append(ids: encoding.ids, typeIDs: encoding.typeIDs)
    let model = runnable.model
    let rows = gatherRows(model.encode(batch, on: nil), places.map(Int32.init))
    let values = softmax(model.logits(rows)).values
    let size = values.count / places.count
    return places.indices.map { values[$0 * size..<($0 + 1) * size] }
  }
}
