import Commands
import Foundation
import Language
import Testing

/// What the settings file says, what is wrong with it, and that no mistake in it stops anything.
@Suite struct SettingsFileTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "peftbook-settings-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private var path: String { folder + "/config" }

  private func read(
    _ text: String
  ) throws -> (settings: Settings, problems: [SettingsFile.Problem]) {
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var settings = Settings(threads: 5)
    let problems = SettingsFile(environment: ["PEFTBOOK_CONFIG": path]).read(into: &settings)
    return (settings, problems)
  }

  @Test func everySettingCanStandInIt() throws {
    let (settings, problems) = try read(
      """
      # What I want everywhere.
      threads = 3   # cores to spare

      checkpoint=30s
      color = never
        progress = false
      set pager="less -S"
      editor = ""
      """)
    #expect(problems.isEmpty)
    var expected = Settings(threads: 3)
    (expected.checkpoint, expected.color, expected.progress) = (30, .never, false)
    (expected.pager, expected.editor) = ("less -S", "")
    #expect(settings == expected)
  }

  @Test func everySettingOfSetIsOne() throws {
    let spec = try #require(Session.verbs.first { $0.name == "set" })
    for option in spec.forms[0].options {
      let value =
        switch option.kind {
        case .wholeNumber: "7"
        case .duration: "7s"
        case .flag: "false"
        case .words(let words): words.last ?? ""
        default: "\"seven\""
        }
      let (settings, problems) = try SettingsFileTests().read("\(option.name) = \(value)\n")
      #expect(problems.isEmpty, "\(option.name)")
      #expect(settings != Settings(threads: 5), "\(option.name)")
    }
  }

  /// Each wrong line with the words that are marked and what is offered; the right ones count.
  @Test(arguments: [
    ("thread = 2", "thread", "threads"), ("color = nver", "nver", "never"),
    ("colour = never", "colour", "color"), ("threads = 0", "0", nil), ("threads = two", "two", nil),
    ("checkpoint = 5", "5", nil), ("[settings]", "[settings]", nil),
    ("pager = \"less", "\"less", nil), ("set thread=2", "thread", "threads"),
    ("threads 2", "threads 2", "threads=2"), ("train a on b", "on", nil),
    ("threads = 5; color = never", "color = never", nil), ("pager = less -S", "-S", "\"less -S\""),
  ])
  func aWrongLineIsMarkedAndPassedOver(
    _ line: String, _ marked: String, _ suggestion: String?
  ) throws {
    let (settings, problems) = try read("progress = false\r\n\n\(line)\ncheckpoint = 1m\n")
    #expect(settings.progress == false && settings.checkpoint == 60 && settings.threads == 5)
    #expect(problems.count == 1)
    let problem = try #require(problems.first)
    let span = try #require(problem.diagnostic.span)
    #expect(problem.source.slice(span) == marked, "\(problem.diagnostic.message)")
    #expect(problem.source.position(of: span.start).line == 3)
    #expect(problem.source.file == path)
    #expect(problem.diagnostic.suggestion == suggestion)
    let text = problem.diagnostic.rendered(in: problem.source, as: "warning")
    #expect(text.hasPrefix("warning: ") && text.contains(" --> \(path):3:"))
  }

  @Test func whatIsNoTextIsSaidOnce() throws {
    var settings = Settings(threads: 5)
    let file = SettingsFile(environment: ["PEFTBOOK_CONFIG": folder])
    #expect(file.read(into: &settings).map(\.diagnostic.message).first?.contains("folder") == true)
    try Data([0x74, 0xFF, 0x0A]).write(to: URL(filePath: path))
    let other = SettingsFile(environment: ["PEFTBOOK_CONFIG": path]).read(into: &settings)
    #expect(other.count == 1)
    #expect(other.first?.diagnostic.message.contains("UTF-8") == true)
    #expect(settings == Settings(threads: 5))
    try FileManager.default.removeItem(atPath: folder)
    // A file that was asked for has to be there; the usual one need not.
    #expect(file.read(into: &settings).first?.diagnostic.message.contains("no such") == true)
    #expect(SettingsFile(environment: ["HOME": folder]).read(into: &settings).isEmpty)
  }

  @Test(
    arguments: [
      ([:], nil), (["HOME": "/h"], "/h/.config/peftbook/config"), (["HOME": ""], nil),
      (["HOME": "/h", "XDG_CONFIG_HOME": "/x"], "/x/peftbook/config"),
      (["HOME": "/h", "XDG_CONFIG_HOME": "relative"], "/h/.config/peftbook/config"),
      (["HOME": "/h", "XDG_CONFIG_HOME": ""], "/h/.config/peftbook/config"),
      (["HOME": "/h", "PEFTBOOK_CONFIG": ""], nil), (["PEFTBOOK_CONFIG": "/c"], "/c"),
    ] as [([String: String], String?)])
  func thePlaceIsThatOfXDG(_ environment: [String: String], _ place: String?) {
    #expect(SettingsFile(environment: environment).path == place)
  }

  @Test func setShowsAndChangesAll() throws {
    let sitting = try Sitting()
    let all = try #require(try sitting.type("set").last).output.text
    for option in Settings(threads: 1).names { #expect(all.contains(option + "   ")) }
    let one = try #require(try sitting.type("set color=never pager=\"\"").last).output.text
    #expect(one == "color   never\npager   \"\"")
    #expect(sitting.session.settings.color == .never && sitting.session.settings.pager == "")
    try sitting.type("set threads=1")
    #expect(sitting.session.engine.threads == 1)
    // A setting is undone like any other statement.
    let moment = sitting.session.moment
    try sitting.type("set threads=2 color=always")
    moment.restore()
    #expect(sitting.session.settings.threads == 1 && sitting.session.engine.threads == 1)
    #expect(sitting.session.settings.color == .never)
  }
}
