import Autograd
import Checkpoints
import Foundation
import Testing

/// All 65,536 patterns, read and written back.
@Suite struct HalfPrecisionTests {
  let engine = Engine(threads: 1)

  private func read(_ dtype: DType, _ halves: [UInt16]) throws -> [Float] {
    let data = halves.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let header =
      #"{"x":{"dtype":"\#(dtype.rawValue)","shape":[\#(halves.count)],"#
      + #""data_offsets":[0,\#(data.count)]}}"#
    return try SafetensorsFile(fileBytes(safetensors(header, data: data)))
      .tensor("x", on: engine).values
  }

  private func written(_ dtype: DType, _ values: [Float]) throws -> [UInt16] {
    let folder = try TemporaryFolder()
    let path = folder.path("x.safetensors")
    let tensor = Tensor(values, shape: [values.count], on: engine, kind: .weights)
    try SafetensorsWriter.write([("x", tensor)], dtype: dtype, metadata: [:], to: path)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)).suffix(2 * values.count))
    return (0..<values.count).map { UInt16(bytes[2 * $0]) | UInt16(bytes[2 * $0 + 1]) << 8 }
  }

  /// IEEE 754 binary16 by its definition.
  private func definition(_ half: UInt16) -> Double {
    let exponent = Int(half >> 10 & 31)
    let fraction = Double(half & 0x3FF) / 1024
    let sign: Double = half >> 15 == 0 ? 1 : -1
    switch exponent {
    case 0: return sign * fraction * 0x1p-14
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * (1 + fraction) * Foundation.pow(2, Double(exponent - 15))
    }
  }

  @Test func everyPatternSurvives() throws {
    let all = (0...UInt16.max).map { $0 }
    for dtype in [DType.f16, .bf16] {
      let values = try read(dtype, all)
      let back = try written(dtype, values)
      for (half, (value, again)) in zip(all, zip(values, back)) {
        if value.isNaN {
          #expect(try read(dtype, [again])[0].isNaN)
        } else {
          #expect(again == half)
        }
      }
    }
  }

  @Test func f16IsWhatTheStandardSays() throws {
    let all = (0...UInt16.max).map { $0 }
    for (half, value) in zip(all, try read(.f16, all)) {
      let exact = definition(half)
      #expect(exact.isNaN ? value.isNaN : Double(value) == exact)
      #expect(value.isNaN || (value.sign == .minus) == (half >> 15 == 1))
    }
  }

  /// Between every two neighbours: just below the middle, the middle, just above it.
  @Test(arguments: [DType.f16, .bf16])
  func roundsToNearestTiesToEven(_ dtype: DType) throws {
    let last: UInt16 = dtype == .f16 ? 0x7BFF : 0x7F7F
    let patterns = (0...last).map { $0 }
    let values = try read(dtype, patterns)
    var inputs: [Float] = []
    var expected: [UInt16] = []
    for i in 0..<(patterns.count - 1) {
      let middle = Float((Double(values[i]) + Double(values[i + 1])) / 2)
      inputs += [middle.nextDown, middle, middle.nextUp]
      expected += [
        patterns[i], patterns[i] % 2 == 0 ? patterns[i] : patterns[i + 1], patterns[i + 1],
      ]
    }
    let end: [(Float, UInt16)] =
      dtype == .f16
      ? [(65519.996, 0x7BFF), (65520, 0x7C00), (1e38, 0x7C00)]
      : [(.greatestFiniteMagnitude, 0x7F80)]
    inputs += end.map(\.0)
    expected += end.map(\.1)
    #expect(try written(dtype, inputs) == expected)
    #expect(try written(dtype, inputs.map { -$0 }) == expected.map { $0 | 0x8000 })
  }
}
