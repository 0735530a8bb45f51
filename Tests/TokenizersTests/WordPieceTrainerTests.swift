import Testing
import Tokenizers

@Suite struct WordPieceTrainerTests {
  private static let specialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

  /// All tokens in the order of their ids.
  private func tokens(_ tokenizer: any Tokenizer) -> [String] {
    (0..<tokenizer.vocabularySize).map { tokenizer.token(Int32($0)) ?? "?" }
  }

  /// Merging as it is defined: counts taken anew before each merge.
  private func naive(_ texts: [String], size: Int) -> [String] {
    var counts: [String: Int] = [:]
    for word in texts.joined(separator: " ").split(separator: " ") {
      counts[String(word), default: 0] += 1
    }
    var words = counts.map { word, count in
      (pieces: word.enumerated().map { $0 == 0 ? "\($1)" : "##\($1)" }, count: count)
    }
    let letters = Set(counts.keys.joined()).sorted().map { String($0) }
    let later = Set(words.flatMap { $0.pieces.dropFirst() }).sorted()
    var tokens = Self.specialTokens + letters + later
    while tokens.count < size {
      var pairs: [[Int]: Int] = [:]
      for (pieces, count) in words {
        for (a, b) in zip(pieces, pieces.dropFirst()) {
          pairs[[tokens.firstIndex(of: a)!, tokens.firstIndex(of: b)!], default: 0] += count
        }
      }
      let best = pairs.max { ($0.value, $1.key[0], $1.key[1]) < ($1.value, $0.key[0], $0.key[1]) }
      guard let pair = best?.key else { break }
      let (a, b) = (tokens[pair[0]], tokens[pair[1]])
      let merged = a + b.dropFirst(2)
      if !tokens.contains(merged) { tokens.append(merged) }
      for i in words.indices {
        var k = 0
        while k + 1 < words[i].pieces.count {
          if words[i].pieces[k] == a, words[i].pieces[k + 1] == b {
            words[i].pieces.replaceSubrange(k...k + 1, with: [merged])
          }
          k += 1
        }
      }
    }
    return tokens
  }

  @Test func mergesAreTheMostFrequentPairs() throws {
    let texts = [
      "the cat sat on the mat and the rat sat on the cat", "banana bandana bananas banal",
      "low lower lowest new newer newest wide wider widest", "aaaa aaaaa aa aaa aaaaaaa",
      "she sells sea shells on the sea shore the shells she sells are sea shells",
    ]
    for size in [40, 60, 80, 100, 200] {
      let trained = try WordPieceTrainer.train(texts, size: size, lowercase: true)
      #expect(tokens(trained) == naive(texts, size: size))
    }
  }

  @Test func sameTextsGiveTheSameVocabulary() throws {
    let lines = try TokenizerFixtures.lines()
    let first = try WordPieceTrainer.train(lines, size: 2500, lowercase: true)
    let second = try WordPieceTrainer.train(lines.reversed(), size: 2500, lowercase: true)
    #expect(first.vocabularySize == 2500)
    #expect(tokens(first) == tokens(second))
    #expect(Array(tokens(first).prefix(5)) == Self.specialTokens)
  }

  @Test func whatWasTrainedOnHasNoUnknownWord() throws {
    let lines = try TokenizerFixtures.lines().filter { !$0.contains("[") && $0.count < 90 }
    for lowercase in [true, false] {
      let tokenizer = try WordPieceTrainer.train(lines, size: 3000, lowercase: lowercase)
      for line in lines { #expect(!tokenizer.encode(line).ids.contains(1), "\(line)") }
      #expect(tokenizer.id(of: "THE") == nil || !lowercase)
    }
  }

  @Test func theTokenizerHasBertsTemplate() throws {
    let tokenizer = try WordPieceTrainer.train(["a b a b"], size: 20, lowercase: true)
    let encoding = tokenizer.encode("A [MASK]", pair: "b", maxLength: nil)
    #expect(encoding.ids == [2, 5, 4, 3, 6, 3])
    #expect(encoding.typeIDs == [0, 0, 0, 0, 1, 1])
  }

  @Test func aSmallVocabularyKeepsTheCommonestCharacters() throws {
    let texts = ["aaa bbb", "a a a b b c", "中文 中"]
    let tokenizer = try WordPieceTrainer.train(texts, size: 9, lowercase: true)
    #expect(tokenizer.vocabularySize == 9)
    #expect(tokens(tokenizer).suffix(4) == ["a", "b", "##a", "##b"])
  }

  @Test func noRoomAndNothingToLearnAreErrors() throws {
    #expect(throws: TokenizerError.trainingSize(size: 5, needed: 7)) {
      try WordPieceTrainer.train(["text"], size: 5, lowercase: true)
    }
    #expect(throws: TokenizerError.nothingToTrainOn) {
      try WordPieceTrainer.train([" \u{0} ", ""], size: 100, lowercase: true)
    }
    #expect(tokenizerTrainers.map { $0.name } == ["wordpiece", "bpe"])
  }
}
