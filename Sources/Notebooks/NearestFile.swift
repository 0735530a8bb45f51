import Foundation
import Language

extension Suggestion {
  /// What a path that leads nowhere may have meant: the nearest name in its folder, as it was
  /// typed.
  ///
  /// - Parameter path: where what was typed leads.
  package static func nearestFile(_ typed: String, at path: String) -> String? {
    let (folder, name) = (
      (path as NSString).deletingLastPathComponent, (path as NSString).lastPathComponent
    )
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    // A notebook may have been saved without its ending.
    let stem = (name as NSString).deletingPathExtension
    let bare = stem != name && names?.contains(stem) == true ? stem : nil
    guard let near = nearest(name, among: (names ?? []).sorted()) ?? bare else { return nil }
    let before = (typed as NSString).deletingLastPathComponent
    return before.isEmpty ? near : (before as NSString).appendingPathComponent(near)
  }
}
