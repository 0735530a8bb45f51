/// Labels in the order of their classes: by value when all are integers, else by code points.
///
/// Two spellings of one integer ("1", "01") stay two labels, in the order of their code points.
func inLabelOrder(_ labels: [String]) -> [String] {
  // The order of UTF-8 bytes is that of code points; Swift's own order follows canonical
  // equivalence.
  let byCodePoints = labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  let values = byCodePoints.compactMap(integer)
  guard values.count == labels.count else { return byCodePoints }
  return zip(values, byCodePoints.indices).sorted { $0 < $1 }.map { byCodePoints[$0.1] }
}

/// The value of a label that is an integer: digits, with a minus before them or not.
func integer(_ label: String) -> Int? {
  let digits = label.utf8.first == UInt8(ascii: "-") ? label.utf8.dropFirst() : label.utf8[...]
  guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
  return Int(label)
}
