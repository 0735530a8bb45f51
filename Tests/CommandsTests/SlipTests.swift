import Commands
import Language
import Testing

/// One wrong letter in a statement that would be right: the word is marked and the right one
/// offered.
@Suite struct SlipTests {
  /// What the checker says of a line; nil when the slip made another right statement.
  private func diagnostic(_ line: String) -> Diagnostic? {
    do throws(Diagnostic) {
      for statement in try Parser.parse(SourceText(text: line)) {
        _ = try Checker.check(
          statement, verbs: Session.verbs, names: StatementGenerator.Names())
      }
      return nil
    } catch { return error }
  }

  private var places: [WordPlace] { StatementGenerator().places(in: Session.verbs) }

  @Test func theStatementsAreRightWithoutTheSlips() {
    for place in places {
      let line = place.before + place.word + place.after
      #expect(diagnostic(line) == nil, "\(line)\n\(diagnostic(line)?.message ?? "")")
    }
  }

  @Test func theFirstSuggestionIsTheWordThatWasMeant() {
    let slips = places.flatMap { Slip.all($0.before, $0.word, $0.after) }
    var (judged, missed): (Int, [Slip]) = (0, [])
    for slip in slips {
      guard let found = diagnostic(slip.line) else { continue }
      if found.span != slip.span, isAnotherWord(slip) { continue }
      judged += 1
      #expect(found.span == slip.span, "\(slip): \(found.message)")
      if found.suggestion != slip.meant { missed.append(slip) }
    }
    #expect(judged >= 200)
    #expect(missed.count * 20 <= judged, "\(missed.count) of \(judged):\n\(list(missed))")
  }

  /// Whether a slip made a word that may stand where it stands (`r` for `lr`, `to` for `tok`): what
  /// is marked is then what does not go with it.
  private func isAnotherWord(_ slip: Slip) -> Bool {
    let forms = Session.verbs.flatMap(\.forms)
    let options = forms.flatMap { form in
      form.options + form.optionsByWord.values.joined()
        + (form.block.map { $0.common + $0.methods.values.joined() } ?? [])
    }
    let isKey = slip.line.unicodeScalars.dropFirst(slip.span.end).first == "="
    if isKey { return options.contains { $0.name == slip.typed } }
    return ["on", "to", "as"].contains(slip.typed)
  }

  private func list(_ slips: [Slip]) -> String { slips.map(\.description).joined(separator: "\n") }

  /// Words that no declaration holds: layers, splits, rows, scores, files, what ships.
  private static let known: [(before: String, words: [String], after: String)] = [
    ("x = adapter lora on base targets=[", ["query", "key", "value", "dense"], "]"),
    ("x = dataset \"demo:reviews\" split=", ["train", "dev", "test"], ""),
    ("x = dataset \"", ["demo:reviews", "demo:films", "demo:facts", "train.tsv"], "\""),
    ("x = model \"", ["demo:reader", "demo:gpt", "tiny"], "\""),
    ("x = pick t \"", ["full", "freeze", "broad", "lora r=2"], "\""),
    ("plot t metric=", ["accuracy", "precision", "recall", "loss"], ""),
  ]

  @Test func wordsOfFilesAndObjectsTooAreOfferedRight() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type(
      """
      t = compare base on films eval=dev epochs=1 {
        full
        freeze
        lora r=2
        broad: lora r=4 targets=all-linear
      }
      """)
    var (judged, missed): (Int, [Slip]) = (0, [])
    for (before, words, after) in Self.known {
      for slip in words.flatMap({ Slip.all(before, $0, after) }) {
        guard let found = sitting.failure(slip.line)?.diagnostic else { continue }
        judged += 1
        if found.suggestion != slip.meant {
          missed.append(slip)
        } else {
          #expect(found.span == slip.span, "\(slip): \(found.message)")
        }
      }
    }
    #expect(judged >= 80)
    #expect(missed.count * 20 <= judged, "\(missed.count) of \(judged):\n\(list(missed))")
  }
}
