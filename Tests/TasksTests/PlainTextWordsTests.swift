import Tasks
import Testing

@Suite struct PlainTextWordsTests {
  @Test(arguments: [
    ("Anna lives in Rio.", "Anna lives in Rio ."),
    ("Anna lives in Rio .", "Anna lives in Rio ."),
    ("\u{201C}Rio,\u{201D} she said (twice).", "\u{201C} Rio , \u{201D} she said ( twice ) ."),
    ("The U.S. sent Mr. J. Smith, e.g., to Oslo.", "The U.S. sent Mr. J. Smith , e.g. , to Oslo ."),
    ("It was plan B.", "It was plan B ."),
    (
      "well-known O'Neill doesn't pay 3.50, or -5.", "well-known O'Neill doesn't pay 3.50 , or -5 ."
    ),
    ("Wait... what -- no?!", "Wait ... what -- no ? !"),
    ("See www.example.com. #tag @anna 5% AT&T", "See www.example.com . #tag @anna 5% AT&T"),
    ("¿Dónde? «Río»", "¿ Dónde ? « Río »"), ("他住在北京。", "他住在北京 。"), ("...", "..."), (" \n", ""),
  ])
  func punctuationAtTheEndsOfWordsStandsApart(_ text: String, _ words: String) {
    #expect(plainTextWords(text).joined(separator: " ") == words)
  }
}
