/// Numbers as Hugging Face `tokenizers` reads them: the digits as a whole number, which is rounded,
/// then divided or multiplied by a power of ten, which rounds once more.
///
/// The last bit matters: cuts of a word that are equally likely but for rounding are told apart by
/// it.
///
/// Source: `f64_from_parts` of serde_json, without its feature `float_roundtrip`.
enum TwiceRounded {
  /// - Parameter number: the literal, read exactly; its shortest form is taken for it.
  static func value(of number: Double) -> Double {
    guard number.isFinite, number != 0 else { return number }
    var digits: UInt64 = 0
    var exponent = 0
    var text = number.magnitude.description.utf8[...]
    if let e = text.firstIndex(of: UInt8(ascii: "e")) {
      exponent = Int(String(Substring(text[text.index(after: e)...]))) ?? 0
      text = text[..<e]
    }
    var isFraction = false
    for byte in text {
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else {
        digits = digits * 10 + UInt64(byte - UInt8(ascii: "0"))
        if isFraction { exponent -= 1 }
      }
    }
    let value = scaled(Double(digits), by: exponent)
    return number < 0 ? -value : value
  }

  /// Times ten to a power, by powers that a double can hold.
  private static func scaled(_ digits: Double, by exponent: Int) -> Double {
    var (value, exponent) = (digits, exponent)
    while exponent < -308 {
      value /= power(308)
      exponent += 308
    }
    return exponent < 0 ? value / power(-exponent) : value * power(exponent)
  }

  /// The double nearest to ten to a power from 0 to 308.
  private static func power(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? .infinity }
}
