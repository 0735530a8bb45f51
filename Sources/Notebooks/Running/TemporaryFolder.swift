import Files
import Foundation

/// Where a check puts what cells write.
enum TemporaryFolder {
  private static let prefix = "peftbook-check-"

  /// A new, empty folder, named after this process; what a killed check left
  /// behind goes after a day.
  static func make() throws(NotebookError) -> String {
    let parent = FileManager.default.temporaryDirectory
    sweep(parent.path)
    let name = "\(prefix)\(getpid())-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    let folder = parent.appendingPathComponent(name).path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false)
    } catch {
      throw .file(.cannotWrite(path: folder, reason: "no temporary folder can be made there"))
    }
    return folder
  }

  private static func sweep(_ parent: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
      guard name.hasPrefix(prefix),
        let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      let path = parent + "/" + name
      // Another container may share the place and not the processes.
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      guard let made = attributes?[.modificationDate] as? Date, made.timeIntervalSinceNow < -86_400
      else { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
