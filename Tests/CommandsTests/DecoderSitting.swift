import Foundation
import Language
import Notebooks

extension Sitting {
  static let decoderConfiguration = """
    {"model_type": "gpt2", "vocab_size": 320, "n_embd": 32, "n_layer": 2, "n_head": 2,
     "n_positions": 64, "resid_pdrop": 0, "embd_pdrop": 0, "attn_pdrop": 0,
     "initializer_range": 0.1}
    """

  /// Who is where, as SQuAD 2.0 has it; every fifth question has no answer.
  static func places(_ count: Int) -> String {
    let (names, places) = (["Ann", "Bo", "Cy"], ["Oslo", "Rome", "Bern", "Kyiv"])
    let paragraphs = (0..<count).map { i -> String in
      let (name, place) = (names[i % 3], places[i / 3 % 4])
      let isOpen = i % 5 == 4
      let context = "\(name) is in \(place)."
      let start = context.count - place.count - 1
      let answers = isOpen ? "" : #"{"text": "\#(place)", "answer_start": \#(start)}"#
      return """
        {"context": "\(context)", "qas": [{"id": "q\(i)", "question": "Where is \
        \(isOpen ? "Di" : name)?", "answers": [\(answers)], "is_impossible": \(isOpen)}]}
        """
    }
    return """
      {"version": "v2.0", "data": [{"title": "t", "paragraphs": [\(paragraphs.joined(separator: ","))]}]}
      """
  }

  /// Data, a byte-level vocabulary and a fresh decoder.
  func prepareDecoder() throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/gpt", withIntermediateDirectories: true)
    try write(Self.decoderConfiguration, to: "gpt/config.json")
    try write(Self.places(12), to: "places.json")
    try write("Ann is in Oslo.\nBo is in Rome.\nWhere is Cy?\n", to: "texts.txt")
    try type(
      """
      places = dataset "places.json"
      texts = dataset "texts.txt"
      tok = tokenizer train bpe on places size=300 lowercase=false
      base = model "gpt" task=text-generation tokenizer=tok initialize=true
      """)
  }
}
