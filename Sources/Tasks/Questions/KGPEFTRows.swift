import Files
import Tokenizers

/// Questions as the experiment of `preset="kg_peft"` reads them: a row a reference answer, the pair
/// cut at one length, the answer found by its tokens.
///
/// Source: stage_1_qa of KG_peft.
package struct KGPEFTRows: Sendable {
  /// A row an entry.
  package let tokens: EncodedDataset
  /// The answer's first and last token within its row.  [rows]
  package let starts: [Int32]
  package let ends: [Int32]
  /// Answers that were left out.
  package let dropped: Int
  /// Of these, those that the tokenizer decodes in other letter case.
  package let recased: Int

  package var count: Int { tokens.count }
}

extension Dataset {
  /// The rules of that experiment that need no tokenizer: texts in lower case; of questions a row a
  /// reference, without those that have no answer or one that starts at the context's first
  /// character.
  package mutating func applyKGPEFTRules() throws(TaskError) {
    switch content {
    case .classification, .text:
      for i in examples.indices {
        examples[i].text = PythonText.lowercased(examples[i].text).text
        examples[i].pair = examples[i].pair.map { PythonText.lowercased($0).text }
      }
    case .questions:
      examples = examples.flatMap { example in
        (example.answers ?? []).filter { $0.start ?? 0 > 0 }.map { answer in
          var row = example
          row.answers = [answer]
          return row
        }
      }
      if examples.isEmpty { throw .emptySelection(file: source, selection: "preset=kg_peft") }
      content = .questions(.squad1)
    case .tagging: throw .presetNeeds(preset: "kg_peft", file: source)
    }
  }
}

extension [Unicode.Scalar] {
  fileprivate var text: String { String(String.UnicodeScalarView(self)) }
}

/// Encodes questions by the rules of that experiment.
///
/// The answer's text is tokenised alone, and its ids are searched in the whole pair: the first
/// place counts, be it in the question. A row is dropped where they do not stand, and where the
/// span decoded is not the answer, blanks apart.
///
/// - Throws: `interrupted`.
package func encodeKGPEFTRows(
  _ dataset: Dataset, with tokenizer: any Tokenizer, maxLength: Int, interrupted: () -> Bool
) throws(TaskError) -> KGPEFTRows {
  var (ids, types, offsets) = ([Int32](), [Int32](), [0])
  var (starts, ends, dropped, recased, truncated) = ([Int32](), [Int32](), 0, 0, 0)
  for example in dataset.examples {
    if interrupted() { throw .interrupted }
    let pair = tokenizer.encode(example.text, pair: example.pair, maxLength: maxLength)
    for answer in example.answers ?? [] {
      guard answer.start ?? 0 > 0,
        let place = place(of: answer.text, in: pair.ids, tokenizer)
      else {
        dropped += 1
        if changesCase(of: answer.text, tokenizer) { recased += 1 }
        continue
      }
      ids += pair.ids
      types += pair.typeIDs
      offsets.append(ids.count)
      starts.append(Int32(place.lowerBound))
      ends.append(Int32(place.upperBound))
      if pair.isTruncated { truncated += 1 }
    }
  }
  return KGPEFTRows(
    tokens: EncodedDataset(ids: ids, typeIDs: types, offsets: offsets, truncated: truncated),
    starts: starts, ends: ends, dropped: dropped, recased: recased)
}

private func place(
  of answer: String, in ids: [Int32], _ tokenizer: any Tokenizer
) -> ClosedRange<Int>? {
  let wanted = tokenizer.encode(answer).ids
  guard !wanted.isEmpty, wanted.count <= ids.count else { return nil }
  let first = (0...ids.count - wanted.count).first { start in
    ids[start..<start + wanted.count].elementsEqual(wanted)
  }
  guard let first else { return nil }
  let decoded = tokenizer.decode(wanted, skipSpecial: false)
  return bare(decoded) == bare(answer) ? first...first + wanted.count - 1 : nil
}

/// Whether letter case is all that an answer loses when it is encoded and decoded.
private func changesCase(of answer: String, _ tokenizer: any Tokenizer) -> Bool {
  let decoded = tokenizer.decode(tokenizer.encode(answer).ids, skipSpecial: false)
  return bare(decoded) != bare(answer)
    && PythonText.lowercased(bare(decoded).text) == PythonText.lowercased(bare(answer).text)
}

/// Without blanks.
private func bare(_ text: String) -> [Unicode.Scalar] { text.unicodeScalars.filter { $0 != " " } }
