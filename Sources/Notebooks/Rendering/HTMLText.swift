/// Pieces of a page.
enum HTMLText {
  /// Text as it stands in a page, in an element or in an attribute's quotes.
  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A link target as it stands in `href`; nil for one that leads out of the page's own folder
  /// tree: a page loads nothing, and leads nowhere, by a network address.
  static func reference(_ destination: String) -> String? {
    let scalars = Array(destination.unicodeScalars)
    if scalars.starts(with: "//".unicodeScalars) { return nil }
    // A scheme is what stands before a colon, unless a path has begun.
    let name = scalars.prefix { !":/?#".unicodeScalars.contains($0) }
    if name.count < scalars.count, scalars[name.count] == ":" { return nil }
    var result = ""
    for scalar in scalars {
      if scalar.isASCII,
        scalar.properties.isAlphabetic
          || "0123456789-_.!~*'();/?:@=+$,#%".unicodeScalars.contains(scalar)
      {
        result.unicodeScalars.append(scalar)
      } else if scalar == "&" {
        result += "&amp;"
      } else {
        for byte in String(scalar).utf8 {
          let digits = String(byte, radix: 16, uppercase: true)
          result += "%" + (byte < 16 ? "0" : "") + digits
        }
      }
    }
    return result
  }
}

/// Names of headings for links within a page, each once.
struct HeadingNames {
  private var uses: [String: Int] = [:]

  /// Lower case, blanks as hyphens, without punctuation; numbered where it stood before. Empty for
  /// a heading without a letter or digit.
  mutating func name(_ title: String) -> String {
    var name = String.UnicodeScalarView()
    for scalar in title.lowercased().unicodeScalars {
      if scalar == " " || scalar == "-" || scalar == "\n" {
        name.append("-")
      } else if scalar == "_" || scalar.properties.isAlphabetic
        || scalar.properties.numericType != nil
      {
        name.append(scalar)
      }
    }
    guard name.contains(where: { $0 != "-" }) else { return "" }
    let base = String(name)
    let used = uses[base] ?? 0
    uses[base] = used + 1
    return used == 0 ? base : base + "-\(used)"
  }
}
