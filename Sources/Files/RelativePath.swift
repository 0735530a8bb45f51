import Foundation

/// Whether a place is another, or lies in it.
package func isInside(_ inner: String, _ outer: String) -> Bool {
  inner == outer || inner.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/")
}

/// How a path that is relative to one folder reads from another.
package struct RelativePath {
  private let from: [String]
  private let to: [String]

  /// - Parameters:
  ///   - from: the folder that paths start in now, absolute.
  ///   - to: the one that they are to start in, absolute. Both are followed to where they really
  ///     stand, since `..` leads there.
  package init(from: String, to: String) {
    (self.from, self.to) = (Self.parts(of: from), Self.parts(of: to))
  }

  package var isSameFolder: Bool { from == to }

  /// The same place; absolute where nothing but the root is common to both.
  package func route(_ path: String) -> String {
    guard !isSameFolder else { return path }
    var place = from
    for part in path.split(separator: "/") where part != "." {
      if part != ".." { place.append(String(part)) } else if !place.isEmpty { place.removeLast() }
    }
    let common = zip(place, to).prefix { $0 == $1 }.count
    guard common > 0 || to.isEmpty else { return "/" + place.joined(separator: "/") }
    let up = [String](repeating: "..", count: to.count - common)
    let parts = up + place[common...]
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private static func parts(of folder: String) -> [String] {
    let real = realpath(folder, nil)
    defer { free(real) }
    let path = real.map { String(cString: $0) } ?? folder
    return path.split(separator: "/").map(String.init)
  }
}
