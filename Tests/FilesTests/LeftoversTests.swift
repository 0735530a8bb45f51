import Files
import Foundation
import Testing

@Suite struct LeftoversTests {
  private let place: TemporaryFolder
  private var root: String { place.path }

  init() throws { place = try TemporaryFolder() }

  private func make(_ name: String, isFolder: Bool = false, hours: Double = 2) throws {
    let path = root + "/" + name
    let files = FileManager.default
    if isFolder {
      try files.createDirectory(atPath: path, withIntermediateDirectories: true)
      try Data("x".utf8).write(to: URL(filePath: path + "/inside"))
    } else {
      try Data("x".utf8).write(to: URL(filePath: path))
    }
    let date = Date(timeIntervalSinceNow: -3600 * hours)
    try files.setAttributes([.modificationDate: date], ofItemAtPath: path)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root).sorted()
  }

  @Test func whatAKilledWriterLeftGoesWithTheNextWrite() throws {
    try make(".nb.md.123-0abcz.tmp")
    try make(".a folder.99999-1y2p0ij32e8e7.tmp", isFolder: true)
    try AtomicFile.write("x", to: root + "/nb.md")
    #expect(try names() == ["nb.md"])
  }

  @Test func aFolderSweepsToo() throws {
    try make(".out.123-0abcz.tmp", isFolder: true)
    try AtomicFolder.write(to: root + "/out", overwrite: false) { _ in }
    #expect(try names() == ["out"])
  }

  @Test func nothingElseIsTouched() throws {
    let kept = [
      ".nb.md.123-0abcz.old", ".nb.md.tmp", "nb.md.123-0abcz.tmp", ".nb.md.123.tmp", ".123-0a.tmp",
      ".nb.md.12a-0abcz.tmp", ".nb.md.123-0ABCZ.tmp", ".nb.md.123-0abcz0abcz0abcz.tmp",
      ".nb.md.123--0.tmp", ".nb.md.-0.tmp",
    ]
    for name in kept { try make(name) }
    try make(".young.123-0abcz.tmp", hours: 0.9)
    let target = root + "/.nb.md.123-0.tmp"
    try FileManager.default.createSymbolicLink(
      atPath: target, withDestinationPath: root + "/" + kept[0])
    try AtomicFile.write("x", to: root + "/nb.md")
    #expect(
      try names()
        == (kept + [".young.123-0abcz.tmp", ".nb.md.123-0.tmp", "nb.md"]).sorted())
  }

  /// What lives writes for longer than an hour, perhaps.
  @Test func aWriterThatLivesKeepsItsOwn() throws {
    try make(".nb.md.123-0abcz.tmp")
    let lock = try FileLock(path: root + "/.nb.md.123-0abcz.tmp")
    #expect(lock != nil)
    try AtomicFile.write("x", to: root + "/nb.md")
    withExtendedLifetime(lock) {}
    #expect(try names() == [".nb.md.123-0abcz.tmp", "nb.md"])
  }

  @Test func noMessageNamesATemporary() {
    #expect(
      withoutTemporaryNames("cannot write 'sub/.out.17583-36n83fi0kuwdz.tmp/a.bin': no space")
        == "cannot write 'sub/out/a.bin': no space")
    #expect(withoutTemporaryNames("'.nb.md.1-0.tmp' and .x.tmp") == "'nb.md' and .x.tmp")
  }

  @Test func writersHoldTheirTemporaries() throws {
    let root = root
    try AtomicFile.write(to: root + "/nb.md") { (_) throws(FileError) in
      let name = try? FileManager.default.contentsOfDirectory(atPath: root).first
      #expect(try FileLock(path: root + "/" + (name ?? "")) == nil)
    }
    try AtomicFolder.write(to: root + "/out", overwrite: false) { temporary in
      let descriptor = open(temporary, O_RDONLY)
      defer { close(descriptor) }
      #expect(flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    }
  }
}
