import Foundation

/// The process's own memory, as the system counts it.
enum ResidentMemory {
  /// The most bytes that were resident at once since the program started, or the last restart.
  static var peak: Int? {
    #if os(Linux)
      // `getrusage` goes on counting across `exec`: it would say what whoever started us held.
      guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first
      else { return nil }
      return Int(kibibytes).map { $0 * 1024 }
    #else
      var usage = rusage()
      guard getrusage(RUSAGE_SELF, &usage) == 0 else { return nil }
      return usage.ru_maxrss  // bytes
    #endif
  }

  /// Counts the peak from now on, where the system lets a process ask for that (Linux).
  static func restartPeak() {
    let file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    _ = write(file, "5", 1)
    close(file)
  }
}
