import Autograd
import Testing

@Suite struct MemoryAccountTests {
  @Test func countsByKindAndReturnsToZero() {
    let engine = Engine(threads: 1)
    let memory = engine.memory
    do {
      let weight = Tensor(zeros: [10, 10], on: engine, kind: .weights)
      let moment = Tensor(zeros: [10, 10], on: engine, kind: .optimizer)
      let x = Tensor(zeros: [3], on: engine)
      #expect(memory.now == [.weights: 400, .optimizer: 400, .activations: 12, .gradients: 0])
      withExtendedLifetime((weight, moment, x)) {}
    }
    #expect(memory.now.values.allSatisfy { $0 == 0 })
    #expect(memory.peak.total == 812)
    #expect(memory.peak.byKind[.weights] == 400)
    memory.resetPeak()
    #expect(memory.peak.total == 0)
  }

  @Test(arguments: OperationCase.all)
  func everyOperationGivesItsMemoryBack(_ operation: OperationCase) {
    let engine = Engine(threads: 2)
    _ = OperationRun(operation, .small, on: engine)()
    #expect(engine.memory.now.values.allSatisfy { $0 == 0 })
    #expect(engine.memory.peak.total > 0)
  }
}
