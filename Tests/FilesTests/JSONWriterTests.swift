import Files
import Testing

@Suite struct JSONWriterTests {
  private let sample: JSON = .object([
    "b": .array([.integer(1), .number(1e-12), .number(0.5), .null]),
    "a": .string("é😀\u{7F}\n\u{1}"),
    "empty": .object([:]), "none": .array([]), "B": .object(["x": .bool(true)]),
  ])

  @Test func writesOneLineWithoutSpaces() {
    #expect(
      sample.serialized()
        == "{\"b\":[1,1e-12,0.5,null],\"a\":\"é😀\u{7F}\\n\\u0001\",\"empty\":{},\"none\":[],"
        + "\"B\":{\"x\":true}}")
  }

  /// The expected text is what Python's `json.dumps(…, indent=2, sort_keys=True)` gives.
  @Test func laysOutAsPythonDoes() {
    let expected = """
      {
        "B": {
          "x": true
        },
        "a": "\\u00e9\\ud83d\\ude00\u{7F}\\n\\u0001",
        "b": [
          1,
          1e-12,
          0.5,
          null
        ],
        "empty": {},
        "none": []
      }
      """
    #expect(sample.serialized(indent: 2, sortedKeys: true, asciiOnly: true) == expected)
  }

  @Test func readsBackWhatItWrote() throws {
    for indent in [nil, 0, 2] {
      let text = sample.serialized(indent: indent)
      #expect(try JSON.parse(text, file: "t") == sample)
    }
    for value: Double in [1e300, .leastNonzeroMagnitude, 0.1, -1 / 3, 1e16, 123_456_789] {
      let text = JSON.number(value).serialized()
      #expect(try JSON.parse(text, file: "t") == .number(value))
    }
  }

  @Test func writesNullForWhatIsNotFinite() {
    #expect(JSON.array([.number(.nan), .number(.infinity)]).serialized() == "[null,null]")
  }
}
