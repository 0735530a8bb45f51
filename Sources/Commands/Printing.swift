import Language
import Notebooks

/// A name, and the blanks that let what is said of it begin in one column.
func padded(_ name: String, to width: Int = 7) -> String {
  name + String(repeating: " ", count: max(name.isEmpty ? 0 : 1, width - displayWidth(name)))
}

extension OutputPart {
  /// A number from data and settings, printed in its own way: `1 310 k`.
  static func given(_ value: Int, as printed: String) -> OutputPart {
    .given(printed, exact: "\(value)")
  }
}
