import Testing
import Tokenizers

/// Cuts that are equally likely but for the last bit of their scores, as Hugging Face 0.23.3 cuts
/// with the same file; with scores read exactly each comes out otherwise.
@Suite struct TwiceRoundedTests {
  @Test(arguments: [
    (
      "-7.599020292483763, -4.357725877823983, -0.6102107568362585, -1.5123122667575761",
      "bb---", [4, 4, 1, 2]
    ),
    (
      "-3.49449286393988, -1.6185314749631625, -0.17068771651798964, -3.5839553184797395",
      "aba-----", [3, 4, 3, 2, 2, 1]
    ),
    (
      "-3.3326481963002648, -1.8818742804411979, -0.8789704793733899, -5.075924305838875",
      "bb---", [4, 4, 1, 2]
    ),
    (
      "-3.801964921542466, -1.2847174539196027, -5.781721671375464, -3.154013571644086",
      "a-----", [3, 1, 2, 2]
    ),
    (
      "-7.184683608450926, -1.9425284823032918, -2.360856089751334, -8.165484331416394",
      "aa-----", [3, 3, 1, 2, 2]
    ),
    (
      "-6.412916542687006, -0.9396740322528205, -1.166355323618743, -0.15830468962037791",
      "aab-----", [3, 3, 4, 2, 2, 1]
    ),
  ])
  func equallyLikelyCutsAreToldApart(_ scores: String, _ text: String, _ ids: [Int32]) throws {
    let pieces = zip(["-", "--", "a", "b"], scores.split(separator: ", "))
    let vocabulary = pieces.map { "[\"\($0)\", \($1)]" }.joined(separator: ", ")
    let json = #"{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["?", 0], \#(vocabulary)]}}"#
    let tokenizer = try TokenizerLoader.load(TokenizerFixtures.folder(["tokenizer.json": json]))
    #expect(tokenizer.encode(text).ids == ids)
  }
}
