import Files
import Foundation
import Notebooks
import Testing

@Suite final class ResultCacheTests {
  private let folder = NSTemporaryDirectory() + "peftbook-cache-\(UUID().uuidString)"
  private let cache: ResultCache
  private var warnings: [String] = []

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    cache = ResultCache(folder: folder + "/.peftbook")
    cache.onWarning = { [unowned self] in warnings.append($0) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func entry(_ key: String, names: [String] = ["films"]) -> CacheEntry {
    CacheEntry(
      key: key, statement: "films = dataset \"d\"",
      output: CellOutput(lines: [
        [.text("films  "), .given(12), .text(" texts, "), .score(0.1 + 0.2), .text(" of a kind")],
        [.loss(1e-9), .text(" ≤ "), .trained("β")],
      ]),
      record: ["kind": .string("dataset"), "x": .number(0.30000000000000004)],
      written: [.init(path: "out", digest: "abc")], names: names, naming: "n",
      facts: ["rows": .array([.string("freeze")])])
  }

  private func place(_ key: String) -> String { "\(folder)/.peftbook/results/\(key)" }

  @Test func anEntryComesBackWhole() throws {
    cache.store(entry("k1"))
    let found = try #require(cache.entry("k1"))
    #expect(found.output == entry("k1").output)
    #expect(found.output.digest == entry("k1").output.digest)
    #expect(found.record == entry("k1").record)
    #expect(found.facts == entry("k1").facts)
    #expect(found.written == entry("k1").written && found.names == ["films"])
    #expect(cache.entry("k2") == nil && warnings.isEmpty)
  }

  @Test(arguments: [0, 1, 63, 64, 65, 66, 200])
  func aTruncatedEntryIsNotTakenForWhole(_ length: Int) throws {
    cache.store(entry("k"))
    let whole = try Data(contentsOf: URL(filePath: place("k")))
    try whole.prefix(length).write(to: URL(filePath: place("k")))
    #expect(cache.entry("k") == nil)
    #expect(warnings.count == 1, "\(warnings)")
    cache.store(entry("k"))
    #expect(cache.entry("k") != nil)
  }

  @Test func anOutputKnowsWhetherItHoldsAName() {
    #expect(!entry("k").printsNoName)
    #expect(entry("k", names: ["dev", "film", "text"]).printsNoName)
    #expect(!entry("k", names: ["a"]).printsNoName)
  }

  @Test func digestsFollowTheBytesAndNotTheTimes() throws {
    let path = folder + "/data.tsv"
    try "one\tpos\n".write(toFile: path, atomically: true, encoding: .utf8)
    let first = cache.digest(of: path)
    #expect(first != nil)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -5000)], ofItemAtPath: path)
    #expect(cache.digest(of: path) == first)
    // Of the same length, inode and time.
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    try handle.write(contentsOf: Data("two".utf8))
    try handle.close()
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -5000)], ofItemAtPath: path)
    #expect(cache.digest(of: path) != first)
    #expect(cache.digest(of: folder + "/absent") == nil)
  }

  @Test func aFoldersDigestIsOfNamesAndBytes() throws {
    let inner = folder + "/model"
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    func write(_ text: String, _ name: String) throws {
      try text.write(toFile: inner + "/" + name, atomically: true, encoding: .utf8)
    }
    try write("{}", "config.json")
    let first = cache.digest(of: inner)
    try write("", ".hidden")
    #expect(cache.digest(of: inner) == first)
    try write("{ }", "config.json")
    #expect(cache.digest(of: inner) != first)
    try write("{}", "config.json")
    #expect(cache.digest(of: inner) == first)
    try write("", "more.json")
    #expect(cache.digest(of: inner) != first)
  }

  @Test func pruningTakesTheOldestFirst() throws {
    for (index, key) in ["older", "later", "newer"].enumerated() {
      cache.store(entry(key))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: Double(index - 3) * 86_400)],
        ofItemAtPath: place(key))
    }
    #expect(cache.items().count == 3)
    #expect(try cache.prune(olderThan: 2.5 * 86_400, largest: nil).count == 1)
    #expect(cache.entry("older") == nil && cache.entry("later") != nil)
    let size = try #require(cache.items().first).bytes
    let (count, bytes) = try cache.prune(olderThan: nil, largest: size)
    #expect(count == 1 && bytes == size)
    #expect(cache.entry("later") == nil && cache.entry("newer") != nil)
  }

  @Test func whatCannotBePrunedIsAnError() throws {
    cache.store(entry("kept"))
    // Of whoever it belongs to: a folder is not taken away as a file is.
    try FileManager.default.createDirectory(
      atPath: place("folder"), withIntermediateDirectories: true)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -86_400)], ofItemAtPath: place("folder"))
    let error = #expect(throws: FileError.self) { try cache.prune(olderThan: 60, largest: nil) }
    #expect(error?.isOfWriting == true && error?.description.contains("folder") == true)
    #expect(cache.entry("kept") != nil)
  }

  @Test func versionControlPassesTheFolderBy() throws {
    cache.store(entry("k"))
    #expect(
      try String(contentsOfFile: folder + "/.peftbook/.gitignore", encoding: .utf8) == "*\n")
  }

  @Test func aPlaceThatCannotBeWrittenCostsOneWarning() throws {
    try "a file".write(toFile: folder + "/blocked", atomically: true, encoding: .utf8)
    let blocked = ResultCache(folder: folder + "/blocked/cache")
    blocked.onWarning = { [unowned self] in warnings.append($0) }
    blocked.store(entry("a"))
    blocked.store(entry("b"))
    #expect(warnings.count == 1 && blocked.entry("a") == nil)
  }
}
