// Made by Tests/Fixtures/scripts/make_tokenizer_tables.py from tokenizers 0.23.3; do not edit.

/// Lower case and combining classes as the `tokenizers` package has them.
enum UnicodeCaseTable {
  /// `gap count step zigzag(distance)` a run, one code point each.
  static let lowercase: StaticString = """
    1t q 1 1s 2t n 1 1s 1 7 1 1s x o 2 2 3 3 2 2 2 8 2 2 2 n 2 2 1 1 1 6r 0 3 2 2 3 1 1 bo 0 2 2 \
    2 1 1 1 bg 0 1 1 2 1 2 1 be 0 1 1 2 2 1 1 4e 0 1 1 b8 0 1 1 ba 0 1 1 2 1 1 1 be 0 1 1 bi 1 1 \
    1 bq 0 1 1 bm 0 1 1 2 3 1 1 bq 0 1 1 bu 1 1 1 bw 0 3 2 2 1 1 1 c4 0 1 1 2 1 1 1 c4 2 1 1 2 1 \
    1 1 c4 0 1 1 2 1 2 1 c2 0 2 2 2 1 1 1 c6 0 1 1 2 3 1 1 2 7 1 1 4 0 1 1 2 1 1 1 4 0 1 1 2 1 1 \
    1 4 0 9 2 2 2 9 2 2 2 1 1 4 0 2 2 2 1 1 1 5f 0 1 1 35 0 k 2 2 1 1 1 79 1 9 2 2 7 1 1 gnq 0 1 \
    1 2 1 1 1 93 0 1 1 gnk 2 1 1 2 1 1 1 av 0 1 1 3u 0 1 1 3y 0 5 2 2 81 2 2 2 3 1 1 2 8 1 1 6g 6 \
    1 1 24 1 3 1 22 1 1 1 3k 1 2 1 3i 1 h 1 1s 1 9 1 1s z 1 1 g 8 c 2 2 5 1 1 3d 2 1 1 2 1 1 1 f \
    0 1 1 2 2 3 1 79 0 g 1 4g 0 w 1 1s 1c h 2 2 9 r 2 2 1 1 1 u 0 7 2 2 2 1c 2 2 2 12 1 2o 289 12 \
    1 b7k 1 1 1 b7k 5 1 1 b7k k2 28 1 1nz4 0 6 1 g 1oz 1 1 2 6 17 1 4n5 2 3 1 4n5 8w 23 2 2 9 1 1 \
    br3 1 1c 2 2 9 8 1 h 8 6 1 h a 8 1 h 8 8 1 h 8 6 1 h b 4 2 h 8 8 1 h o 8 1 h 8 8 1 h 8 8 1 h \
    8 2 1 h 0 2 1 45 0 1 1 j b 4 1 4t 0 1 1 j b 2 1 h 0 2 1 5l c 2 1 h 0 2 1 69 0 1 1 f b 2 1 75 \
    0 2 1 71 0 1 1 j 89 1 1 bln 3 1 1 cxr 0 1 1 cr1 6 1 1 1k 19 g 1 w j 1 1 2 mq q 1 1g 1f4 1c 1 \
    2o 1c 1 1 2 1 1 1 gkv 0 1 1 5vx 0 1 1 gjz 2 3 2 2 1 1 1 gmx 0 1 1 gl7 0 1 1 gn3 0 1 1 gn1 1 1 \
    1 2 2 1 1 2 8 2 1 gov 0 1e 2 2 8 2 2 2 4 1 1 2 nyl n 2 2 j e 2 2 3r 7 2 2 3 v 2 2 a 2 2 2 1 1 \
    1 1iix 0 5 2 2 4 1 1 2 1 1 1 1t8x 2 2 2 2 3 a 2 2 1 1 1 1tah 0 1 1 1tb3 0 1 1 1tav 0 1 1 1tab \
    0 1 1 1tah 1 1 1 1t7p 0 1 1 1t91 0 1 1 1t7v 0 1 1 1fk 0 8 2 2 1 1 1 2p 0 1 1 1taf 0 1 1 1ilt \
    0 2 2 2 1 1 1 1tcf 0 8 2 2 1 1 1 1toj o 1 1 2 h7v q 1 1s xx 14 1 28 3s 10 1 28 4c b 1 26 1 f \
    1 26 1 7 1 26 1 2 1 26 1d6 1f 1 3k 4d m 1 1s 27u w 1 1s gw0 w 1 1s 1s p 1 1i o5j y 1 1w
    """

  /// `code count parts...` where lower case is longer.
  static let longLowercase: StaticString = """
    8g 2 2x lj
    """

  /// `gap length class` a run.
  static let combiningClass: StaticString = """
    lc l 6e 0 1 6g 0 4 64 0 1 6g 0 1 60 0 5 64 0 2 5m 0 4 64 0 2 5m 0 b 64 0 5 1 0 4 64 0 3 6e 2 \
    1 6e 2 1 6o 0 1 6e 0 3 64 0 3 6e 0 2 64 1 3 6e 0 4 64 0 1 6e 0 1 6g 0 2 64 0 1 6e 0 1 6h 0 2 \
    6i 0 1 6h 0 2 6i 0 1 6h 0 d 6e 7n 5 6e 7d 1 64 0 4 6e 0 1 64 0 3 6e 0 1 66 0 1 64 0 6 6e 0 6 \
    64 0 2 6e 0 1 64 0 2 6e 0 1 66 0 1 6c 0 1 6e 0 1 a 0 1 b 0 1 c 0 1 d 0 1 e 0 1 f 0 1 g 0 1 h \
    0 1 i 0 2 j 0 1 k 0 1 l 0 1 m 1 1 n 1 1 o 0 1 p 1 1 6e 0 1 64 1 1 i 20 8 6e 0 1 u 0 1 v 0 1 w \
    1c 1 r 0 1 s 0 1 t 0 1 u 0 1 v 0 1 w 0 1 x 0 1 y 0 2 6e 0 2 64 0 5 6e 0 1 64 0 2 6e 0 1 64 g \
    1 z 2t 7 6e 2 4 6e 0 1 64 0 1 6e 2 2 6e 1 1 64 0 2 6e 0 1 64 z 1 10 u 1 6e 0 1 64 0 2 6e 0 1 \
    64 0 2 6e 0 3 64 0 1 6e 0 2 64 0 1 6e 0 1 64 0 3 6e 0 1 64 0 1 6e 0 1 64 0 1 6e 0 1 64 0 1 6e \
    0 1 64 0 2 6e 4g 7 6e 0 1 64 0 1 6e y 4 6e 1 9 6e 1 3 6e 1 5 6e 17 3 64 3c e 6e 1 1 64 0 2 6e \
    0 1 64 0 2 6e 0 1 64 0 3 6e 0 3 64 0 1 r 0 1 s 0 1 t 0 3 6e 0 1 64 0 2 6e 0 2 64 0 5 6e 1o 1 \
    7 g 1 9 3 1 6e 0 1 64 0 2 6e 2v 1 7 g 1 9 32 1 7 g 1 9 32 1 7 g 1 9 32 1 7 g 1 9 3j 1 9 3j 1 \
    9 7 1 2c 0 1 2j 2t 1 7 g 1 9 3j 1 9 3g 1 9 31 2 2v 0 1 9 d 4 2z 30 2 3a e 4 3e 24 2 64 r 1 64 \
    1 1 64 1 1 60 1j 1 3l 0 1 3m 1 1 3o 5 4 3m 2 1 3m 1 2 6e 0 1 9 1 2 6e 1q 1 64 34 1 7 1 2 9 2a \
    1 64 jz 3 6e qc 1 9 v 1 9 4d 1 9 a 1 6e 5n 1 6c 3z 1 66 0 1 6e 0 1 64 63 1 6e 0 1 64 1z 1 9 k \
    8 6e 2 1 64 1c 5 6e 0 6 64 0 2 6e 0 1 64 3a 1 7 f 1 9 12 1 6e 0 1 64 0 7 6e 1i 2 9 1m 1 7 b 2 \
    9 1v 1 7 48 3 6e 1 1 1 0 5 64 0 2 6e 0 4 64 0 1 6e 1 7 1 4 1 64 6 1 6e 3 2 6e 5i 2 6e 0 1 64 \
    0 7 6e 0 1 64 0 2 6e 0 1 6i 0 1 5y 0 1 64 0 1 5m 0 11 6e 5 1 6e 0 1 6h 0 1 64 0 1 6e 0 1 64 \
    k0 2 6e 0 2 1 0 4 6e 0 3 1 0 2 6e 4 1 6e 3 2 1 0 1 6e 0 1 64 0 1 6e 0 2 1 0 4 64 0 1 6e 2da 3 \
    6e 3x 1 9 2o w 6e fe 1 62 0 1 6c 0 1 6g 0 1 66 0 2 68 2x 2 8 n9w 1 6e 4 a 6e w 2 6e 28 2 6e \
    7o 1 9 59 1 9 r i 6e 1l 3 64 11 1 9 2n 1 7 c 1 9 6n 1 6e 1 2 6e 0 1 64 2 2 6e 5 2 6e 1 1 6e \
    1g 1 9 6u 1 9 fn4 1 q ld 7 6e 0 7 64 0 2 6e r1 1 64 6a 1 64 45 5 6e 1aq 1 64 1 1 6e 14 1 6e 0 \
    1 1 0 1 64 4 1 9 4l 1 6e 0 1 64 127 1 9 1k 1 9 1l 1 9 0 1 7 1x 3 6e 1c 2 9 1q 1 7 24 1 9 9 1 \
    7 2y 1 9 0 1 7 4y 1 7 0 1 9 29 1 7 g 1 9 o 7 6e 3 5 6e 5p 1 9 3 1 7 3f 1 9 0 1 7 6z 1 9 0 1 7 \
    3i 1 9 3a 1 9 0 1 7 37 1 9 103 1 9 fjk 5 1 1n 7 6e g2v 1 1 43q 2 60 0 3 1 3 1 6a 0 5 60 8 8 \
    64 2 5 6e 0 2 64 u 4 6e 44 3 6e 2pn 7 6e 1 h 6e 2 7 6e 1 2 6e 1 5 6e 1ph 7 64 31 6 6e 0 1 7
    """
}
