import Notebooks
import Testing

@Suite struct FrontMatterTests {
  private func set(_ text: String, _ key: String = "arithmetic", to value: String) -> String {
    var document = NotebookDocument.parse(text)
    document.setFrontMatter(key, to: value)
    #expect(document.frontMatter?[key] == value)
    #expect(NotebookDocument.parse(document.printed()) == document)
    return String(decoding: document.printed(), as: UTF8.self)
  }

  @Test(arguments: [
    ("---\narithmetic: x y\n---\n", "x y"), ("---\narithmetic:   x # note\n---\n", "x"),
    ("---\narithmetic: \"x y\" # note\n---\n", "x y"), ("---\narithmetic: 'a#b'\n---\n", "a#b"),
    ("---\narithmetic: a#b\n---\n", "a#b"), ("---\narithmetic:\n---\n", ""),
    ("---\r\narithmetic: x\r\n---\r\n", "x"), ("\u{FEFF}---\narithmetic: x\n---", "x"),
    ("---\narithmetic: x\n...\n", "x"), ("--- \narithmetic: x\n---\t\n", "x"),
  ])
  func valuesAreRead(text: String, value: String) {
    #expect(NotebookDocument.parse(text).frontMatter?["arithmetic"] == value)
  }

  @Test(arguments: [
    "---\n arithmetic: x\n---\n", "---\narithmetics: x\n---\n", "---\narithmetic:x\n---\n",
    "---\n---\n",
  ])
  func otherKeysAreNotOurs(text: String) {
    let matter = NotebookDocument.parse(text).frontMatter
    #expect(matter != nil)
    #expect(matter?["arithmetic"] == nil)
  }

  @Test(arguments: ["", "x\n---\na: b\n---\n", "---\na: b\n", "----\na: b\n----\n", "\n---\n---\n"])
  func withoutFrontMatter(text: String) {
    #expect(NotebookDocument.parse(text).frontMatter == nil)
  }

  @Test func onlyTheValuesBytesChange() {
    let text =
      "---\ntitle:  'é' \r\narithmetic :x\narithmetic:  old  # kept\nz: [1,\n 2]\n---\nbody"
    #expect(
      set(text, to: "new")
        == text.replacing("arithmetic:  old  # kept", with: "arithmetic:  new  # kept"))
    #expect(set("---\narithmetic: \"o\" #c\n---\n", to: "n") == "---\narithmetic: n #c\n---\n")
    #expect(set("---\narithmetic:\n---\n", to: "n") == "---\narithmetic: n\n---\n")
    #expect(set("---\narithmetic: \n---\n", to: "n") == "---\narithmetic: n\n---\n")
    let kept = "---\narithmetic: 'same'\n---\n"
    #expect(set(kept, to: "same") == kept)
  }

  @Test func aMissingKeyIsTheLastLine() {
    #expect(set("---\na: b\n---\nx", to: "n") == "---\na: b\narithmetic: n\n---\nx")
    #expect(set("---\r\n---\r\n", to: "n") == "---\r\narithmetic: n\r\n---\r\n")
  }

  @Test func frontMatterIsMadeWhenAbsent() {
    #expect(set("", to: "n") == "---\narithmetic: n\n---\n")
    #expect(set("text\r\n", to: "n") == "---\r\narithmetic: n\r\n---\r\ntext\r\n")
    #expect(set("\u{FEFF}text\n", to: "n") == "\u{FEFF}---\narithmetic: n\n---\ntext\n")
    #expect(set("---\nrule\n", to: "n") == "---\narithmetic: n\n---\n---\nrule\n")
  }

  @Test func valuesThatWouldReadAsSomethingElseAreQuoted() {
    #expect(set("", to: "a: b") == "---\narithmetic: \"a: b\"\n---\n")
    #expect(set("", to: "a #b") == "---\narithmetic: \"a #b\"\n---\n")
    #expect(set("", to: "[x") == "---\narithmetic: \"[x\"\n---\n")
  }
}
