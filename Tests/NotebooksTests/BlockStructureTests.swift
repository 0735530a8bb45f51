import Notebooks
import Testing

/// Which fences are cells: written as documents with the number of cells they hold.
@Suite struct BlockStructureTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var text: String
    var cells: [String]

    init(_ name: String, _ text: String, _ cells: [String]) {
      (self.name, self.text, self.cells) = (name, text, cells)
    }

    var testDescription: String { name }
  }

  static let fences: [Case] = [
    Case("plain", "```peft\na\n```\n", ["a\n"]),
    Case("no final newline", "```peft\na\n```", ["a\n"]),
    Case("empty", "```peft\n```\n", [""]),
    Case("longer fence", "`````peft\n```\n````\n`````\n", ["```\n````\n"]),
    Case("closing may be longer", "```peft\na\n`````  \n", ["a\n"]),
    Case("tilde", "~~~peft\n```\n~~~\n", ["```\n"]),
    Case("tilde info with backticks", "~~~ peft `x`\na\n~~~\n", ["a\n"]),
    Case("backtick info with backticks", "``` peft `x`\na\n```\n", []),
    Case("two marks are no fence", "``peft\na\n``\n", []),
    Case("blank before info", "```   peft\na\n```\n", ["a\n"]),
    Case("tab before info", "```\tpeft\na\n```\n", ["a\n"]),
    Case("attributes", "```peft fails=x\na\n```\n", ["a\n"]),
    Case("another word", "```peftx\na\n```\n```Peft\n```\n```{.peft}\n```\n", []),
    Case("indented by three", "   ```peft\n   a\n  b\n    c\n ```\n", ["a\nb\n c\n"]),
    Case("indented by four", "    ```peft\n    a\n    ```\n", []),
    Case("tab", "\t```peft\n\ta\n\t```\n", []),
    Case("blank and tab", " \t```peft\n", []),
    Case("closing indented by four does not close", "```peft\n    ```\n```\n", ["    ```\n"]),
    Case("closing with a word does not close", "```peft\n``` x\n```\n", ["``` x\n"]),
    Case("other marker does not close", "```peft\n~~~\n```\n", ["~~~\n"]),
    Case("interrupts a paragraph", "text\n```peft\na\n```\ntext\n", ["a\n"]),
    Case("CRLF", "```peft\r\na\r\n```\r\n", ["a\n"]),
    Case("inside a longer fence", "````markdown\n```peft\na\n```\n````\n", []),
    Case("inside an unclosed fence", "```\n~~~peft\na\n~~~\n", []),
    Case("after a closed fence", "~~~\nx\n~~~\n```peft\na\n```\n", ["a\n"]),
    Case("in indented code", "    code\n    ```peft\n\n```peft\na\n```\n", ["a\n"]),
    Case("escaped", "\\```peft\na\n", []),
    Case("inline code over lines", "text ```peft\na ```\n", []),
    Case("byte-order mark", "\u{FEFF}```peft\na\n```\n", ["a\n"]),
    Case("line separator is no line end", "x\u{2028}```peft\na\n", []),
  ]

  static let containers: [Case] = [
    Case("quote", "> ```peft\n> a\n> ```\n", []),
    Case("quote ends at a fence", "> text\n```peft\na\n```\n", ["a\n"]),
    Case("quote with lazy line", "> text\nlazy\n```peft\na\n```\n", ["a\n"]),
    Case("quoted fence ends with the quote", "> ```\n```peft\na\n```\n", ["a\n"]),
    Case("bullet", "- x\n\n  ```peft\n  a\n  ```\n", []),
    Case("bullet with the fence itself", "- ```peft\n  a\n  ```\n", []),
    Case("number", "1. x\n\n   ```peft\n   a\n   ```\n", []),
    Case("less than the item", "1. x\n\n  ```peft\n  a\n  ```\n", ["a\n"]),
    Case("one blank less than a bullet", "- x\n\n ```peft\n a\n ```\n", ["a\n"]),
    Case("wide bullet", "-    x\n\n   ```peft\n   a\n   ```\n", ["a\n"]),
    Case("bullet with code", "-     code\n\n  ```peft\n  ```\n", []),
    Case("fence ends a list", "- x\n```peft\na\n```\n", ["a\n"]),
    Case("list after a lazy line", "- x\nlazy\n  ```peft\n  a\n  ```\n", []),
    Case("list ended by a paragraph", "- x\n\ntext\n  ```peft\n  a\n  ```\n", ["a\n"]),
    Case("list ended by a heading", "- x\n# h\n  ```peft\n  a\n  ```\n", ["a\n"]),
    Case("heading in an item is not lazy", "- # h\ntext\n  ```peft\n  a\n  ```\n", ["a\n"]),
    Case("empty item", "-\n\n  ```peft\n  a\n  ```\n", ["a\n"]),
    Case("empty item and a blank line with blanks", "-\n   \n  ```peft\n  a\n  ```\n", ["a\n"]),
    Case("empty item with content", "-\n  x\n\n  ```peft\n  ```\n", []),
    Case("nested", "- - x\n\n    ```peft\n    ```\n  ```peft\n  ```\n", []),
    Case("quote in a list", "- > x\n  > ```peft\n  ```peft\n  ```\n", []),
    Case("list in a quote", "> - x\n>\n>   ```peft\n>   ```\n\n```peft\na\n```\n", ["a\n"]),
    Case("rule is no list", "* * *\n  ```peft\n  a\n  ```\n", ["a\n"]),
    Case("underline is no list", "x\n-\n  ```peft\n  a\n  ```\n", ["a\n"]),
    Case("emphasis is no list", "*x*\n  ```peft\n  a\n  ```\n", ["a\n"]),
    Case("two does not interrupt", "x\n2. y\n   ```peft\n   a\n   ```\n", ["a\n"]),
    Case("one interrupts", "x\n1. y\n   ```peft\n   a\n   ```\n", []),
    Case("ten digits are no number", "1234567890. x\n\n   ```peft\n   a\n   ```\n", ["a\n"]),
    Case("tab after a bullet", "-\tx\n\n   ```peft\n   a\n   ```\n", ["a\n"]),
    Case("tab as the item's indent", "- x\n\n\t```peft\n\t```\n", []),
    Case("fence in an item ends with it", "- ```\nx\n\n```peft\na\n```\n", ["a\n"]),
  ]

  static let html: [Case] = [
    Case("comment", "<!--\n```peft\na\n```\n-->\n```peft\nb\n```\n", ["b\n"]),
    Case("comment with blank lines", "<!--\n\n```peft\n```\n\n-->\n", []),
    Case("comment on a line", "<!-- x -->\n```peft\na\n```\n", ["a\n"]),
    Case("comment never closed", "<!--\n```peft\n```\n", []),
    Case("comment in a paragraph line", "x <!--\n```peft\na\n```\n-->\n", ["a\n"]),
    Case("details", "<details>\n```peft\n```\n</details>\n", []),
    Case("details with a blank line", "<details>\n\n```peft\na\n```\n\n</details>\n", ["a\n"]),
    Case("pre", "<pre>\n\n```peft\n```\n</pre>\n```peft\na\n```\n", ["a\n"]),
    Case("script", "<SCRIPT src='x'>\n\n```peft\n```\n</Script>\n", []),
    Case("prefix is another tag", "<prefix>\n\n```peft\na\n```\n", ["a\n"]),
    Case("instruction", "<?x\n\n```peft\n```\n?>\n", []),
    Case("declaration", "<!DOCTYPE\n```peft\n```\n>\n```peft\na\n```\n", ["a\n"]),
    Case("character data", "<![CDATA[\n\n```peft\n```\n]]>\n", []),
    Case("lone tag", "<b class=\"x\" y='z' w=1 v />\n```peft\n```\n", []),
    Case("closing tag", "</b >\n```peft\n```\n", []),
    Case("tag with text after it", "<b>x\n```peft\na\n```\n", ["a\n"]),
    Case("lone tag in a paragraph", "x\n<b>\n```peft\na\n```\n", ["a\n"]),
    Case("block tag in a paragraph", "x\n<div>\n```peft\n```\n", []),
    Case("link is no tag", "<https://x.y>\n```peft\na\n```\n", ["a\n"]),
    Case("declaration in a quote", "> <!X\n> ```peft\n> ```\n", []),
    Case("indented by four", "    <!--\n\n```peft\na\n```\n", ["a\n"]),
  ]

  static let frontMatter: [Case] = [
    Case("front matter", "---\nx: |\n  ```peft\n---\n```peft\na\n```\n", ["a\n"]),
    Case("front matter with dots", "---\nx: 1\n...\n```peft\na\n```\n", ["a\n"]),
    Case("front matter never closed", "---\n```peft\na\n```\n", ["a\n"]),
    Case("rule later", "x\n\n---\n```peft\na\n```\n---\n", ["a\n"]),
  ]

  @Test(arguments: fences + containers + html + frontMatter)
  func topLevelFencesAreCells(_ example: Case) {
    let document = NotebookDocument.parse(example.text)
    #expect(document.cells(file: "").map(\.code.source.text) == example.cells)
    #expect(document.printed() == Array(example.text.utf8))
  }

  @Test(arguments: [
    ("directly behind", "```peft\n```\n```output\nx\n```\n", true),
    ("blank lines", "```peft\n```\n\n \t\n```output\nx\n```\n", true),
    ("prose between", "```peft\n```\nx\n```output\nx\n```\n", false),
    ("another fence between", "```peft\n```\n```\n```\n```output\nx\n```\n", false),
    ("comment between", "```peft\n```\n<!-- -->\n```output\nx\n```\n", false),
    ("tilde", "```peft\n```\n~~~ output\nx\n~~~\n", true),
    ("in a quote", "```peft\n```\n> ```output\n> x\n> ```\n", false),
    ("another word", "```peft\n```\n```outputs\nx\n```\n", false),
    ("never closed", "```peft\n```\n```output\nx\n", false),
    ("after an unclosed cell", "```peft\n~~~output\nx\n~~~\n", false),
    ("second output is prose", "```peft\n```\n```output\n```\n```output\nx\n```\n", true),
  ])
  func outputsBelongToTheCellBefore(name: String, text: String, isRecorded: Bool) {
    let cells = NotebookDocument.parse(text).cells(file: "")
    #expect(cells.map { $0.recorded != nil } == [isRecorded], "\(name)")
  }

  @Test func placesAreThoseOfTheFile() throws {
    let text = "---\na: b\n---\n\n  ```peft\n  one\n  ```\n\n```output\nx\n```\n~~~peft\n~~~\n"
    let cells = NotebookDocument.parse(text).cells(file: "nb.md")
    #expect(cells.map(\.line) == [5, 12])
    #expect(cells[0].recorded?.line == 9)
    #expect(cells[0].code.source.firstLine == 6)
    #expect(cells.map(\.number) == [1, 2])
  }
}
