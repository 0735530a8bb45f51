import Notebooks
import Testing

@Suite struct SittingFileTests {
  private let scratch: Scratch
  private var cache: ResultCache { ResultCache(folder: scratch.path(".peftbook")) }

  init() throws { scratch = try Scratch() }

  @Test func aNewFileIsMadeWhenItIsWritten() throws {
    let file = try SittingFile(scratch.path("nb.md"), cache: cache)
    #expect(!file.isThere && file.hindrance == nil)
    #expect(try file.edited() == nil)
    try file.write(.parse("# x\n"))
    #expect(try scratch.read() == "# x\n")
    #expect(file.isThere)
  }

  @Test func whatSomebodyElseWroteIsNotOverwritten() throws {
    let path = try scratch.write("one\n")
    let file = try SittingFile(path, cache: cache)
    try scratch.write("two\n")
    #expect(throws: NotebookError.editedMeanwhile(path: path)) { try file.write(.parse("x\n")) }
    #expect(try scratch.read() == "two\n")
    #expect(try file.edited() == .parse("two\n"))
    #expect(try file.edited() == nil)
    try file.write(.parse("three\n"))
    #expect(try scratch.read() == "three\n")
    let new = try SittingFile(scratch.path("new.md"), cache: cache)
    try scratch.write("mine\n", to: "new.md")
    #expect(throws: NotebookError.self) { try new.write(.parse("x\n")) }
    #expect(try scratch.read("new.md") == "mine\n")
  }

  @Test func aCellWithoutAnEndIsNotTakenOver() throws {
    let path = try scratch.write("one\n")
    let file = try SittingFile(path, cache: cache)
    try scratch.write("```peft\nx\n")
    #expect(throws: NotebookError.self) { try file.edited() }
    try scratch.write("```peft\nx\n```\n")
    #expect(try file.edited() != nil)
  }

  @Test func aSecondOneReads() throws {
    let path = try scratch.write("one\n")
    var first: SittingFile? = try SittingFile(path, cache: cache)
    let second = try SittingFile(path, cache: cache)
    #expect(first?.hindrance == nil)
    #expect(second.hindrance?.contains("another process has") == true)
    try second.write(.parse("x\n"))
    #expect(try scratch.read() == "one\n")
    first = nil
    #expect(try SittingFile(path, cache: cache).hindrance == nil)
  }
}
