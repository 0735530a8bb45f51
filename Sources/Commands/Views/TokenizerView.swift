import Notebooks
import Tokenizers

/// `show` of a tokenizer: its size, and the tokens with a role.
struct TokenizerView {
  let object: TokenizerObject

  var lines: [[OutputPart]] {
    let tokenizer = object.tokenizer
    var heading: [OutputPart] = [
      .text(tokenizer.algorithm + ", "),
      .given(tokenizer.vocabularySize, as: Figures.count(tokenizer.vocabularySize)),
      .text(" tokens, "),
    ]
    if let longest = tokenizer.modelMaxLength {
      heading += [.text("at most "), .given(longest), .text(" a text, ")]
    }
    var lines = [heading + [.text(object.source)]]
    var table = OutputTable(["special token", "id", "is"], alignments: [.left, .right, .left])
    for (id, role) in roles {
      table.append([.text(tokenizer.token(id) ?? ""), .given(Int(id)), .text(role)])
    }
    if !roles.isEmpty { lines += table.lines }
    if tokenizer.chatTemplate != nil { lines.append([.text("a template of conversations")]) }
    return lines
  }

  /// Each token once, with all that it is for.
  private var roles: [(id: Int32, role: String)] {
    let special = object.tokenizer.special
    let all: [(Int32?, String)] = [
      (special.pad, "padding"), (special.unk, "what is in no vocabulary"),
      (special.cls, "the beginning of a sequence"), (special.sep, "the end of a text"),
      (special.mask, "a word to fill in"), (special.bos, "the beginning of a text"),
      (special.eos, "the end of a text"),
    ]
    var roles: [(id: Int32, role: String)] = []
    for (id, role) in all {
      guard let id else { continue }
      if let place = roles.firstIndex(where: { $0.id == id }) {
        if roles[place].role != role { roles[place].role += ", " + role }
      } else {
        roles.append((id, role))
      }
    }
    return roles
  }
}
