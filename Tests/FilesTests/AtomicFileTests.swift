import Files
import Foundation
import Testing

@Suite struct AtomicFileTests {
  @Test func writesWhatItWasGiven() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("é\n", to: folder.path("f"))
    #expect(folder.text("f") == "é\n")
    try AtomicFile.write(bytes: [], to: folder.path("f"))
    #expect(folder.text("f") == "")
    #expect(folder.names == ["f"])
  }

  @Test func keepsTheOldFileUntilTheEnd() throws {
    let folder = try TemporaryFolder()
    let path = folder.put("old", "f")
    chmod(path, 0o640)
    try AtomicFile.write(to: path) { (file) throws(FileError) in
      try file.write("new")
      #expect(folder.text("f") == "old" && file.count == 3)
    }
    #expect(folder.text("f") == "new" && folder.names == ["f"])
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
  }

  @Test func failureLeavesTheOldFileAlone() throws {
    let folder = try TemporaryFolder()
    let path = folder.put("old", "f")
    let failure = FileError.notFound(path: "x")
    #expect(throws: failure) {
      try AtomicFile.write(to: path) { (file) throws(FileError) in
        try file.write("half")
        throw failure
      }
    }
    #expect(folder.text("f") == "old" && folder.names == ["f"])
  }

  /// A child process is killed in the middle of the body.
  @Test func killLeavesTheOldFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.put("old", "f")
    func write(_ last: () -> Void) throws(FileError) {
      try AtomicFile.write(to: path) { (file) throws(FileError) in
        try file.write(String(repeating: "new", count: 10_000))
        last()
      }
    }
    try write {}
    folder.put("old", "f")
    let fork = try #require(dlsym(nil, "fork"))
    let child = unsafeBitCast(fork, to: (@convention(c) () -> pid_t).self)()
    if child == 0 {
      alarm(20)
      try? write { kill(getpid(), SIGKILL) }
      _exit(0)
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    #expect(status & 0x7F == SIGKILL)
    #expect(folder.text("f") == "old" && folder.names.count == 2)
    try AtomicFile.write("next", to: path)
    #expect(folder.text("f") == "next")
  }

  @Test func fullDiskIsAnError() {
    let error = FileError.cannotWrite(path: "/dev/full", reason: "no space left on device")
    #expect(throws: error) { try AtomicFile.write("x", to: "/dev/full") }
    var status = stat()
    #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func devicesAreWrittenNotReplaced() throws {
    try AtomicFile.write("x", to: "/dev/null")
    var status = stat()
    #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func writesThroughLinks() throws {
    let folder = try TemporaryFolder()
    folder.put("old", "real")
    symlink("real", folder.path("link"))
    symlink(folder.path("not-yet"), folder.path("dangling"))
    symlink("loop", folder.path("loop"))
    try AtomicFile.write("new", to: folder.path("link"))
    try AtomicFile.write("made", to: folder.path("dangling"))
    #expect(folder.text("real") == "new" && folder.text("not-yet") == "made")
    #expect(folder.names == ["dangling", "link", "loop", "not-yet", "real"])
    let error = #expect(throws: FileError.self) {
      try AtomicFile.write("x", to: folder.path("loop"))
    }
    #expect(error?.description.contains("symbolic links") == true)
  }

  @Test func saysWhyItCannotWrite() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.cannotWrite(path: folder.path, reason: "is a folder")) {
      try AtomicFile.write("x", to: folder.path)
    }
    let missing = folder.path("none/f")
    #expect(throws: FileError.cannotWrite(path: missing, reason: "no such file or directory")) {
      try AtomicFile.write("x", to: missing)
    }
    // The superuser may write anywhere but into the kernel's own folders.
    let closed = geteuid() == 0 ? "/proc/self/task" : folder.path("closed")
    if geteuid() != 0 { mkdir(closed, 0o500) }
    #expect(throws: FileError.self) { try AtomicFile.write("x", to: closed + "/f") }
  }
}
