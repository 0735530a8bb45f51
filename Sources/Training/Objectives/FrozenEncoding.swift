/// How a frozen encoder is run.
package struct FrozenEncoding {
  /// What its features may take, kept over the epochs; nil for any size.
  package var budget: FeatureBudget?
  package var place = FeaturePlace()
  /// Dropout stays on in training, as in a model whose parameters alone are frozen: nothing is
  /// kept.
  package var keepsDropout = false
  /// For one pass over the data: nothing is kept, and to the same bits.
  package var isOnce = false

  package static var once: FrozenEncoding {
    var frozen = FrozenEncoding()
    frozen.isOnce = true
    return frozen
  }

  package init(budget: FeatureBudget? = nil, keepsDropout: Bool = false) {
    (self.budget, self.keepsDropout) = (budget, keepsDropout)
  }

  /// The same for a rehearsal.
  func rehearsing() -> FrozenEncoding {
    var other = self
    other.budget = budget?.rehearsing()
    return other
  }
}
