import Files
import Testing

/// The expected digests are the examples of FIPS 180-4 and the empty message.
@Suite struct ChecksumTests {
  @Test func matchesTheStandardsExamples() {
    #expect(
      sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func piecesGiveTheWholesDigest() {
    var stream = SHA256Stream()
    for letter in ["a", "", "bc"] { stream.update(letter) }
    #expect(stream.finish() == sha256("abc"))
    let bytes = Array("abc".utf8)
    #expect(bytes.withUnsafeBytes { sha256($0) } == sha256("abc"))
  }
}
