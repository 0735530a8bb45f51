import Testing

@Suite struct BagOfWordsTests {
  @Test func wordsAreLowerCasedRunsOfLetters() {
    #expect(
      BagOfWords.terms("It isn't BAD, 2 stars—é!", bigrams: false)
        == ["it", "isn't", "bad", "2", "stars", "é"])
    #expect(
      BagOfWords.terms("not bad at", bigrams: true) == ["not", "bad", "at", "not bad", "bad at"])
  }

  @Test func learnsWhatSingleWordsTell() {
    let texts = (0..<40).map { "the film number \($0) is \($0 % 2 == 0 ? "dull" : "superb")" }
    let model = BagOfWords(texts, classes: (0..<40).map { $0 % 2 })
    #expect(model.accuracy(texts, classes: (0..<40).map { $0 % 2 }) == 1)
    #expect(model.predict("superb things") == 1)
    #expect(model.predict("dull things") == 0)
  }

  @Test func cannotLearnOrderUnlessItSeesPairs() {
    // "not good but bad" and "not bad but good" hold the same words.
    let texts = (0..<40).map { i in
      i % 2 == 0 ? "film \(i) not good but bad" : "film \(i) not bad but good"
    }
    let classes = (0..<40).map { $0 % 2 }
    let held = ["not good but bad", "not bad but good"]
    let words = BagOfWords(texts, classes: classes)
    #expect(words.accuracy(held, classes: [0, 1]) == 0.5)
    let pairs = BagOfWords(texts, classes: classes, bigrams: true)
    #expect(pairs.accuracy(held, classes: [0, 1]) == 1)
  }

  @Test func isDeterministic() {
    let texts = ["a b", "b c", "c d", "d a"]
    let first = BagOfWords(texts, classes: [0, 1, 1, 0])
    let second = BagOfWords(texts, classes: [0, 1, 1, 0])
    #expect(["a", "b", "c", "d"].map(first.score) == ["a", "b", "c", "d"].map(second.score))
  }

  /// Logits of scikit-learn 1.9.1's `LogisticRegression(C=1, tol=1e-12)` on the same counts; both
  /// sides stop within about 1e-6 of the one optimum.
  @Test func equalsScikitLearn() {
    let model = BagOfWords(["a b b", "b c", "c c d", "d a"], classes: [0, 1, 1, 0])
    let expected = [
      ("", -0.10728167637589783), ("a", -0.6862347041570446), ("b", -0.2681920996001126),
      ("c", 0.6768136958681898), ("d", -0.21373180642289352),
    ]
    for (text, score) in expected { #expect(abs(model.score(text) - score) < 1e-5) }
  }
}
