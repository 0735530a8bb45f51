import Files
import Testing

@Suite struct FileLockTests {
  @Test func onlyOneHoldsTheLock() throws {
    let folder = try TemporaryFolder()
    var first = try FileLock(path: folder.path("lock"))
    #expect(first != nil)
    #expect(try FileLock(path: folder.path("lock")) == nil)
    first = nil
    #expect(try FileLock(path: folder.path("lock")) != nil)
    #expect(throws: FileError.self) { try FileLock(path: folder.path("none/lock")) }
  }
}
