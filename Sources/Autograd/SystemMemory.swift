import Foundation

/// What this process may still allocate, as the operating system tells it.
enum SystemMemory {
  /// The least of what the machine has left, what the process's own limits leave, and what its
  /// control group leaves; `Int.max` where none of them can be read.
  static var available: Int {
    var least = Int.max
    if let machine = field("MemAvailable:", of: "/proc/meminfo") { least = machine }
    for (limit, use) in [("Max address space", "VmSize:"), ("Max data size", "VmData:")] {
      guard let most = softLimit(limit), let used = field(use, of: "/proc/self/status") else {
        continue
      }
      least = min(least, most - used)
    }
    if let group = leftInControlGroup { least = min(least, group) }
    return max(least, 0)
  }

  /// A line "NAME  123 kB", in bytes.
  private static func field(_ name: String, of file: String) -> Int? {
    guard let line = lines(of: file).first(where: { $0.hasPrefix(name) }) else { return nil }
    return number(line.dropFirst(name.count)).map { $0 * 1024 }
  }

  private static func number(_ text: Substring) -> Int? {
    text.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }
  }

  /// A line "NAME  SOFT  HARD  bytes"; nil where it says unlimited.
  private static func softLimit(_ name: String) -> Int? {
    let line = lines(of: "/proc/self/limits").first { $0.hasPrefix(name) }
    return line.flatMap { number($0.dropFirst(name.count)) }
  }

  /// Of the second version's groups: the limit, less what is used and could not be dropped.
  private static var leftInControlGroup: Int? {
    guard let entry = lines(of: "/proc/self/cgroup").first(where: { $0.hasPrefix("0::") }) else {
      return nil
    }
    var least: Int?
    var path = "/sys/fs/cgroup" + entry.dropFirst(3)
    while path.hasPrefix("/sys/fs/cgroup") {
      func number(_ file: String) -> Int? { lines(of: path + "/" + file).first.flatMap { Int($0) } }
      if let most = number("memory.max"), let used = number("memory.current") {
        let files = lines(of: path + "/memory.stat").first { $0.hasPrefix("inactive_file ") }
        let droppable = files.flatMap { Int($0.dropFirst("inactive_file ".count)) } ?? 0
        least = min(least ?? Int.max, most - used + droppable)
      }
      path = (path as NSString).deletingLastPathComponent
    }
    return least
  }

  /// Empty when the file cannot be read. Files under /proc have no size to read up to.
  private static func lines(of file: String) -> [Substring] {
    guard let stream = fopen(file, "r") else { return [] }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, stream)
    return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
  }
}

extension Engine {
  /// Bytes that can be allocated now: what the system leaves, less a reserve for what nobody asks
  /// about beforehand.
  package var availableMemory: Int {
    ignoresMemoryLimits ? .max : max(0, SystemMemory.available - Self.reserve)
  }

  /// Whether so many bytes can be allocated. Idle buffers are given back before the answer is no.
  package func canAllocate(_ bytes: Int) -> Bool {
    if bytes <= availableMemory { return true }
    arena.releaseIdle()
    return bytes <= availableMemory
  }

  private static let reserve = 64 << 20
}
