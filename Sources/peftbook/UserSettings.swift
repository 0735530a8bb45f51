import Commands
import Foundation
import Synchronization

/// What the user has set for every start, read once.
enum UserSettings {
  static let settings = file.settings

  private static let file: (settings: Settings, problems: [SettingsFile.Problem]) = {
    let process = ProcessInfo.processInfo
    var settings = Settings(threads: process.activeProcessorCount)
    let problems = SettingsFile(environment: process.environment).read(into: &settings)
    return (settings, problems)
  }()

  private static let hasWarned = Mutex(false)
  /// Of a file that is none of settings at all, the beginning says enough.
  private static let most = 5

  /// Says what is wrong with the file, the first time.
  static func warnOnce(on console: Console) {
    let isFirst = hasWarned.withLock { hasWarned in
      defer { hasWarned = true }
      return !hasWarned
    }
    guard isFirst else { return }
    file.problems.prefix(most).forEach(console.warn)
    let more = file.problems.count - most
    if more > 0 { console.remark("warning: and \(more) more in the settings file") }
  }
}
