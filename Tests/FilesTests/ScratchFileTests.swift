import Files
import Foundation
import Testing

@Suite struct ScratchFileTests {
  @Test func holdsWhatIsWrittenAndHasNoName() throws {
    let folder = try TemporaryFolder()
    let file = try ScratchFile(in: folder.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    try [UInt8](repeating: 7, count: 100).withUnsafeBytes { bytes throws in
      try file.write(bytes, at: 50)
    }
    var found = [UInt8](repeating: 1, count: 60)
    try found.withUnsafeMutableBytes { bytes throws in try file.read(bytes, at: 40) }
    #expect(found == [UInt8](repeating: 0, count: 10) + [UInt8](repeating: 7, count: 50))
  }

  @Test func readingPastTheEndIsAnError() throws {
    let folder = try TemporaryFolder()
    let file = try ScratchFile(in: folder.path)
    var found = [UInt8](repeating: 1, count: 4)
    #expect(throws: FileError.self) {
      try found.withUnsafeMutableBytes { bytes throws in try file.read(bytes, at: 0) }
    }
  }

  @Test func aFolderThatIsNotThereIsAnError() throws {
    #expect(throws: FileError.self) { try ScratchFile(in: "/no/such/folder") }
  }
}
