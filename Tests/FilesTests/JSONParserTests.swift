import Files
import Testing

@Suite struct JSONParserTests {
  private func parse(_ text: String) throws(FileError) -> JSON {
    try JSON.parse(text, file: "t.json")
  }

  /// Line, column and message of the error, or nil when the bytes parse.
  private func failure(_ bytes: [UInt8]) -> (line: Int, column: Int, message: String)? {
    do throws(FileError) {
      _ = try JSON.parse(FileBytes(label: "t.json", bytes: bytes))
      return nil
    } catch {
      guard case .json("t.json", let line, let column, let message) = error else { return nil }
      return (line, column, message)
    }
  }

  @Test func readsEveryKindOfValue() throws {
    let text = #" { "a" : [ null , true, false, -0, 12, 1.5e3, "x" ] , "b":{ },"c":[] } "#
    let expected: JSON = .object([
      "a": .array([
        .null, .bool(true), .bool(false), .integer(0), .integer(12), .number(1500), .string("x"),
      ]), "b": .object([:]), "c": .array([]),
    ])
    #expect(try parse(text) == expected)
    #expect(try parse("\t\"alone\"\r\n") == .string("alone"))
  }

  @Test func keepsTheOrderOfNames() throws {
    let names = (0..<100).map { "k\(($0 * 37) % 100)" }
    let text = "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}"
    #expect(try parse(text).object?.keys == names)
  }

  @Test func looksUpNamesInSmallAndLargeObjects() throws {
    for count in [1, 7, 8, 9, 10, 500] {
      let text = "{" + (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
      let json = try parse(text)
      for i in 0..<count { #expect(json["k\(i)"]?.int == i) }
      #expect(json["k\(count)"] == nil)
    }
  }

  @Test(arguments: [2, 8, 9, 300])
  func refusesNamesThatRepeat(_ count: Int) throws {
    let names = (0..<count).map { "k\($0)" } + ["k0"]
    let text = "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}"
    #expect(failure(Array(text.utf8))?.message == "the name 'k0' stands twice in one object")
    #expect(failure(Array(#"{"a":1,"\u0061":2}"#.utf8))?.column == 8)
  }

  @Test func holdsComposedAndDecomposedNamesApart() throws {
    let json = try parse("{\"\u{E9}\":1,\"e\u{301}\":2,\"\u{212B}\":3,\"\u{C5}\":4}")
    #expect(json["\u{E9}"]?.int == 1 && json["e\u{301}"]?.int == 2)
    #expect(json["\u{212B}"]?.int == 3 && json["\u{C5}"]?.int == 4)
    #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
  }

  @Test func keepsIntegersExact() throws {
    #expect(try parse("9223372036854775807").int == Int.max)
    #expect(try parse("-9223372036854775808").int == Int.min)
    #expect(try parse("9007199254740993").int == 9_007_199_254_740_993)
    for inexact in ["9223372036854775808", "-9223372036854775809", "1.0", "1e3"] {
      #expect(try parse(inexact).int == nil)
      #expect(try parse(inexact).double == Double(inexact))
    }
    #expect(try parse("1000000000000000019884624838656").double == 1e30)
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}",
    "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x10", "NaN", "Infinity", "-Infinity", "tru",
    "nul", "True", "[1 2]", "1 2", "\"a", "\"a\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"",
    "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\u0041\"", "\"\\uD800x\"", "\"a\nb\"", "\"a\tb\"",
    "1e999", "-1e999", "\u{FEFF}1", "[1]]", "{}{}", "/* */1", "\u{A0}1",
  ])
  func refuses(_ text: String) {
    #expect(failure(Array(text.utf8)) != nil)
  }

  @Test func refusesWhatIsNotUTF8() {
    for bad: [UInt8] in [
      [0x80], [0xC0, 0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
      [0xE0, 0x80, 0x80], [0xF0, 0x9F, 0x98],
    ] {
      let found = failure([0x22, 0x61] + bad + [0x22])
      #expect(found?.message == "not UTF-8" && found?.column == 3)
    }
  }

  @Test func readsEscapes() throws {
    let text = #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00\u0000z""#
    #expect(
      try parse(text).string.map { Array($0.unicodeScalars) }
        == Array("\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{1F600}\u{0}z".unicodeScalars))
  }

  @Test func capsTheDepth() throws {
    let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(try parse(deep(64)).array != nil)
    #expect(failure(Array(deep(65).utf8))?.message == "nested more than 64 deep")
    #expect(failure([UInt8](repeating: 0x5B, count: 1_000_000))?.column == 65)
    let objects = String(repeating: "{\"a\":", count: 100_000)
    #expect(failure(Array(objects.utf8))?.message == "nested more than 64 deep")
  }

  @Test func nobodyWaitsForTheEndOfALargeObject() {
    let members = (0..<2_000).map { "\"k\($0)\": \($0)" }.joined(separator: ",")
    let patience = Patience(isEnded: { true })
    let error = #expect(throws: FileError.self) {
      try patience.during { try JSON.parse("{\(members)}", file: "t.json") }
    }
    #expect(error?.description.hasSuffix("reading was given up") == true)
    #expect(patience.wasOver)
  }

  @Test func namesThePlaceInCodePoints() {
    let found = failure(Array("{\n  \"é😀\": 1,\n  \"é😀\": x}".utf8))
    #expect(found?.line == 3 && found?.column == 9)
    #expect(found?.message == "unexpected 'x' in place of a value")
    let rows = Array("[1, ]".utf8)
    let error = #expect(throws: FileError.self) {
      try rows.withUnsafeBytes { bytes in
        try JSON.parse(bytes: bytes, file: "r.jsonl", firstLine: 41)
      }
    }
    #expect(error?.description == "r.jsonl:41:5: unexpected ']' in place of a value")
  }
}
