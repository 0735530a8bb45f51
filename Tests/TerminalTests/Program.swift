import Foundation
import Testing

/// The built program and places to run it in.
enum Program {
  /// Beside the test bundle, else in the usual build folder.
  static let path: String? = {
    let own = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folders = [
      own, URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent(),
      root.appending(path: ".build/release"), root.appending(path: ".build/debug"),
    ]
    return folders.map { $0.appending(path: "peftbook").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  static let absence: Comment = "the program 'peftbook' is not built: swift build builds it"

  struct Run {
    var exit: Int32
    var output: String
    var errors: String
  }

  /// Runs the program on pipes.
  ///
  /// - Parameter limit: options of the shell's `ulimit`.
  static func run(
    _ arguments: [String], input: String = "", in folder: URL? = nil,
    environment: [String: String] = [:], limit: String? = nil,
    signal: (after: Double, number: Int32)? = nil
  ) throws -> Run {
    let process = Process()
    let program = try #require(path)
    process.executableURL = URL(filePath: limit == nil ? program : "/bin/sh")
    process.arguments =
      (limit.map { ["-c", "ulimit \($0) && exec \"$0\" \"$@\"", program] } ?? []) + arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "TERM": "xterm", "HOME": "/nonexistent"]
      .merging(environment) { $1 }
    // Files instead of pipes: nothing can fill up and block.
    let place = try TemporaryFolder()
    let files = ["in", "out", "err"].map { place.url.appending(path: $0) }
    try input.write(to: files[0], atomically: false, encoding: .utf8)
    for file in files.dropFirst() {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    if let signal {
      Thread.sleep(forTimeInterval: signal.after)
      kill(process.processIdentifier, signal.number)
    }
    process.waitUntilExit()
    return Run(
      exit: process.terminationStatus, output: try String(contentsOf: files[1], encoding: .utf8),
      errors: try String(contentsOf: files[2], encoding: .utf8))
  }
}

/// A folder that goes away with its owner.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "peftbook-terminal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8)
  }

  func read(_ name: String) throws -> String {
    try String(contentsOf: url.appending(path: name), encoding: .utf8)
  }
}
