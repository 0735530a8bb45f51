import Commands
import Files
import Foundation
import Notebooks
import Testing

/// The bits that `resultRevision` stands for: where they change, the revision has to be raised, or
/// old results would pass for new ones.
@Suite struct RevisionTests {
  private static let revision = 4

  /// By arithmetic: of every method's weights after training and of all that was printed on the
  /// way.
  private static let digests: [String: String] = [
    "openblas-0.3.21/Haswell kernels/x86-64-v4":
      "5453956c5dd14d46114c80fe0d7ef3b93e7c95f8cc1ea3172defdd133fd09444",
    "openblas-0.3.21/Prescott kernels/x86-64-v4":
      "ca7fb23b15daa18088fb555c8d3f1a8c5805b8e06ca5262c237b51f54b531425",
    "openblas-0.3.21/Cooperlake kernels/x86-64-v4":
      "4634ce396b446ea3849c122d8a9ed4f53e017895548b61d0a91dcf11f3fae62c",
  ]

  private static let arithmetic = try? Sitting().session.arithmetic

  @Test func theRevisionIsTheOneOfTheseDigests() {
    #expect(resultRevision == Self.revision)
  }

  @Test(
    .enabled(
      if: digests[arithmetic ?? ""] != nil,
      "no digest for \(arithmetic ?? ""); OPENBLAS_CORETYPE=Haswell has one on x86-64-v4"))
  func resultsAreThoseOfTheRevision() throws {
    let sitting = try Sitting()
    try sitting.prepare()
    var text = ""
    for method in ["full", "freeze", "lora r=2 dropout=0.1", "dora r=2 dropout=0.1"] {
      let words = method.split(separator: " ", maxSplits: 1).map(String.init)
      let options = words.count > 1 ? words[1] : ""
      let results = try sitting.type(
        """
        a = adapter \(words[0]) on base \(options)
        train a on films eval=dev epochs=2 batch=8 lr=1e-2
        evaluate a on dev
        predict a "the film is good"
        save a to "\(words[0])"
        """)
      text += results.map(\.output.digest).joined(separator: " ") + "\n"
      let name = ["full", "freeze"].contains(words[0]) ? "model" : "adapter_model"
      let bytes = try sitting.bytes("\(words[0])/\(name).safetensors")
      text += bytes.withUnsafeBytes { sha256($0) } + "\n"
    }
    #expect(
      sha256(text) == Self.digests[sitting.session.arithmetic],
      "raise resultRevision, and note the new digest beside it")
  }
}
