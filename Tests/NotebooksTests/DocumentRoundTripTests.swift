import Notebooks
import Testing

@Suite struct DocumentRoundTripTests {
  /// Pieces of Markdown that open, close, hide or break a cell.
  private static let fragments: [String] = [
    "```peft\n", "```peft fails=missing-file\n", "````peft\n", "~~~peft\n", "  ```peft\n",
    "   ~~~~ peft  \n", "```\n", "````\n", "~~~\n", "~~~~\n", "```output digest=0123456789abcdef\n",
    "```output\n", "~~~ output x=1\n", "\n", "\n", "  \t\n", "a = model \"x\"\n", "text\n",
    "> ```peft\n", "> quoted\n", "- item\n", "- ```peft\n", "  ```\n", "1. one\n", "10) ten\n",
    "    ```peft\n", "\t```peft\n", " \t```\n", "<!--\n", "-->\n", "<!-- ```peft -->\n", "<div>\n",
    "</div>\n", "<pre>\n", "</pre>\n", "<?php\n", "?>\n", "<![CDATA[\n", "]]>\n", "<b a='c'>\n",
    "---\n", "...\n", "===\n", "# Heading\n", "***\n", "peftbook: 0.1\n", "arithmetic: x y\n",
    "```python\n", "```peftx\n", "``` peft `x`\n", "|a|b|\n", "\\```peft\n", "深い雪 \u{1F600}\n",
    "```peft\n", "```peft\nsay 1\n```\n", "~~~peft\n~~~\n\n~~~output\nold\n~~~\n",
    "```peft\nsay 1\n```\n```output digest=0123456789abcdef x\nold\n```\n",
    "  ```peft\n  a\n  ```\n \n  ```` output\n  old\n  ````\n", "\n\n```\n", "```\n\n",
    "a\rb\n", "* * *\n", "-\n", "+   x\n", "\u{FEFF}", "\u{2028}", "`", "~", " ", "x", "\0",
  ]

  static func document(_ seed: UInt64) -> [UInt8] {
    var random = Seeded(state: seed)
    var bytes: [UInt8] = random.next(12) == 0 ? [0xEF, 0xBB, 0xBF] : []
    let isWindows = random.next(4) == 0
    for _ in 0..<random.next(24) {
      var fragment = Array(fragments[random.next(fragments.count)].utf8)
      if isWindows || random.next(16) == 0, fragment.last == 10 {
        fragment = fragment.dropLast() + [13, 10]
      }
      if random.next(30) == 0 { fragment.insert(UInt8(128 + random.next(128)), at: 0) }
      bytes += fragment
    }
    if random.next(3) == 0, bytes.last == 10 { bytes.removeLast() }
    return bytes
  }

  @Test func printIsTheInverseOfParse() {
    var cells = 0
    var outputs = 0
    for seed in 0..<UInt64(12_000) {
      let bytes = Self.document(seed)
      let document = NotebookDocument.parse(bytes)
      if document.printed() != bytes { Issue.record("document \(seed) changed") }
      for cell in document.cells(file: "") {
        cells += 1
        if cell.recorded != nil { outputs += 1 }
      }
    }
    // The generator has to reach what it is for.
    #expect(cells > 2_000)
    #expect(outputs > 50)
  }

  @Test func randomBytesSurvive() {
    for seed in 0..<UInt64(500) {
      var random = Seeded(state: seed)
      let alphabet: [UInt8] = Array("`~ \n\r\t>-<!#peft".utf8) + [0, 0xFF, 0xC3]
      let bytes = (0..<random.next(200)).map { _ in alphabet[random.next(alphabet.count)] }
      #expect(NotebookDocument.parse(bytes).printed() == bytes)
    }
  }

  /// Recording an output changes no byte outside its block, and the file is parsed to what it was
  /// edited to; removing what was inserted gives back the file.
  @Test func outputsAreInsertedReplacedAndRemovedInPlace() throws {
    let outputs = [
      CellOutput(text: "one line"),
      CellOutput(text: "``` in it\n\n   ~~~~~ too\n```` and four"),
      CellOutput(lines: [[.text("a "), .score(0.5)], [], [.seconds(3)]]),
    ]
    var inserted = 0
    var replaced = 0
    for seed in 0..<UInt64(6_000) {
      let document = NotebookDocument.parse(Self.document(seed))
      let cells = document.cells(file: "")
      guard let cell = cells.last(where: { $0.defect?.diagnostic.code != "unclosed-fence" }) else {
        continue
      }
      var edited = document
      edited.setOutput(outputs[Int(seed % 3)], of: cell)
      let again = NotebookDocument.parse(edited.printed())
      #expect(again == edited, "document \(seed)")
      let same = again.cells(file: "")[cell.number - 1]
      #expect(again.cells(file: "").count == cells.count)
      #expect(same.recorded?.block.body.isEmpty == false)
      #expect(same.block.body == cell.block.body)

      let before = document.printed()
      let after = again.printed()
      let common = zip(before, after).prefix { $0 == $1 }.count
      let commonEnd = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
      if let old = cell.recorded {
        replaced += 1
        // Two fences and the body: what is not common lies within the old block.
        let lines = before[..<common].filter { $0 == 10 }.count + 1
        #expect(lines >= old.line, "document \(seed)")
        let changed = before.count - common - commonEnd
        #expect(changed <= old.block.body.count + 200, "document \(seed)")
      } else {
        inserted += 1
        #expect(common + commonEnd >= before.count, "document \(seed)")
        var back = again
        back.setOutput(CellOutput(), of: same)
        // A cell that ended the file without a line end has one now.
        #expect(back.printed().starts(with: before), "document \(seed)")
        #expect(back.printed().count - before.count <= 2, "document \(seed)")
      }
    }
    #expect(inserted > 500)
    #expect(replaced > 30)
  }
}
