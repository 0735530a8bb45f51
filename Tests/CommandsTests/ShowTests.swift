import Commands
import Files
import Language
import Notebooks
import Testing

/// What is seen of the objects: their list, each kind in detail, the errors of a model.
@Suite struct ShowTests {
  private func text(_ sitting: Sitting, _ statement: String) throws -> String {
    try #require(try sitting.type(statement).last).output.text
  }

  private func trained() throws -> Sitting {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type(
      "a = adapter lora on base r=2\ntrain a on films eval=dev epochs=2 batch=8 lr=1e-2")
    return sitting
  }

  @Test func objectsSayWhatTheyHoldInMemory() throws {
    let sitting = try trained()
    let record = try #require(try sitting.type("objects").last).record["objects"]?.array
    func bytes(_ name: String) -> Int? {
      record?.first { $0["name"]?.string == name }?["bytes"]?.int
    }
    // The base's weights are counted once: an adapter has its own alone.
    let all = try #require(bytes("base"))
    let own = try #require(bytes("a"))
    #expect(all > 20_000)
    #expect(own > 0 && own < all / 4)
    #expect(try #require(bytes("films")) > 40 * 30)
    #expect(try text(sitting, "objects").contains("memory"))
    #expect(try !text(sitting, "objects").contains("outdated"))
  }

  @Test func aModelNamesTheAdaptersOnItAndWhereTheySit() throws {
    let sitting = try Sitting()
    sitting.session.cache = ResultCache(folder: sitting.folder + "/.cache")
    try sitting.prepare()
    #expect(try !text(sitting, "show base").contains("adapters on it"))
    try sitting.type("a = adapter lora on base r=2")
    #expect(try text(sitting, "show base").contains("\nadapters on it\na      LoRA"))
    try sitting.type("other = adapter lora on base targets=[key]\nm = merge other")
    let shown = try text(sitting, "show base")
    #expect(shown.contains("on 4 layers (query, value)") && shown.contains("on 2 layers (key)"))
    #expect(shown.components(separatedBy: "LoRA").count == 3)
    #expect(try !text(sitting, "show m").contains("adapters on it"))
  }

  @Test func whatWasMadeFromAnotherVersionIsStale() throws {
    let sitting = try Sitting()
    sitting.session.cache = ResultCache(folder: sitting.folder + "/.cache")
    try sitting.prepare()
    try sitting.type("b = adapter lora on base\ntrain b on films epochs=1")
    #expect(sitting.session.staleness(of: "b") == nil)
    try sitting.type("films = dataset \"dev.tsv\"")
    #expect(sitting.session.staleness(of: "b") == "made from an earlier films")
    #expect(try text(sitting, "objects").contains("made from an earlier films"))
    #expect(try text(sitting, "?b").contains("made from an earlier films"))
    // The same again is the same version.
    try sitting.type("films = dataset \"train.tsv\"")
    #expect(sitting.session.staleness(of: "b") == nil)
  }

  @Test func whatWasReadFromAFileThatChangedIsStale() throws {
    let sitting = try Sitting()
    sitting.session.cache = ResultCache(folder: sitting.folder + "/.cache")
    try sitting.prepare()
    try sitting.type("a = adapter lora on base")
    #expect(try !text(sitting, "objects").contains("outdated"))
    try sitting.write(Sitting.rows(41), to: "train.tsv")
    #expect(sitting.session.staleness(of: "films") == "'train.tsv' changed")
    #expect(sitting.session.staleness(of: "dev") == nil)
    // a is on base, whose labels and tokenizer are from films.
    #expect(sitting.session.staleness(of: "a")?.hasSuffix("films: 'train.tsv' changed") == true)
    #expect(try text(sitting, "objects").contains("'train.tsv' changed"))
  }

  @Test func aModelSaysWhereAdaptersSit() throws {
    let sitting = try trained()
    let model = try text(sitting, "show base")
    #expect(model.contains("BERT for text-classification (negative, positive), 2 layers × 16"))
    #expect(model.contains(/layer\.\*\.attention\.self\.query\.weight +16 × 16 +2 +512/))
    #expect(!model.contains("lora_A"))
    let adapter = try text(sitting, "show a")
    #expect(adapter.contains("loss of a by step"))
    for word in ["tokens/s", "accuracy", "activations", "gradients", "optimizer", "lora_A.weight"] {
      #expect(adapter.contains(word), "\(word)")
    }
  }

  @Test func aDataSetSaysHowLongItsTextsAre() throws {
    let sitting = try trained()
    let plain = try text(sitting, "show films rows=2")
    #expect(plain.contains("positive        20  50.0 %"), "\(plain)")
    #expect(plain.contains("characters  examples"))
    #expect(plain.contains("the film number 1 is bad and long"))
    #expect(!plain.contains("the film number 2"))
    let read = try text(sitting, "show films on base max_length=5")
    #expect(read.contains("max_length=5 cuts 40 of 40 (100.0 %)"), "\(read)")
    #expect(try text(sitting, "show films on a").contains("max_length=24 cuts 0 of 40 (0 %)"))
    #expect(try text(sitting, "show films on tok").contains("as tok reads them"))
  }

  @Test func optionsOfADataSetFitNothingElse() throws {
    let sitting = try trained()
    #expect(sitting.failure("show base rows=3")?.marked == "rows")
    #expect(sitting.failure("show base on tok")?.diagnostic.code == "conflict")
    #expect(sitting.failure("show films max_length=8")?.diagnostic.code == "missing-argument")
    #expect(sitting.failure("show films on base max_length=99")?.diagnostic.code == "out-of-range")
  }

  @Test func wordsThatDecidedStandInTheTextThatIsShown() {
    let filler = String(repeating: "so and so ", count: 12)
    let pieces: [(String, Bool)] = [
      ("a ", false), ("fine ", true), (filler, false), ("but ", true), (filler, false),
      ("dull", true), (" end of it", false),
    ]
    let shown = Mistake.clipped(pieces.map { .init(text: $0.0, isMarked: $0.1) })
    let marked = shown.filter(\.isMarked).map { $0.text.split(separator: " ").joined() }
    #expect(marked == ["fine", "but", "dull"])
    let text = shown.map(\.text).joined()
    #expect(text.components(separatedBy: " … ").count == 3, "\(text)")
    #expect(text.unicodeScalars.count <= 105, "\(text)")
    let near = Mistake.clipped([
      .init(text: filler), .init(text: "fine ", isMarked: true),
      .init(text: String(filler.prefix(60))), .init(text: "dull", isMarked: true),
      .init(text: filler),
    ])
    #expect(near.filter(\.isMarked).map(\.text) == ["fine ", "dull"])
  }

  @Test func errorsOfAModelThatIsNeverWrongAreRefusedBeforeItRuns() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    try sitting.type("g = model \"demo:gpt\" task=text-generation")
    var work = 0
    sitting.session.onProgress = { _ in work += 1 }
    let failure = try #require(sitting.failure("errors g on films"))
    #expect(failure.diagnostic.code == "wrong-head" && failure.marked == "g")
    #expect(work == 0)
  }

  @Test func errorsAreTheSurestFirstWithTheWordsThatDecided() throws {
    let sitting = try trained()
    try sitting.type("a = adapter full on base\ntrain a on films epochs=8 batch=4 lr=5e-3")
    // Right of these is the opposite of what was learnt.
    try sitting.write(
      "the film is good and long\tnegative\nthe film is bad and long\tpositive\n"
        + "the film number 2 is good and long\tpositive\n", to: "odd.tsv")
    let result = try #require(
      try sitting.type("odd = dataset \"odd.tsv\"\nerrors a on odd").last)
    #expect(result.record["wrong"]?.int == 2)
    let errors = try #require(result.record["errors"]?.array)
    let sure = errors.compactMap { $0["probability"]?.double }
    #expect(sure.count == 2 && sure == sure.sorted(by: >))
    // What a model says of every text anyway, no word decided.
    var decided: [String] = []
    for error in errors {
      let words = try #require(error["words"]?.array).compactMap(\.string)
      let word = error["prediction"]?.string == "positive" ? "good" : "bad"
      #expect(words.isEmpty || words.contains(word), "\(error)")
      decided += words
    }
    #expect(!decided.isEmpty)
    #expect(result.output.text.hasPrefix("2 of 3 wrong"))
    let marked = result.output.lines.joined().filter(\.isEmphasised).map(\.printed).joined()
    for word in decided { #expect(marked.contains(word)) }
    let none = try text(
      sitting, "odd = dataset \"odd.tsv\" part=\"0-100%\"\nerrors a on odd rows=1")
    #expect(none.contains("2 of 3 wrong; the surest 1:"))
    #expect(try text(sitting, "errors a on films words=false").hasPrefix("none of 40 wrong"))
  }
}
