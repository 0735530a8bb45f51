import Foundation

/// A regular expression over whole module paths, as Python's `re.fullmatch` reads it.
///
/// The engine is ICU's, whose syntax holds Python's but for the spelling of named groups. A pattern
/// may backtrack without end on paths of fifty characters, so a match has a time limit: it is
/// generous, since an honest pattern takes microseconds.
enum PathPattern {
  private static let limit = 0.25  // seconds

  static func matches(_ path: String, _ pattern: String) throws(AdapterError) -> Bool {
    let spelled = "(?:" + pattern.replacing("(?P<", with: "(?<") + #")\z"#
    guard let expression = try? NSRegularExpression(pattern: spelled) else {
      throw .badPattern(pattern)
    }
    let whole = NSRange(location: 0, length: path.utf16.count)
    let start = ContinuousClock.now
    var (isMatch, isSlow) = (false, false)
    // Anchored at both ends: `fullmatch` lets alternatives backtrack until the end is reached.
    expression.enumerateMatches(
      in: path, options: [.anchored, .reportProgress], range: whole
    ) { match, _, stop in
      if let match { isMatch = match.range == whole }
      isSlow = ContinuousClock.now - start > .seconds(limit)
      if match != nil || isSlow { stop.pointee = true }
    }
    if isSlow, !isMatch { throw .slowPattern(pattern, path: path) }
    return isMatch
  }
}
