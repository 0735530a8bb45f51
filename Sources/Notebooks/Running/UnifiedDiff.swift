/// The difference of two texts as `diff -u` writes it and `patch` reads it.
struct UnifiedDiff {
  private enum Edit: UInt8 {
    case kept = 0x20
    case removed = 0x2D
    case added = 0x2B
  }

  private let edits: [(edit: Edit, line: ArraySlice<UInt8>)]
  private let path: String

  /// Lines around a change that are shown with it.
  private static let context = 3

  init(from old: [UInt8], to new: [UInt8], path: String) {
    self.path = path
    let (old, new) = (Array(lineSlices(of: old[...])), Array(lineSlices(of: new[...])))
    var edits: [(edit: Edit, line: ArraySlice<UInt8>)] = []
    let difference = new.difference(from: old)
    var removals = difference.removals.map(UnifiedDiff.offset)[...]
    var insertions = difference.insertions.map(UnifiedDiff.offset)[...]
    var (at, now) = (0, 0)
    while at < old.count || now < new.count {
      if removals.first == at {
        edits.append((.removed, old[at]))
        removals.removeFirst()
        at += 1
      } else if insertions.first == now {
        edits.append((.added, new[now]))
        insertions.removeFirst()
        now += 1
      } else {
        edits.append((.kept, old[at]))
        (at, now) = (at + 1, now + 1)
      }
    }
    self.edits = edits
  }

  /// Empty when the texts are equal; else headers and hunks, each line with its line end.
  var text: [UInt8] {
    let hunks = hunks
    guard !hunks.isEmpty else { return [] }
    var result = Array("--- \(path)\n+++ \(path)\n".utf8)
    for hunk in hunks { result += written(hunk) }
    return result
  }

  private static func offset(_ change: CollectionDifference<ArraySlice<UInt8>>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  /// Ranges of `edits`: changes with their context, merged where they touch.
  private var hunks: [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, edit) in edits.enumerated() where edit.edit != .kept {
      let start = max(0, index - UnifiedDiff.context)
      let end = min(edits.count, index + 1 + UnifiedDiff.context)
      if let last = hunks.last, start <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<end
      } else {
        hunks.append(start..<end)
      }
    }
    return hunks
  }

  private func written(_ hunk: Range<Int>) -> [UInt8] {
    let before = edits[..<hunk.lowerBound]
    let inside = edits[hunk]
    let old = place(
      before.count { $0.edit != .added }, inside.count { $0.edit != .added })
    let new = place(
      before.count { $0.edit != .removed }, inside.count { $0.edit != .removed })
    var result = Array("@@ -\(old) +\(new) @@\n".utf8)
    for (edit, line) in inside {
      result += [edit.rawValue] + line
      if line.last != .lineFeed { result += "\n\\ No newline at end of file\n".utf8 }
    }
    return result
  }

  /// First line and number of lines; of none, the line before.
  private func place(_ before: Int, _ count: Int) -> String {
    switch count {
    case 0: "\(before),0"
    case 1: "\(before + 1)"
    default: "\(before + 1),\(count)"
    }
  }
}
