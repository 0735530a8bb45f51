import CKernels

/// How logits over a vocabulary, and what follows from them, are formed a block at a time: the
/// product, its cross-entropy and its gradients, with memory for one block only.
///
/// Blocks follow from the shapes alone: at most 1024 rows, and so many classes that a block of
/// logits, and the weights behind it, are about 2 M numbers. A block's products are cut further.
struct VocabularyPlan {
  let states: Tensor  // [rows, hidden], every row with a label
  let weight: Tensor  // [vocabulary, hidden]
  let bias: Tensor?  // [vocabulary]
  let labels: [Int32]  // [rows]

  private static let rowsPerBlock = 1024
  private static let blockElements = 1 << 21
  private static let fewestClasses = 512

  /// Logits of some rows over some classes.
  private struct Block {
    let row: Int
    let rows: Int
    let first: Int  // class
    let classes: Int
  }

  /// Blocks of one range of classes stand together: its weights are then in a cache.
  private var blocks: [Block] {
    let rows = states.shape[0]
    let (vocabulary, hidden) = weight.matrixShape
    let most = min(rows, Self.rowsPerBlock)
    let classes = max(Self.fewestClasses, Self.blockElements / max(most, hidden, 1) / 64 * 64)
    return stride(from: 0, to: vocabulary, by: classes).flatMap { first in
      stride(from: 0, to: rows, by: Self.rowsPerBlock).map {
        Block(
          row: $0, rows: min(Self.rowsPerBlock, rows - $0), first: first,
          classes: min(classes, vocabulary - first))
      }
    }
  }

  private func logits(_ block: Block, into logits: MutablePointer) {
    states.engine.multiply(
      MatrixView(states).rows(block.row, block.rows),
      MatrixView(weight).rows(block.first, block.classes).transposed, into: logits,
      bias: bias.map { UnsafePointer($0.pointer + block.first) })
  }

  private func scratch(_ blocks: [Block]) -> Tensor {
    Tensor(shape: [blocks.map { $0.rows * $0.classes }.max() ?? 0], on: states.engine)
  }

  /// - Returns: −log p of every label, and every row's log Σ exp; both [rows].
  func losses() -> (losses: Tensor, totals: Tensor) {
    let engine = states.engine
    let rows = states.shape[0]
    let losses = Tensor(shape: [rows], on: engine)
    let totals = Tensor(shape: [rows], on: engine)
    let blocks = blocks
    let scratch = scratch(blocks)
    var states = [cross_entropy_row](
      repeating: cross_entropy_row(sum: 0, maximum: 0, label_logit: 0), count: rows)
    states.withUnsafeMutableBufferPointer { states in
      labels.withUnsafeBufferPointer { labels in
        guard let states = states.baseAddress, let labels = labels.baseAddress else { return }
        for block in blocks {
          logits(block, into: scratch.pointer)
          engine.forRows(block.rows, columns: block.classes) { first, n in
            kernel_cross_entropy_block(
              scratch.pointer + first * block.classes, labels + block.row + first,
              states + block.row + first, n, block.classes, block.first)
          }
        }
        kernel_cross_entropy_totals(states, losses.pointer, totals.pointer, rows)
      }
    }
    return (losses, totals)
  }

  /// Where a backward writes; nil where no gradient is wanted. What accumulates is added to.
  struct Gradients {
    var states: Tensor?
    var weight: (gradient: Tensor, accumulates: Bool)?
    var bias: (gradient: Tensor, accumulates: Bool)?
  }

  /// dLogits = factor (softmax − one-hot), formed again block by block, and what follows from it.
  func backward(factor: Float, totals: Tensor, into gradients: Gradients) {
    let engine = states.engine
    let hidden = weight.shape[1]
    let blocks = blocks
    let scratch = scratch(blocks)
    for block in blocks {
      logits(block, into: scratch.pointer)
      labels.withUnsafeBufferPointer { labels in
        guard let labels = labels.baseAddress else { return }
        engine.forRows(block.rows, columns: block.classes) { first, n in
          kernel_cross_entropy_block_backward(
            scratch.pointer + first * block.classes, labels + block.row + first,
            totals.pointer + block.row + first, factor, n, block.classes, block.first)
        }
      }
      let dLogits = MatrixView(
        scratch.pointer, rows: block.rows, columns: block.classes, stride: block.classes)
      if let dStates = gradients.states {
        engine.multiply(
          dLogits, MatrixView(weight).rows(block.first, block.classes),
          into: dStates.pointer + block.row * hidden, beta: block.first > 0 ? 1 : 0)
      }
      if let (dWeight, accumulates) = gradients.weight {
        engine.multiply(
          dLogits.transposed, MatrixView(states).rows(block.row, block.rows),
          into: dWeight.pointer + block.first * hidden,
          beta: accumulates || block.row > 0 ? 1 : 0)
      }
      if let (dBias, accumulates) = gradients.bias {
        engine.forColumns(block.classes) { first, n in
          kernel_column_sums(
            scratch.pointer + first, dBias.pointer + block.first + first, block.rows, n,
            block.classes, accumulates || block.row > 0)
        }
      }
    }
  }
}
