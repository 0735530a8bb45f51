import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard input as it comes; a signal ends the waiting for more.
struct AwaitedInput {
  enum Piece {
    case bytes([UInt8])
    case end
    case signal(Int32)
    case unreadable
  }

  enum Line {
    case text(String)
    case end
    case signal(Int32)
  }

  private var waiting: [UInt8] = []
  private var isAtEnd = false

  func next() -> Piece {
    while true {
      var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let isReady = poll(&waiting, 1, 100) > 0
      if let signal = Signals.shared.pending { return .signal(signal) }
      guard isReady else { continue }
      if let bytes = StandardFile.input.read() { return bytes.isEmpty ? .end : .bytes(bytes) }
      if errno != EINTR, errno != EAGAIN { return .unreadable }
    }
  }

  /// The next line, without its end; the last one may have none.
  mutating func nextLine() -> Line {
    while true {
      if let end = waiting.firstIndex(of: 0x0A) {
        defer { waiting.removeSubrange(...end) }
        return .text(text(waiting[..<end]))
      }
      if isAtEnd {
        defer { waiting = [] }
        return waiting.isEmpty ? .end : .text(text(waiting[...]))
      }
      switch next() {
      case .bytes(let bytes): waiting += bytes
      case .end, .unreadable: isAtEnd = true
      case .signal(let number): return .signal(number)
      }
    }
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes, as: UTF8.self)
  }
}
