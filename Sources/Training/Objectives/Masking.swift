import Autograd

/// What masking has to know of a vocabulary.
package struct MaskingVocabulary: Sendable {
  package let mask: Int32
  package let size: Int
  /// Ids that are never masked.
  package let special: Set<Int32>

  package init(mask: Int32, size: Int, special: Set<Int32>) {
    (self.mask, self.size, self.special) = (mask, size, special)
  }
}

/// Which tokens of a sequence are hidden, and what stands in their place.
///
/// Of the tokens that are not special, 15 in 100 are chosen; of these 80 % become the mask token,
/// 10 % any token of the vocabulary, 10 % stay. Where none was chosen, the one with the lowest draw
/// is: a sequence with words in it has something to predict.
///
/// Source: Devlin et al. 2018, arXiv:1810.04805, section 3.1 and appendix A.1; transformers
/// `data/data_collator.py`, `torch_mask_tokens`.
package struct Masking: Sendable {
  package static let probability = 0.15
  package static let maskShare = 0.8
  package static let randomShare = 0.1

  /// The chosen tokens, rising.
  package private(set) var positions: [Int] = []
  /// What stands at them instead.
  package private(set) var replacements: [Int32] = []

  package init(_ ids: some Collection<Int32>, _ vocabulary: MaskingVocabulary, draw: RandomKey) {
    let (choice, kind, other) = (draw["choice"], draw["kind"], draw["token"])
    var lowest: (draw: Double, position: Int, id: Int32)?
    func hide(_ position: Int, _ id: Int32) {
      let share = kind.double(position)
      positions.append(position)
      if share < Self.maskShare {
        replacements.append(vocabulary.mask)
      } else if share < Self.maskShare + Self.randomShare {
        replacements.append(Int32(other.bits(position) % UInt64(vocabulary.size)))
      } else {
        replacements.append(id)
      }
    }
    for (position, id) in ids.enumerated() where !vocabulary.special.contains(id) {
      let drawn = choice.double(position)
      if drawn < Self.probability { hide(position, id) }
      if drawn < lowest?.draw ?? .infinity { lowest = (drawn, position, id) }
    }
    if positions.isEmpty, let lowest { hide(lowest.position, lowest.id) }
  }
}
