import CKernels
import COpenBLAS

/// A row-major matrix in memory that somebody else keeps alive.
struct MatrixView {
  let pointer: UnsafePointer<Float>
  let rows: Int
  let columns: Int
  let stride: Int
  /// Whether the memory holds the transpose: [columns, rows].
  let isTransposed: Bool

  init(
    _ pointer: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int,
    isTransposed: Bool = false
  ) {
    (self.pointer, self.rows, self.columns) = (pointer, rows, columns)
    (self.stride, self.isTransposed) = (stride, isTransposed)
  }

  /// A tensor of two dimensions.
  init(_ tensor: Tensor) {
    precondition(tensor.shape.count == 2, "a matrix of shape \(tensor.shape)")
    self.init(
      tensor.pointer, rows: tensor.shape[0], columns: tensor.shape[1], stride: tensor.shape[1])
  }

  var transposed: MatrixView {
    MatrixView(
      pointer, rows: columns, columns: rows, stride: stride, isTransposed: !isTransposed)
  }

  func rows(_ first: Int, _ count: Int) -> MatrixView {
    MatrixView(
      pointer + first * (isTransposed ? 1 : stride), rows: count, columns: columns,
      stride: stride, isTransposed: isTransposed)
  }

  func columns(_ first: Int, _ count: Int) -> MatrixView {
    transposed.rows(first, count).transposed
  }
}

/// The library: how it is set up and called. Nothing else imports it.
enum BLAS {
  /// One thread: we own the partition.
  private static let setUp: Void = openblas_set_num_threads(1)

  static func prepare() { setUp }

  /// y ← α·a·b + β·y on the calling thread; y is row-major with the given stride.
  static func multiply(
    _ a: MatrixView, _ b: MatrixView, into y: UnsafeMutablePointer<Float>, stride: Int,
    alpha: Float = 1, beta: Float = 0
  ) {
    precondition(
      a.columns == b.rows, "gemm: [\(a.rows), \(a.columns)] times [\(b.rows), \(b.columns)]")
    cblas_sgemm(
      CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
      b.isTransposed ? CblasTrans : CblasNoTrans, Int32(a.rows), Int32(b.columns),
      Int32(a.columns), alpha, a.pointer, Int32(a.stride), b.pointer, Int32(b.stride), beta, y,
      Int32(stride))
  }

  /// The version and the core type in use, as in "openblas-0.3.21/Haswell".
  static var fingerprint: String {
    let configuration = String(cString: openblas_get_config()).split(separator: " ")
    let version = configuration.dropFirst().first.map(String.init) ?? "unknown"
    return "openblas-\(version)/\(String(cString: openblas_get_corename()))"
  }
}

extension Engine {
  /// y ← α·a·b + β·y, cut into blocks of rows and columns of y; the inner dimension is never cut.
  ///
  /// - Parameter bias: added to every row; then `beta` is 1 on top of it.
  func multiply(
    _ a: MatrixView, _ b: MatrixView, into y: UnsafeMutablePointer<Float>, alpha: Float = 1,
    beta: Float = 0, bias: UnsafePointer<Float>? = nil
  ) {
    let (rows, columns) = (a.rows, b.columns)
    if Self.isFewRows(a, b) {
      return multiplyFewRows(a, b.transposed, into: y, alpha: alpha, beta: beta, bias: bias)
    }
    let block = Self.block(rows: rows, columns: columns, inner: a.columns)
    let across = (columns + block.columns - 1) / block.columns
    let down = (rows + block.rows - 1) / block.rows
    parallel(across * down) { piece in
      let (row, column) = (piece / across * block.rows, piece % across * block.columns)
      let height = min(block.rows, rows - row)
      let width = min(block.columns, columns - column)
      let target = y + row * columns + column
      if let bias {
        for r in 0..<height {
          (target + r * columns).update(from: bias + column, count: width)
        }
      }
      BLAS.multiply(
        a.rows(row, height), b.columns(column, width), into: target, stride: columns,
        alpha: alpha, beta: bias == nil ? beta : 1)
    }
  }

  /// The block size for a product: halved until a block takes about a millisecond or two.
  static func block(rows: Int, columns: Int, inner: Int) -> (rows: Int, columns: Int) {
    var block = (rows: max(rows, 1), columns: max(columns, 1))
    let whole = 2.0 * Double(rows) * Double(columns) * Double(inner)
    let target = min(max(whole / 16, 8e6), 4e8)
    while 2.0 * Double(block.rows) * Double(block.columns) * Double(inner) > target * 1.5 {
      if block.rows >= block.columns {
        guard block.rows > 32 else { break }
        block.rows = ((block.rows + 1) / 2 + 15) / 16 * 16
      } else {
        guard block.columns > 32 else { break }
        block.columns = ((block.columns + 1) / 2 + 15) / 16 * 16
      }
    }
    return block
  }

  /// What the bits of a result depend on besides its inputs: the BLAS and our kernels.
  package static var fingerprint: String {
    BLAS.fingerprint + " kernels/" + String(cString: kernel_instruction_set())
  }

  /// The value that `OPENBLAS_CORETYPE` should have had when this process began, where OpenBLAS
  /// does not know the processor; nil where it chose well. It reads the variable as it is loaded,
  /// so only a process started with it set is helped.
  package static var missedCoreType: String? {
    betterCoreType(
      than: String(cString: openblas_get_corename()),
      instructionSet: String(cString: kernel_instruction_set()),
      hasBF16: kernel_processor_has_bf16() != 0,
      halvesVectors: kernel_processor_halves_vectors() != 0)
  }

  /// The core type whose kernels suit a processor better than those the library chose.
  ///
  /// A library older than the processor does not know its model number, and falls back to kernels
  /// that need nothing beyond SSE3: a fourth to an eighth of the speed. And where vectors of 512
  /// bits are computed as two halves, kernels for whole ones are slower than those for halves.
  ///
  /// - Returns: nil where the choice that was made stands.
  package static func betterCoreType(
    than chosen: String, instructionSet: String, hasBF16: Bool, halvesVectors: Bool
  ) -> String? {
    let unsuited =
      ["Prescott", "Core2", "Generic"] + (halvesVectors ? ["SkylakeX", "Cooperlake"] : [])
    guard unsuited.contains(chosen) else { return nil }
    switch instructionSet {
    case "x86-64-v4" where halvesVectors: return "Haswell"
    case "x86-64-v4": return hasBF16 ? "Cooperlake" : "SkylakeX"
    case "x86-64-v3": return "Haswell"
    default: return nil
    }
  }
}
