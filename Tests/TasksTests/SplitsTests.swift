import Files
import Tasks
import Testing

@Suite struct SplitsTests {
  static let files = [
    "train.tsv": "a\t1\n", "dev.jsonl": "{\"text\": \"b\", \"label\": 0}\n", "test.csv": "c,1\n",
    "README.txt": "about", "dataset_infos.json": "[]", "zz.tsv": "d\t1\n", ".hidden.tsv": "",
  ]

  @Test(arguments: [("train", "a"), ("dev", "b"), ("test", "c"), ("zz", "d")])
  func splitPicksAFileOfAnyFormat(split: String, text: String) throws {
    let d = try load(folder: Self.files, DatasetRequest(split: split))
    #expect(d.texts == [text])
    #expect(d.source.hasPrefix("demo:d/\(split)."))
  }

  @Test func missingSplitListsThoseThereAre() {
    let error = #expect(throws: TaskError.self) {
      try load(folder: Self.files, DatasetRequest(split: "dv"))
    }
    #expect(error?.description == "'demo:d' has no split 'dv'")
    #expect(error?.choice?.word == "dv")
    #expect(error?.choice?.among == ["train", "dev", "test", "zz"])
  }

  @Test func severalSplitsNeedAChoice() {
    let expected = TaskError.splitNeeded(
      folder: "demo:d", splits: ["train", "dev", "test", "zz"])
    #expect(throws: expected) { try load(folder: Self.files) }
  }

  @Test func theOnlySplitNeedsNone() throws {
    #expect(try load(folder: ["train.tsv": "a\t1\n", "README.txt": "x"]).texts == ["a"])
  }

  @Test func oneNameInTwoFormatsIsResolvedByFormat() throws {
    let files = ["train.tsv": "a\t1\n", "train.csv": "b,1\n"]
    #expect(
      throws: TaskError.splitAmbiguous(
        folder: "demo:d", split: "train", files: ["train.csv", "train.tsv"])
    ) { try load(folder: files, DatasetRequest(split: "train")) }
    #expect(
      try load(folder: files, DatasetRequest(format: "csv", split: "train")).texts == ["b"])
  }

  @Test func splitOfAFileIsRefused() {
    #expect(throws: TaskError.splitOfFile(file: "d.tsv", split: "dev")) {
      try load("a\t1\n", as: "d.tsv", DatasetRequest(split: "dev"))
    }
  }

  @Test func textsThatAreNoUsualSplitCountWhenAskedForOrAlone() throws {
    let files = ["train.tsv": "a\t1\n", "corpus.txt": "b\n"]
    #expect(try load(folder: files, DatasetRequest(split: "corpus")).texts == ["b"])
    #expect(try load(folder: files).texts == ["a"])
    #expect(try load(folder: ["corpus.txt": "b\n"]).texts == ["b"])
  }

  /// As repositories of the hub are laid out.
  @Test func filesInAFolderOfDataAreFound() throws {
    try withFolder(["README.md": "about", "data/train.csv": "a,1\n", "data/test.csv": "b,2\n"]) {
      path in
      let texts = try load(disk: path, DatasetRequest(split: "test")).texts
      #expect(texts == ["b"])
      #expect(throws: TaskError.splitNeeded(folder: path + "/data", splits: ["train", "test"])) {
        try load(disk: path)
      }
    }
    try withFolder(["data/train-00000-of-00001.parquet": "PAR1"]) { path in
      let error = #expect(throws: TaskError.self) { try load(disk: path) }
      #expect(
        error?.description.contains("is a folder of Parquet files, which cannot be read") == true)
    }
  }

  @Test func filesOnDiskAreSplitsToo() throws {
    try withFolder(["train.txt": "a\n", "valid.txt": "b\n"]) { path in
      let d = try load(disk: path, DatasetRequest(split: "valid"))
      #expect(d.texts == ["b"])
    }
  }
}
