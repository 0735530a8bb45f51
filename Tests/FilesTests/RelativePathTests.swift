import Files
import Foundation
import Testing

@Suite struct RelativePathTests {
  @Test(arguments: [
    ("/a/b", "/a/b/c", "x.tsv", "../x.tsv"), ("/a/b", "/a/b/c", "c/x.tsv", "x.tsv"),
    ("/a/b", "/a/d", "data/x", "../b/data/x"), ("/a/b/c", "/a", "./x//y", "b/c/x/y"),
    ("/a/b/c", "/a", "../../x", "x"), ("/a/b", "/c", "x", "/a/b/x"),
    ("/a/b", "/a/b/c", "..", "../.."), ("/a/b", "/a/b/c", "c", "."), ("/a/b", "/", "x", "a/b/x"),
    ("/a", "/a/b", "../../../x", "/x"),
    ("/a/b", "/a/b/", "odd/../x", "odd/../x"),
  ])
  func leadsToTheSamePlace(_ from: String, _ to: String, _ path: String, _ expected: String) {
    #expect(RelativePath(from: from, to: to).route(path) == expected)
  }

  @Test func followsLinks() throws {
    let place = try TemporaryFolder()
    let (files, root) = (FileManager.default, place.path)
    try files.createDirectory(atPath: root + "/deep/down", withIntermediateDirectories: true)
    try files.createSymbolicLink(atPath: root + "/link", withDestinationPath: root + "/deep/down")
    let way = RelativePath(from: root, to: root + "/link")
    #expect(way.route("x") == "../../x")
    #expect(RelativePath(from: root + "/link", to: root + "/deep/down").isSameFolder)
  }
}
