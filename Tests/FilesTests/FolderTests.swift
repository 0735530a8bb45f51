import Files
import Foundation
import Testing

@Suite struct FolderTests {
  @Test func diskAndEmbeddedFoldersAnswerAlike() throws {
    let place = try TemporaryFolder()
    place.put("two", "b")
    place.put("one", "a")
    let embedded = EmbeddedFolder(
      path: "demo:x",
      files: [
        "a": FileBytes(label: "demo:x/a", bytes: Array("one".utf8)),
        "b": FileBytes(label: "demo:x/b", bytes: Array("two".utf8)),
      ])
    for folder: any Folder in [try DiskFolder(place.path), embedded] {
      #expect(folder.names == ["a", "b"])
      #expect(folder.contains("a") && !folder.contains("c"))
      #expect(try folder.open("b").text() == "two")
      #expect(throws: FileError.notFound(path: folder.path + "/c")) { try folder.open("c") }
    }
  }

  @Test func refusesWhatIsNoFolder() throws {
    let place = try TemporaryFolder()
    let file = place.put("", "file")
    #expect(throws: FileError.notAFolder(path: file)) { try DiskFolder(file) }
    #expect(throws: FileError.notAFolder(path: file + "/x")) { try DiskFolder(file + "/x") }
    #expect(throws: FileError.notFound(path: "/no/such")) { try DiskFolder("/no/such") }
  }
}
