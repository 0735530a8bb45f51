import Files
import Tasks
import Testing

@Suite struct PromptTemplateTests {
  @Test func aTemplateNeedsAQuestionAndNoOtherPlace() throws {
    #expect(try PromptTemplate("{context} {question}").usesContext)
    #expect(try !PromptTemplate("Q: {question}").usesContext)
    // Braces that are no places are words.
    #expect(try PromptTemplate("{\"q\": \"{question}\", {} {1} { a }").text.contains("{ a }"))
    for (text, problem) in [
      ("no place", TemplateProblem.noQuestion("no place")),
      ("{context}", .noQuestion("{context}")),
      ("{question}{question}", .repeatedPlace("{question}")),
      ("{context}{question}{context}", .repeatedPlace("{context}")),
      ("{contxt}{question}", .unknownPlace("{contxt}")),
      ("{question} {answer}", .unknownPlace("{answer}")),
    ] {
      #expect(throws: TaskError.template(problem)) { try PromptTemplate(text) }
    }
  }

  @Test func whatIsKeptOfATemplateMakesItAgain() throws {
    let templates = [
      PromptTemplate.standard, .chatML, .llama3, try PromptTemplate("{question}\u{1F600}\n"),
      PromptTemplate(conversation: .chatML(system: "Be brief.")),
    ]
    for template in templates {
      let bytes = FileBytes(label: "t", bytes: Array(template.json.serialized().utf8))
      #expect(try PromptTemplate(json: JSON.parse(bytes)) == template)
    }
    #expect(try PromptTemplate(json: .object([:])) == nil)
  }

  @Test func theShapesOfConversationsAreRecognised() throws {
    let json = try GenerationFixture.json("conversations.json")
    let systems = [
      "qwen2": "You are a helpful assistant."
    ]
    for (i, one) in json["tokenizers"]!.array!.enumerated() {
      let template = one["configuration"]!["chat_template"]!.string!
      let frame = try ChatTemplate.recognise(template)
      switch one["shape"]!.string! {
      case "chatml": #expect(frame == .chatML(system: i == 0 ? systems["qwen2"] : nil))
      default: #expect(frame == .llama3)
      }
    }
    for (name, template) in json["strangers"]!.object!.pairs {
      #expect(throws: TaskError.template(.notUnderstood), "\(name)") {
        try ChatTemplate.recognise(template.string!)
      }
    }
  }
}
