import Files
import Foundation
import Testing

@Suite struct AtomicFolderTests {
  struct Stop: Error {}

  private func write(
    _ text: String, to path: String, overwrite: Bool = false
  ) throws {
    try AtomicFolder.write(to: path, overwrite: overwrite) { folder in
      try AtomicFile.write(text, to: folder + "/content")
    }
  }

  @Test func replacesWhatItWrote() throws {
    let place = try TemporaryFolder()
    try write("one", to: place.path("f"))
    try write("two", to: place.path("f/"))
    #expect(place.text("f/content") == "two")
    #expect(place.names == ["f"])
  }

  @Test func replacesAnEmptyFolder() throws {
    let place = try TemporaryFolder()
    mkdir(place.path("f"), 0o700)
    try write("one", to: place.path("f"))
    #expect(place.text("f/content") == "one")
  }

  @Test func leavesOthersFilesAlone() throws {
    let place = try TemporaryFolder()
    mkdir(place.path("f"), 0o700)
    place.put("mine", "f/notes")
    #expect(throws: FileError.inTheWay(path: place.path("f"))) {
      try write("x", to: place.path("f"))
    }
    #expect(place.text("f/notes") == "mine" && place.names == ["f"])
    try write("x", to: place.path("f"), overwrite: true)
    #expect(place.text("f/content") == "x" && place.text("f/notes") == nil)
  }

  @Test func aFileAddedToOursIsNotOurs() throws {
    let place = try TemporaryFolder()
    try write("x", to: place.path("f"))
    place.put("mine", "f/notes")
    #expect(throws: FileError.inTheWay(path: place.path("f"))) {
      try write("y", to: place.path("f"))
    }
    #expect(place.text("f/content") == "x")
  }

  @Test func failureChangesNothing() throws {
    let place = try TemporaryFolder()
    try write("old", to: place.path("f"))
    #expect(throws: Stop.self) {
      try AtomicFolder.write(to: place.path("f"), overwrite: true) { folder in
        try AtomicFile.write("half", to: folder + "/content")
        throw Stop()
      }
    }
    #expect(place.text("f/content") == "old" && place.names == ["f"])
  }

  @Test func refusesPlacesThatAreNoFolder() throws {
    let place = try TemporaryFolder()
    let file = place.put("", "file")
    symlink("nowhere", place.path("dangling"))
    for path in [file, "/", "", ".", "..", place.path + "/.", place.path("dangling")] {
      #expect(throws: FileError.self) { try write("x", to: path, overwrite: true) }
    }
    #expect(throws: FileError.self) { try write("x", to: place.path("none/f")) }
    #expect(place.names == ["dangling", "file"])
  }

  @Test func foldersInUseStay() throws {
    let place = try TemporaryFolder()
    for name in ["f", "f/inner", "other"] { mkdir(place.path(name), 0o700) }
    place.put("mine", "f/inner/notes")
    symlink(place.path("f"), place.path("link"))
    let working = FileManager.default.currentDirectoryPath
    for path in ["f", "f/inner", "other/../f", "link"].map(place.path) + [working, working + "/.."]
    {
      #expect(throws: FileError.self, "\(path)") {
        try AtomicFolder.write(
          to: path, overwrite: true, keeping: [place.path("f/inner")]
        ) { _ in }
      }
    }
    #expect(place.text("f/inner/notes") == "mine")
    try write("x", to: place.path("f"), overwrite: true)
    #expect(place.text("f/content") == "x")
  }

  @Test func writesThroughALink() throws {
    let place = try TemporaryFolder()
    try write("one", to: place.path("real"))
    symlink("real", place.path("link"))
    try write("two", to: place.path("link"))
    #expect(place.text("real/content") == "two")
    #expect(place.names == ["link", "real"])
  }
}
