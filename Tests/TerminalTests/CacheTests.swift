import Foundation
import Testing

/// A notebook in a folder of its own, replayed by the program, and what `--json` says was executed.
private final class CachedNotebook {
  let folder: TemporaryFolder
  /// Statements by cell.
  var cells: [[String]]
  private var runs = 0

  init() throws {
    folder = try TemporaryFolder()
    cells = [
      [
        "films = dataset \"train.tsv\"", "dev = dataset \"dev.tsv\"",
        "base = model \"demo:bert\" task=text-classification labels=films",
      ],
      ["a = adapter lora on base r=2", "train a on films eval=dev epochs=2 batch=8"],
      ["evaluate a on dev"],
      ["t = compare base on films eval=dev epochs=2 batch=8 {\n  lora r=[2, 4]\n}"],
      ["best = pick t \"lora r=4\"", "predict best \"a good film\""],
    ]
    try folder.write(Self.rows(48), to: "train.tsv")
    try folder.write(Self.rows(16), to: "dev.tsv")
  }

  static func rows(_ count: Int) -> String {
    (0..<count).map { i in
      "film number \(i) is \(i % 2 == 0 ? "good" : "bad") and long\t\(i % 2 == 0 ? "pos" : "neg")\n"
    }.joined()
  }

  func write(_ name: String = "nb.md") throws {
    let text = cells.map { "```peft\n" + $0.joined(separator: "\n") + "\n```\n" }
    try folder.write(text.joined(separator: "\n"), to: name)
  }

  struct Statement: Equatable, CustomStringConvertible {
    let cell: Int
    let kind: String
    /// What was executed: a statement, or the rows of a comparison.
    let executed: [Bool]
    var description: String { "\(cell) \(kind) \(executed)" }
  }

  @discardableResult
  func replay(
    _ name: String = "nb.md", core: String = "Haswell", _ options: [String] = []
  ) throws -> (statements: [Statement], run: Program.Run) {
    runs += 1
    let records = "records-\(runs)"
    let run = try Program.run(
      ["replay", name, "--json", records] + options, in: folder.url,
      environment: ["OPENBLAS_CORETYPE": core])
    try #require(run.exit == 0, "\(run.errors)")
    let statements = try folder.read(records).split(separator: "\n").map { line in
      let object =
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      let rows = object["rows"] as? [[String: Any]]
      return Statement(
        cell: object["cell"] as? Int ?? 0, kind: object["kind"] as? String ?? "",
        executed: (rows ?? [object]).map { $0["executed"] as? Bool ?? true })
    }
    return (statements, run)
  }

  /// The statements that were executed in a replay.
  func executed(core: String = "Haswell") throws -> [String] {
    try replay(core: core).statements.filter { $0.executed.contains(true) }
      .map { "\($0.cell) \($0.kind)" }
  }

  /// The notebook's output blocks without what differs between two runs.
  func outputs(_ name: String = "nb.md") throws -> [String] {
    try folder.read(name).split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("```output") }
  }
}

/// What is run again after a change, and what is not.
@Suite(.enabled(if: Program.path != nil, Program.absence), .timeLimit(.minutes(5)))
struct CacheTests {
  private let notebook: CachedNotebook
  private let first: [CachedNotebook.Statement]

  init() throws {
    notebook = try CachedNotebook()
    try notebook.write()
    first = try notebook.replay().statements
  }

  @Test func nothingRunsTwiceAndNoByteChanges() throws {
    #expect(first.count == 9)
    // The row is the adapter that was trained two cells above.
    #expect(
      first.filter { $0.executed.contains(false) }
        == [.init(cell: 4, kind: "compare", executed: [false, true])])
    let before = try notebook.folder.read("nb.md")
    let (second, run) = try notebook.replay()
    #expect(second.allSatisfy { !$0.executed.contains(true) }, "\(second)")
    #expect(run.errors.contains("5 cells (5 from the cache)"), "\(run.errors)")
    #expect(try notebook.folder.read("nb.md") == before)
    let status = try Program.run(
      ["status", "nb.md"], in: notebook.folder.url,
      environment: ["OPENBLAS_CORETYPE": "Haswell"])
    #expect(status.exit == 0 && status.output == "fresh: 5 of 5\n", "\(status)")
  }

  @Test func aConsistentRenamingRunsNothing() throws {
    notebook.cells = notebook.cells.map { cell in
      cell.map {
        $0.replacing("films", with: "corpus_of_films").replacing("dev ", with: "held ")
          .replacing("=dev", with: "=held").replacing("on dev", with: "on held")
          .replacing("a = adapter", with: "b = adapter").replacing("train a", with: "train b")
          .replacing("evaluate a", with: "evaluate b").replacing(
            "t = compare", with: "table = compare"
          )
          .replacing("pick t ", with: "pick table ")
      }
    }
    try notebook.write()
    let (statements, _) = try notebook.replay()
    #expect(statements.allSatisfy { !$0.executed.contains(true) }, "\(statements)")
    // What is printed is what a run without a cache prints.
    try notebook.write("anew.md")
    try notebook.replay("anew.md", ["--no-cache"])
    #expect(try notebook.outputs() == notebook.outputs("anew.md"))
    #expect(try notebook.folder.read("nb.md").contains("scored on held"))
  }

  @Test func aCellThatBindsANameAnewMakesItsReadersRun() throws {
    notebook.cells.insert(["a = adapter lora on base r=4"], at: 2)
    try notebook.write()
    let (statements, run) = try notebook.replay("nb.md", ["--explain"])
    #expect(
      statements.filter { $0.executed.contains(true) }.map { "\($0.cell) \($0.kind)" }
        == ["3 adapter", "4 evaluate"])
    #expect(run.errors.contains("cell 3: never run"), "\(run.errors)")
    #expect(run.errors.contains("cell 4: uses a from cell 3"), "\(run.errors)")
    #expect(run.errors.contains("cell 5: in the cache"), "\(run.errors)")
    try notebook.write("anew.md")
    try notebook.replay("anew.md", ["--no-cache"])
    #expect(try notebook.outputs() == notebook.outputs("anew.md"))
  }

  @Test func oneByteOfDataMakesItsReadersRun() throws {
    let rows = CachedNotebook.rows(16).replacing("number 5 ", with: "number 7 ")
    try notebook.folder.write(rows, to: "dev.tsv")
    let status = try Program.run(
      ["status", "nb.md"], in: notebook.folder.url,
      environment: ["OPENBLAS_CORETYPE": "Haswell"])
    #expect(status.exit == 2)
    #expect(
      status.output == """
        cell 1   stale: dev.tsv changed
        cell 2   stale: uses dev from cell 1
        cell 3   stale: uses a from cell 2; uses dev from cell 1
        cell 4   stale: uses dev from cell 1
        cell 5   stale: uses t from cell 4
        fresh: 0 of 5

        """)
    #expect(
      try notebook.replay().statements.filter { $0.executed.contains(true) }.map(\.kind)
        == ["dataset", "train", "evaluate", "compare", "pick", "predict"])
    // Back again, and everything is known.
    try notebook.folder.write(CachedNotebook.rows(16), to: "dev.tsv")
    #expect(try notebook.executed().isEmpty)
  }

  @Test func aFileThatIsOnlyTouchedMakesNothingRun() throws {
    for name in ["train.tsv", "dev.tsv"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: 1000)],
        ofItemAtPath: notebook.folder.url.appending(path: name).path)
    }
    #expect(try notebook.executed().isEmpty)
  }

  @Test func otherArithmeticRunsEverything() throws {
    let (statements, run) = try notebook.replay(core: "Prescott", ["--explain"])
    #expect(statements.allSatisfy { $0.executed.contains(true) || $0.kind == "compare" })
    #expect(run.errors.contains("cell 2: other arithmetic (openblas"), "\(run.errors)")
    #expect(try notebook.executed(core: "Haswell").isEmpty)
  }

  @Test func commentsProseAndSpacesMakeNothingRun() throws {
    notebook.cells = notebook.cells.map { ["# a remark", ""] + $0.map { $0 + "   # another" } }
    notebook.cells[3] = [
      "t = compare base on films batch=8 epochs=2 eval=dev {\n  # a row each\n  lora r=[2,4]\n}"
    ]
    try notebook.write()
    #expect(try notebook.replay().statements.allSatisfy { !$0.executed.contains(true) })
  }

  @Test func aTruncatedEntryRunsAgainWithAWarning() throws {
    let before = try notebook.folder.read("nb.md")
    let results = notebook.folder.url.appending(path: ".peftbook/results")
    let files = try FileManager.default.contentsOfDirectory(atPath: results.path)
    #expect(files.count == 9)
    for file in files {
      let handle = try FileHandle(forUpdating: results.appending(path: file))
      try handle.truncate(atOffset: 40)
      try handle.close()
    }
    let (statements, run) = try notebook.replay()
    // The runs are kept apart from what was printed of them.
    let kinds = statements.filter { $0.executed.contains(true) }.map(\.kind)
    #expect(!kinds.contains("train") && kinds.contains("evaluate"), "\(kinds)")
    #expect(run.errors.contains("warning: the cache: "), "\(run.errors)")
    #expect(try notebook.folder.read("nb.md") == before)
    #expect(try notebook.executed().isEmpty)
  }

  @Test func aDamagedStateIsTrainedAgainWithAWarning() throws {
    let runs = notebook.folder.url.appending(path: ".peftbook/runs")
    for file in try FileManager.default.contentsOfDirectory(atPath: runs.path) {
      let handle = try FileHandle(forUpdating: runs.appending(path: file))
      try handle.truncate(atOffset: 1000)
      try handle.close()
    }
    notebook.cells.append(["predict a \"a bad film\""])
    try notebook.write()
    let (_, run) = try notebook.replay()
    #expect(run.errors.contains("warning: train a: what the cache holds is damaged"))
    try notebook.write("anew.md")
    try notebook.replay("anew.md", ["--no-cache"])
    #expect(try notebook.outputs() == notebook.outputs("anew.md"))
  }

  @Test func whatIsWrittenIsFreshWhileItStands() throws {
    notebook.cells.append(["save a to \"out\"", "b = adapter \"out\" on base"])
    notebook.cells.append(["predict b \"a good film\""])
    try notebook.write()
    try notebook.replay()
    #expect(try notebook.executed().isEmpty)
    let weights = notebook.folder.url.appending(path: "out/adapter_model.safetensors")
    let before = try Data(contentsOf: weights)
    try FileManager.default.removeItem(at: weights)
    let status = try Program.run(
      ["status", "nb.md"], in: notebook.folder.url,
      environment: ["OPENBLAS_CORETYPE": "Haswell"])
    #expect(
      status.output == """
        cell 6   stale: 'out' is not as it was written
        cell 7   stale: uses b from cell 6
        fresh: 5 of 7

        """)
    #expect(try notebook.executed() == ["6 save"])
    #expect(try Data(contentsOf: weights) == before)
  }

  @Test func twoProcessesShareOneCache() async throws {
    notebook.cells[1][1] += " seed=5"
    for name in ["one.md", "two.md"] { try notebook.write(name) }
    let notebook = self.notebook
    let folder = notebook.folder.url
    try await withThrowingTaskGroup(of: Program.Run.self) { group in
      for name in ["one.md", "two.md"] {
        group.addTask {
          try Program.run(
            ["replay", name, "--threads", "1"], in: folder,
            environment: ["OPENBLAS_CORETYPE": "Haswell"])
        }
      }
      for try await run in group { #expect(run.exit == 0, "\(run.errors)") }
    }
    #expect(try notebook.outputs("one.md") == notebook.outputs("two.md"))
    #expect(try notebook.replay("two.md").statements.allSatisfy { !$0.executed.contains(true) })
  }
}
