import Commands
import Foundation

/// The program starting itself again.
enum Restart {
  private static let variable = "OPENBLAS_CORETYPE"

  /// Where OpenBLAS does not know the processor and nobody told it, the program starts once more
  /// with the variable set that it reads as it is loaded. Costs some milliseconds; where it cannot
  /// be done, all works as before, slowly.
  static func withTheRightKernels() {
    #if os(Linux)
      guard getenv(variable) == nil, let coreType = Session.missedCoreType,
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      else { return }
      setenv(variable, coreType, 1)
      execv(program, CommandLine.unsafeArgv)
    #endif
  }
}
