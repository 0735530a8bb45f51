import Checkpoints
import Files
import Foundation
import Testing

@Suite struct HubCacheTests {
  let commit = String(repeating: "0a", count: 20)

  /// A cache with one repository, its files links into `blobs` as the Python tools make them.
  private func cache(_ root: String = "hub") throws -> TemporaryFolder {
    let home = try TemporaryFolder()
    let repository = "\(root)/models--own--net"
    try home.put("{\"a\":1}", "\(repository)/blobs/e1")
    try home.put(commit, "\(repository)/refs/main")
    try home.put(commit + "\n", "\(repository)/refs/refs/pr/1")
    let snapshot = home.path("\(repository)/snapshots/\(commit)")
    try FileManager.default.createDirectory(
      atPath: snapshot, withIntermediateDirectories: true)
    symlink("../../blobs/e1", snapshot + "/config.json")
    symlink("../../blobs/gone", snapshot + "/gone.json")
    symlink("loop.json", snapshot + "/loop.json")
    return home
  }

  @Test func findsTheSnapshotOfEveryKindOfRevision() throws {
    let home = try cache()
    for spec in ["own/net", "own/net@main", "own/net@\(commit)", "own/net@refs/pr/1"] {
      let folder = try HubCache.folder(spec, environment: ["HF_HOME": home.path])
      #expect(try folder.open("config.json").text() == "{\"a\":1}")
    }
  }

  @Test func dataSetsStandApartFromModels() throws {
    let home = try cache()
    let environment = ["HF_HOME": home.path]
    let repository = "hub/datasets--own--talk"
    try home.put(commit, "\(repository)/refs/main")
    try home.put("a\t1\n", "\(repository)/snapshots/\(commit)/train.tsv")
    let folder = try HubCache.folder("own/talk", .datasets, environment: environment)
    #expect(folder.names == ["train.tsv"])
    #expect(HubCache.repositories(.datasets, environment: environment) == ["own/talk"])
    #expect(HubCache.repositories(.models, environment: environment) == ["own/net"])
    let error = #expect(throws: CheckpointError.self) {
      try HubCache.folder("own/net", .datasets, environment: environment)
    }
    let looked = ["\(home.path)/hub/datasets--own--net/refs/main"]
    #expect(error == .notCached(name: "own/net", revision: "main", looked: looked))
  }

  @Test func linksThatLeadNowhereAreMissingFiles() throws {
    let home = try cache()
    let folder = try HubCache.folder("own/net", environment: ["HF_HOME": home.path])
    #expect(!folder.contains("gone.json") && !folder.contains("loop.json"))
    #expect(throws: FileError.notFound(path: folder.path + "/gone.json")) {
      try folder.open("gone.json")
    }
    #expect(throws: FileError.self) { try folder.open("loop.json") }
  }

  @Test func looksWhereTheVariablesSay() throws {
    #expect(HubCache.root(["HF_HUB_CACHE": "/c", "HF_HOME": "/h", "HOME": "/u"]) == "/c")
    #expect(HubCache.root(["HF_HOME": "/h", "XDG_CACHE_HOME": "/x", "HOME": "/u"]) == "/h/hub")
    #expect(HubCache.root(["XDG_CACHE_HOME": "/x", "HOME": "/u"]) == "/x/huggingface/hub")
    #expect(HubCache.root(["HOME": "/u"]) == "/u/.cache/huggingface/hub")
    #expect(HubCache.root(["HF_HUB_CACHE": "", "HF_HOME": "~/h", "HOME": "/u"]) == "/u/h/hub")
    let home = try cache(".cache/huggingface/hub")
    #expect(
      try HubCache.folder("own/net", environment: ["HOME": home.path]).contains("config.json"))
  }

  @Test func saysWhatItLookedFor() throws {
    let home = try cache()
    let root = home.path + "/hub"
    func looked(_ spec: String) -> [String]? {
      do throws(CheckpointError) {
        _ = try HubCache.folder(spec, environment: ["HF_HUB_CACHE": root])
      } catch {
        if case .notCached(_, _, let looked) = error { return looked }
      }
      return nil
    }
    #expect(looked("own/other") == ["\(root)/models--own--other/refs/main"])
    #expect(looked("own/net@v2") == ["\(root)/models--own--net/refs/v2"])
    let other = String(repeating: "f", count: 40)
    #expect(looked("own/net@\(other)") == ["\(root)/models--own--net/snapshots/\(other)"])
    try home.put(other, "hub/models--own--net/refs/main")
    #expect(looked("own/net")?.count == 2)
    try home.put("../../../etc", "hub/models--own--net/refs/main")
    let error = #expect(throws: CheckpointError.self) {
      try HubCache.folder("own/net", environment: ["HF_HUB_CACHE": root])
    }
    #expect(
      error
        == .malformed(
          file: "\(root)/models--own--net/refs/main", reason: "it names no commit"))
  }

  @Test(arguments: [
    "", "/", "own/", "/net", "a/b/c", "../net", "own/..", "own/a..b", "own/a--b", "own/.net",
    "own/net.", "-own/net", "own/n t", "own/né", "own\\net", "own/net@", "own/net@..",
    "own/net@../../x", "own/net@/etc", "own/net@a//b", "own/net@a\\b", "own/net@a\u{0}",
    String(repeating: "a", count: 97),
  ])
  func refusesNamesThatAreNone(_ spec: String) throws {
    let error = #expect(throws: CheckpointError.self) {
      try HubCache.folder(spec, environment: ["HF_HOME": "/nowhere"])
    }
    guard case .badRepository? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
