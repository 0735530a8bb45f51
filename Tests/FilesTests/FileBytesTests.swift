import Files
import Foundation
import Testing

@Suite struct FileBytesTests {
  @Test(arguments: [0, 1, 4096, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000])
  func holdsTheFilesBytes(_ size: Int) throws {
    let folder = try TemporaryFolder()
    let data = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try data.write(to: URL(fileURLWithPath: folder.path("f")))
    let file = try FileBytes(mapping: folder.path("f"))
    #expect(file.count == size && file.bytes.elementsEqual(data))
  }

  @Test func smallFileMayShrinkWhileItIsRead() throws {
    let folder = try TemporaryFolder()
    let file = try FileBytes(mapping: folder.put("abc", "f"))
    folder.put("", "f")
    #expect(try file.text() == "abc")
  }

  @Test func saysWhatIsWrongWithAPath() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.notFound(path: folder.path("none"))) {
      try FileBytes(mapping: folder.path("none"))
    }
    #expect(throws: FileError.unreadable(path: folder.path, reason: "is a folder")) {
      try FileBytes(mapping: folder.path)
    }
    mkfifo(folder.path("pipe"), 0o600)
    #expect(throws: FileError.unreadable(path: folder.path("pipe"), reason: "not a regular file")) {
      try FileBytes(mapping: folder.path("pipe"))
    }
    symlink("loop", folder.path("loop"))
    let error = #expect(throws: FileError.self) { try FileBytes(mapping: folder.path("loop")) }
    #expect(error?.description.contains("too many levels of symbolic links") == true)
    symlink("nowhere", folder.path("dangling"))
    #expect(throws: FileError.notFound(path: folder.path("dangling"))) {
      try FileBytes(mapping: folder.path("dangling"))
    }
  }

  @Test func namesTheRowThatIsNotUTF8() throws {
    let good = FileBytes(label: "f", bytes: Array("a\né😀\u{0}".utf8))
    #expect(try good.text() == "a\né😀\u{0}")
    let bad = FileBytes(label: "f", bytes: Array("a\né\nb".utf8) + [0xC3, 0x0A, 0x61])
    #expect(throws: FileError.notUTF8(path: "f", row: 3, column: 2)) { try bad.text() }
  }

  @Test func partsShareTheMemory() throws {
    let whole = FileBytes(label: "f", bytes: Array("hello".utf8))
    #expect(try whole[1..<3].text() == "el")
    #expect(try whole[5..<5].text() == "")
  }
}
