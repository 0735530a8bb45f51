import Commands
import Language

/// A word of a right statement, with what stands around it.
struct WordPlace {
  let before: String
  let word: String
  let after: String
}

/// Every verb, option, word and name that the declarations allow, each in a statement that is
/// right.
struct StatementGenerator {
  /// Objects of each kind under names as people give them.
  struct Names: NameTable {
    let kinds: [(name: String, kind: String)] = [
      ("tok", "tokenizer"), ("base", "model"), ("chat", "adapter"), ("small", "adapter"),
      ("films", "dataset"), ("dev", "dataset"), ("held", "dataset"), ("ranks", "table"),
    ]
    func kind(of name: String) -> String? { kinds.first { $0.name == name }?.kind }
    var names: [String] { kinds.map(\.name) }
  }

  private let names = Names()

  func places(in verbs: [VerbSpec]) -> [WordPlace] {
    verbs.flatMap { verb in verb.forms.flatMap { places(verb, $0) } }
  }

  private func places(_ verb: VerbSpec, _ form: FormSpec) -> [WordPlace] {
    let head = verb.makesObject && !verb.nameIsOptional ? "new = " : ""
    let slots = form.slots.filter { $0.name != form.nameSlot }
    let tail = form.freeOption == nil ? "" : " rate = 3"
    let needed = form.options.filter(\.isRequired).map { " \($0.name)=\(sample($0.kind))" }.joined()
    let block = form.block == nil ? "" : " {\n  full\n  lora r=4\n}"
    let words = form.optionsByWord.keys.sorted()
    let texts = slots.map { slot in
      (slot.preposition.map { " " + $0 } ?? "") + " "
        + (isMethod(slot, words) ? words.last ?? "" : sample(slot.kind))
    }
    let whole = texts.joined() + needed + tail
    var places = [WordPlace(before: head, word: verb.name, after: whole + block)]
    for (index, slot) in slots.enumerated() {
      let before = head + verb.name + texts[..<index].joined()
      let after = texts[(index + 1)...].joined() + needed + block
      if let preposition = slot.preposition {
        let value = String(texts[index].dropFirst(preposition.count + 1))
        places.append(WordPlace(before: before + " ", word: preposition, after: value + after))
      }
      let lead = before + (slot.preposition.map { " " + $0 } ?? "") + " "
      places += self.words(slot.kind).map { WordPlace(before: lead, word: $0, after: after) }
    }
    places += options(form.options, head + verb.name + whole, block)
    for word in words {
      let method = texts.enumerated().map { isMethod(slots[$0], words) ? " " + word : $1 }.joined()
      places += options(form.optionsByWord[word] ?? [], head + verb.name + method, "")
    }
    return places + rows(form.block, head + verb.name + whole)
  }

  private func isMethod(_ slot: SlotSpec, _ words: [String]) -> Bool {
    if case .words(let choices) = slot.kind {
      !words.isEmpty && choices.contains(words[0])
    } else {
      false
    }
  }

  private func options(
    _ specs: [OptionSpec], _ statement: String, _ after: String
  ) -> [WordPlace] {
    specs.filter { !$0.isRequired }.flatMap { option in
      let before = statement + " "
      return [
        WordPlace(before: before, word: option.name, after: "=" + sample(option.kind) + after)
      ]
        + words(option.kind).map {
          WordPlace(before: before + option.name + "=", word: $0, after: after)
        }
    }
  }

  private func rows(_ block: BlockSpec?, _ statement: String) -> [WordPlace] {
    guard let block else { return [] }
    return block.order.flatMap { method in
      let before = statement + " {\n  full\n  "
      return [WordPlace(before: before, word: method, after: " lr=0.5\n}")]
        + options((block.methods[method] ?? []) + block.common, before + method, "\n  freeze\n}")
    }
  }

  /// The words that may stand for a value; none where it is a number or a string.
  private func words(_ kind: ValueKind) -> [String] {
    switch kind {
    case .words(let words): words
    case .flag: ["true", "false"]
    case .object(let kinds):
      names.names.filter { kinds.isEmpty || kinds.contains(names.kind(of: $0) ?? "") }
    case .oneOf(let kinds): kinds.flatMap { words($0) }
    case .optional(let inner): words(inner) + ["none"]
    default: []
    }
  }

  private func sample(_ kind: ValueKind) -> String {
    switch kind {
    case .wholeNumber(let from, _): "\(max(from ?? 2, 2))"
    case .number: "0.5"
    case .string, .content, .source, .path: "\"x\""
    case .anyWord: "word"
    case .label: "label"
    case .duration: "60s"
    case .size: "2GB"
    case .list(let inner): "[\(sample(inner))]"
    case .oneOf(let kinds): sample(kinds[0])
    case .optional(let inner): sample(inner)
    case .anything: "3"
    case .words, .flag, .object: words(kind).first ?? "x"
    }
  }
}
