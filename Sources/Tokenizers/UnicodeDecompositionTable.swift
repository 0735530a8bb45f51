// Made by Tests/Fixtures/scripts/make_tokenizer_tables.py from tokenizers 0.23.3; do not edit.

/// Canonical decompositions (NFD) as the `tokenizers` package has them.
enum UnicodeDecompositionTable {
  /// Runs, see the script; Hangul syllables are computed.
  static let decomposition: StaticString = """
    5c 6 2 3m 16o 2 0 2 2 0 2 2 0 2 2 0 a 2 0 4 1 9 2 4 1m 2 4 27 2 0 2 2 0 2 2 0 c 2 8 h 2 0 2 2 \
    0 2 2 0 c 1 6 2 a b 2 2 7 2 0 2 2 0 2 2 0 2 2 0 a 2 5 2 c h 2 0 2 2 0 2 2 0 c 2 8 f 2 6 2 g 3 \
    2 0 2 2 0 2 2 0 2 2 0 a 2 0 4 1 9 2 4 1m 2 4 27 2 0 2 2 0 2 2 0 c 2 8 h 2 0 2 2 0 2 2 0 c 1 6 \
    2 a b 2 2 7 2 0 2 2 0 2 2 0 2 2 0 a 2 5 2 c h 2 0 2 2 0 2 2 0 c 2 8 f 1 h 2 0 e 2 35 9 2 1s 0 \
    2 1t 4 2 1s 0 2 1t 1w 2 1s 0 2 1p 27 2 1s 0 2 1t 2 2 1s 0 2 1t a 2 1s 0 2 1t a 2 1s 0 2 1r 0 \
    2 1s 0 2 k 2 1r h 2 1s 0 2 1t 4 2 1s 0 2 1t 2 2 1s 0 2 1t 1u 2 1s 0 2 1t 1l 2 1s 0 2 1p l 2 \
    1s 0 2 1t 8 2 1s 0 2 1t 2 2 1s 0 2 1t 1s 2 1s 0 2 1r 23 2 1s 0 2 9 2 1r 2 2 1s 0 2 1t 2 2 1s \
    0 2 1t 4 2 1s 0 2 1t 1w 2 1s 0 2 1t 1v 3 4 2 2 b 2 1s 0 2 1r 22 2 1s 0 1 6 2 1r 25 2 1s 0 2 \
    1t 24 2 1s 0 2 1t 1j 2 1s 0 4 6 2 1p n 2 1s 0 2 1t 24 2 1s 0 2 1t 1j 2 1s 0 3 6 2 1r h 2 1s 0 \
    2 1t 4 2 1s 0 2 1t a 2 1s 0 2 i 2 1n l 2 1s 0 2 1t 24 2 1s 0 2 1t 1j 2 1s 0 2 1r n 2 1s 0 2 \
    1t 2 2 1s 0 2 1t 22 2 1s 0 2 1t 1j 2 1s 0 2 1r 1i 2 1s 0 2 1t 1j 2 1s 0 2 n 2 1r j 2 1s 0 2 \
    1t 2 2 1s 0 2 1t 4 2 1s 0 2 1t 8 2 1s 0 2 1t 2 2 1s 0 2 1t 1m 2 1s 0 2 1p 25 2 1s 0 2 1p 0 2 \
    1s 0 2 1t c 2 2 f 2 1s 0 2 1t c 2 1s 0 2 1t a 2 1s 0 x 2 2 2f u 2 1s 0 d 2 2 1h 0 2 1s 0 s g \
    2 2x v 2 1s 0 2 1d 0 2 1s 0 2 1h 0 2 1s 0 2 1h 0 2 1s 0 3 1t 9 16w 3 1s 0 0 3 1t 0 7 3 1s 0 0 \
    3 1t 0 m 3 1s 0 0 3 1t 0 p 3 1s 0 0 1 6 3 2x 0 8 3 1s 0 0 3 1t 3 0 3 1s 0 0 2 5m 7 2 1s 0 2 b \
    2 8v g 2 1s 0 2 1l 0 2 1s 0 2 1l 1k 2 1s 0 3 1t 0 0 3 1s 0 0 2 i8 1l 2 c6 0 2 up 0 3 2 2 1z n \
    2 1s 0 2 10 2 1f 3 2 1s 0 3 2j k 7 3 1s 0 0 2 5m j 2 1s 0 2 t 0 2 1s 0 2 a7 s 2 1s 0 2 1t 4 2 \
    1s 0 2 1l 5 2 1s 0 2 1t 4 2 1s 0 2 1l 5 2 1s 0 2 1t 4 2 1s 0 2 1h 5 2 1s 0 2 1t 4 2 1s 0 2 1n \
    5 2 1s 0 2 1t 4 2 1s 0 2 1n 5 2 1s 0 2 1t 4 2 1s 0 2 1x 16 2 1s 0 2 1r 0 2 1s 0 2 2 2 2h 1h 2 \
    1s 0 6 e 2 27 b 2 1s 0 2 1l 1s 2 1s 0 3 19 1r 6 3 1s 0 0 3 1t b 0 3 1s 0 0 2 1t 8 2 1s 0 3 1t \
    0 0 3 1s 0 0 2 19 7 2 1s 0 7g 2 1 zy 1 2 1 2 1 10 2 n 7 1b 1 1 4f 9 1 1 zh 6 6 2 62 0 2 15e 0 \
    1 14l 2 14s 0 2 4 0 2 4 0 1 1 2 c 0 1 3 2 c 0 2 8 0 3 w e 7 p 7 2 1t 0 2 o 0 2 o f 2 8 0 2 4 \
    0 2 4 0 3 o e 0 p 5 2 p 0 2 o 0 2 d f 2 c 0 2 8 0 4 2 2 i 0 2 0 e 17 2 2 3q h 2 0 g 1 1 2 5 f \
    3 1 2 r e 4 3 2 14 f 2 5 3 2 m c a 1 2 n 0 v 1 2 1s 0 m 2 2 7 d 2 0 g 1 1 2 5 f 3 1 2 1y e 4 \
    3 2 1l f 2 5 3 2 m c n 2 2 2q i 2 2 0 21 2 2 5b j 2 1s 0 d 4 2 25 0 2 1s 0 2 1t 4 2 1s 0 2 2 \
    2 1j 5 2 1s 0 2 6 2 92 4 2 2 0 2 av 0 2 1s 0 2 1r 0 2 1s 0 2 6 2 1r 9 2 1s 0 2 1t 8 2 1s 0 2 \
    1h 0 2 1s 0 2 c 2 9g 0 2 2 0 2 ah 0 2 1s 0 2 2d 9 2 1s 0 2 1t 8 2 1s 0 2 1t 6 2 1s 0 2 1l 7 2 \
    1s 0 2 2 2 1l 0 2 1s 0 88 5 2 qg 1au 2 0 2 2 1u 0 2 1v 2 2 1y 3 49 1 2 7q 0 1 1 2 15 0 g 1 2 \
    y 0 gl 1 2 x8 15c 7 1 2 g 0 2 1 2 6 0 z 8 2 1p 0 2 2 0 2 2 0 2 a 0 2 a 0 2 2 0 2 i 0 2 8 0 2z \
    2 2 8g 78 2 0 1e f 2 2 25 1j 2 2 0 1 1 2 q 0 2b 1 2 7a 74 2 1 2 c 0 y 3 2 1x 0 2 2 0 2 a 0 2 \
    1 2 u 0 6h 1 2 fs fo 2 2 2 0 1d 2 0 1e f 2 2 25 1j 2 2 0 1i 1 2 68 8m 1h 3 2 2w 1f 2 2 0 2 3 \
    1e 3f 1 2 74 72 3b 1 2 6q 72 6 2 2 e 0 2 0 2 1 2 2 0 15 3 0 0 3vs 3i 3 2 74 6w 2 2 0 2 3 1e \
    3x 1 2 86 6e 1 3 2 0 a 3 0 0 dm 2 0 w 9w 1 2 k2 q8 9 1 2 k 0 4 1 2 a 0 4 1 2 a 0 4 1 2 a 0 c \
    1 2 1j 5 9 1 2 2q 3r 1 2 2 0 4 2 3m o 1 1 2 2 0 8 1 2 3p 0 h 1 2 1u 32 9 1 2 k 0 4 1 2 a 0 4 \
    1 2 a 0 4 1 2 a 0 c 1 2 1j 5 30 1 2 8a 6q 25b 1 2 4ao 4cu 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 \
    4 0 3 1 2 8 0 14 1 2 2a 0 1 1 2 4 0 2 2 2 4 0 2 2 0 1 1 2 6 0 jg 4a 2 ao3 9i9 2 1s 0 2 1r 1p \
    2 1s 0 2 1t 1k 2 1s 0 2 1t s 2 1s 0 3 1r l 49f 3 1s 0 0 2 1r 1t 2 1s 0 2 1t 1k 2 1s 0 2 1t s \
    2 1s 0 2 1t l 2 1s 0 2 1t c 2 1s 0 3 1r 2b 3 3 1s 0 0 3 1t 0 2 3 1s 0 0 2 1t 2a 2 1s 0 2 1t 6 \
    2 1s 0 3 1t j a 3 1s 0 0 2 1r 1t 2 1s 0 2 1r 7 2 1s 0 2 1r 6 2 1s 0 2 1t 1k 2 1s 0 2 1t 1j 2 \
    1s 0 2 1t 1q 2 1s 0 2 1t e 2 1s 0 2 1r 4 2 1s 0 3 1t 29 b 3 1s 0 0 2 1p f 2 1s 0 2 1t 1w 2 1s \
    0 2 1t s 2 1s 0 2 1r t 2 1s 0 3 1t 0 6 3 1s 0 0 2 1t s 2 1s 0 2 1t 9 2 1s 0 2 1r 2h 2 1s 0 2 \
    1t c 2 1s 0 2 1t 1k 2 1s 0 2 1r 1l 2 1s 0 2 1t 1k 2 1s 0 2 1t s 2 1s 0 2 1t 9 2 1s 0 3 1r 2d \
    7 3 1s 0 0 3 1t 0 e 3 1s 0 0 3 1t 2 h 3 1s 0 0 3 1t 0 2 3 1s 0 0 2 1r 7 2 1s 0 2 1t c 2 1s 0 \
    2 1p 0 2 1s 0 2 1t 1k 2 1s 0 3 1t 0 6 3 1s 0 0 2 1t s 2 1s 0 2 1r 2d 2 1s 0 2 1t 1k 2 1s 0 3 \
    1t 1x 6 3 1s 0 0 3 1t m 0 3 1s 0 0 3 1t 1a 0 3 1s 0 0 2 1r 1l 2 1s 0 2 1t 1k 2 1s 0 2 1t s 2 \
    1s 0 2 1t 9 2 1s 0 2 1r j 2 1s 0 2 1t o 2 1s 0 2 1t 7 2 1s 0 3 1t 2d d 3 1s 0 0 3 1t 2 e 3 1s \
    0 0 2 1r 3 2 1s 0 2 1t 1s 2 1s 0 2 1r 1z 2 1s 0 2 1t 2 2 1s 0 2 1t e 2 1s 0 2 1t 3 2 1s 0 2 \
    1t 1k 2 1s 0 2 1r 1l 2 1s 0 2 1t 2 2 1s 0 2 1r 3 2 1s 0 2 1r b 2 1s 0 2 1t 1u 2 1s 0 2 1t s 2 \
    1s 0 2 11 0 2 o 2b 2 6 4 2 4 0 1 1 2 ek 7 4 2i 2 hp 1k 2 1s 0 2 1t 1h 2 1s 0 3 1t f f 3 1s 0 \
    0 3 1t 0 3 3 1s 0 0 3 1t 0 i 3 1s 0 0 3 1t 0 d 3 1s 0 0 3 1t 1u 3 3 1s 0 0 3 1t 1n 3 3 1s 0 0 \
    3 1t 0 3 3 1s 0 0 3 1t 0 i 3 1s 0 0 3 1t 0 d 3 1s 0 0 3 1t 1m 6 3 1s 0 0 2 1l 0 2 1s 0 2 1t \
    1h 2 1s 0 2 1t d 2 1s 0 3 1t 3 b 3 1s 0 0 3 1t 0 3 3 1s 0 0 3 1t 0 i 3 1s 0 0 3 1t 0 d 3 1s 0 \
    0 3 1t 1u 3 3 1s 0 0 2 1l 1h 2 1s 0 2 1t 1g 2 1s 0 2 1h 0 2 1s 0 2 1t 1h 2 1s 0 3 1t f 3 3 1s \
    0 0 3 1t 0 3 3 1s 0 0 3 1t 0 i 3 1s 0 0 3 1t 0 d 3 1s 0 0 3 1t 1u 3 3 1s 0 0 3 1t h 3 3 1s 0 \
    0 3 1t 0 3 3 1s 0 0 3 1t 0 i 3 1s 0 0 3 1t 0 d 3 1s 0 0 3 1t 0 1s 3 1s 0 0 2 1h g 2 1s 0 2 1t \
    1h 2 1s 0 3 1t 10 1x 3 1s 0 0 3 1t 0 3 3 1s 0 0 3 1t 0 i 3 1s 0 0 3 1t 0 d 3 1s 0 0 3 1t 0 1s \
    3 1s 0 0 2 1l 1j 2 1s 0 2 1t 1y 2 1s 0 2 1t 1h 2 1s 0 2 1t d 2 1s 0 6 m 2 19s w 2 0 2 3 0 3 \
    1z 3 0 2 0 3 0 3 2 3 0 2 0 3 0 3 3m 3 0 2 0 2 1t 3 2 0 2 3 0 3 3p 3 0 2 0 3 0 3 2 3 0 2 0 3 0 \
    3 3m 3 0 2 0 2 20 3 2 0 2 3 0 3 3p 3 0 2 0 3 0 3 2 3 0 2 0 2 6 2 1t 3 2 0 2 3 0 3 3 3 0 2 0 3 \
    0 3 2 3 0 2 0 2 12 2 1w 3 2 0 2 3 0 3 3 3 0 2 0 3 0 3 2 3 0 2 0 3 0 3 3m 3 0 2 0 2 1t 3 2 0 2 \
    3 0 3 3p 3 0 2 0 3 0 3 2 3 0 2 0 3 0 3 3m 3 0 2 0 2 1w 3 2 0 2 3 0 3 3p 3 0 2 0 3 0 3 2 3 0 2 \
    0 3 0 3 3m 3 0 2 0 2 1t 3 2 0 2 3 0 3 3p 3 0 2 0 3 0 3 2 3 0 2 0 3 0 3 3m 3 0 2 0 2 24 3 2 0 \
    2 3 0 3 3p 3 0 2 0 3 0 3 2 3 0 2 0 2 6 2 1t 3 2 0 2 3 0 3 3 3 0 2 0 3 0 3 2 3 0 2 0 2 8 2 24 \
    3 2 0 2 3 0 3 3 3 0 2 0 3 0 3 2 3 0 2 0 3 0 3 3m 3 0 2 0 1 1 2 1t 0 1 1 3 0 0 3p 1 1 3 0 0 2 \
    1 v 3 0 0 3m 2 20 3 2 0 2 3 0 3 3p 3 0 2 0 3 0 3 2 3 0 2 0 3 0 3 3m 3 0 2 0 2 1t 3 2 0 2 3 0 \
    3 3p 3 0 2 0 3 0 3 2 3 0 2 0 3 0 3 3m 3 0 2 0 2 g 15 2 0 2 2 8 3 2 0 2 2 4 3 2 0 2 2 4 3 2 0 \
    2 2 c 3 2 0 2 2 c 3 2 0 2 2 8 3 2 0 2 2 1h 3 1d 10 6 3 0 2 0 4 0 3 3v 1ai 4 0 2 0 0 4 0 3 2 0 \
    4 0 2 0 0 4 0 3 3m 0 4 0 2 0 0 3 1t 3 6 3 0 2 0 4 0 3 3v 0 4 0 2 0 0 4 0 3 2 0 4 0 2 0 0 4 0 \
    3 3m 0 4 0 2 0 0 3 24 3 6 3 0 2 0 4 0 3 3v 0 4 0 2 0 0 4 0 3 2 0 4 0 2 0 0 4 0 3 3m 0 4 0 2 0 \
    0 3 1t 3 6 3 0 2 0 4 0 3 3v 0 4 0 2 0 0 4 0 3 2 0 4 0 2 0 0 4 0 3 3m 0 4 0 2 0 0 3 2s 3 6 3 0 \
    2 0 4 0 3 3v 0 4 0 2 0 0 4 0 3 2 0 4 0 2 0 0 4 0 3 3m 0 4 0 2 0 0 3 1t 3 6 3 0 2 0 4 0 3 3v 0 \
    4 0 2 0 0 4 0 3 2 0 4 0 2 0 0 4 0 3 3m 0 4 0 2 0 0 2 g t 2 0 5 3 0 9 6 2 0 3u 3 0 3t 0 1 7 2 \
    0 3m 3 0 0 0 2 1t 3d 2 0 5 2 0 9 2 0 2 2 0 3s 1 1 1 28 2 4 2 17n 7 3 17i 3p 0 2 0 3u 3 0 3t 0 \
    1 e 2 0 3m 3 0 0 0 2 1x 3p 2 0 2 2 4 3 2 0 2 2 0 3s 2 b4g 3v 2 0 2 2 0 3m 2 b2l 3d 2 0 5 3 0 \
    8 3v 3 0 0 2 2 6 2 0 38 3 0 39 3m 2 1t 5 2 0 5 2 0 9 2 0 2 1 j 2 b7u 3 2 0 2 2 0 3m 2 b5f 3d \
    2 0 5 3 0 8 3p 3 0 0 2 2 9 m 2 0 2 2 8 2k 3 0 39 3m 2 1t 5 2 0 5 2 0 9 2 0 2 2 9 12 2 16b 15 \
    2 0 2 1 41 2 3 3 1ci 3 6 2 0 3u 3 0 3t 0 1 8 2 0 3m 3 0 0 0 2 2d 3p 2 0 2 2 k 3 2 0 2 2 0 3s \
    1 163 2 2 1 cd8 1 2 84 1 1 b79 3 2 1 1bx 2 l 3b 32 2 2 d5q 2k 2 4 0 i 1 2 4 0 u 3 2 3c 0 2 8 \
    0 2 5 0 1g 1 2 2q 0 4 1 2 a 0 2 1 2 6 0 n 1 2 1c 0 1 1 2 4 0 q 1 2 1a 0 2 1 2 e 0 2 1 2 4 0 1 \
    1 2 6 0 m 1 2 dg7 0 1 1 2 dhk 0 a 5 2 15 0 2 dgj 0 2 4 0 2 dho 0 2 2 0 2 2 2 q 0 2 2 0 2 2 2 \
    6 0 2 2 0 6 2 2 6 0 2 2 0 2 2 2 e 0 2 2 0 2 2 2 6 0 2 2 0 y 4 2 1i 0 2 c 0 2 2 0 2 4 0 1c 4 2 \
    2n 0 2 2 0 2 14 0 2 2 0 6 4 2 1s 0 2 2 0 2 2 0 2 2 0 1n 2 1 59i 1 2 1ip 1 2 21l 0 12n 1 2 258 \
    hxe 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 \
    1 1 2 4 0 1 1 2 4 0 2 1 2 6 0 1 1 2 4 0 1 1 2 4 0 6 2 2 e 0 2 0 2 1 2 2 6 3 2 0 2 1 2 2 6 3 2 \
    0 2 1 2 2 6 3 2 0 2 1 2 2 6 3 2 0 2 m 1 2 2z 3 9 1 2 4u 0 d 1 2 s 0 1 1 2 4 0 1 1 2 4 0 1 1 2 \
    4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 1 1 2 4 0 2 1 2 6 0 \
    1 1 2 4 0 1 1 2 4 0 6 2 2 e 0 2 0 2 1 2 2 6 3 2 0 2 1 2 2 6 3 2 0 2 1 2 2 6 3 2 0 2 1 2 2 6 3 \
    2 0 2 m 1 2 2z 3 2 4 2 42 0 2 2 0 2 2 0 2 2 0 3 1 2 m 0 13i9 7i 1 102e 1 eqx 1 fqk 1 sl 1 bu7 \
    1 cvz 1 292 1 twu 1 0 1 rrr 1 mbk 1 nth 1 1he 1 3fg 1 82u 1 3lk 1 2no 1 l2 1 ho 1 2zy 1 f8b 1 \
    182 1 1h8 1 16y 1 6gu 1 57e 1 3da 1 tsv 1 1ye 1 9b2 1 2su 1 7xg 1 9gi 1 plp 1 7cm 1 8n8 1 1f2 \
    1 f93 1 c9q 1 2ha 1 gbv 1 3a2 1 2hy 1 278 1 bs4 1 psh 1 v6 1 ge 1 72k 1 2e6 1 2uy 1 1wu 1 3lg \
    1 2dm 1 4s 1 2zq 1 3nq 1 1oa 1 106 1 esd 1 di 1 1mq 1 2fm 1 60m 1 4ja 1 7rn 1 jqn 1 2fe 1 blk \
    1 1mk 1 5kp 1 2j4 1 7w0 1 416 1 ojj 1 1ec 1 5eq 1 1hq 1 h6 1 5kw 1 eo 1 9ig 1 qnn 1 i2a 1 ifz \
    1 x 1 fxc 1 1fo 1 2g6 1 7bc 1 4bv 1 g2r 1 2ue 1 d14 1 o0b 1 5ek 1 1na 1 7oq 1 r6 1 dkj 1 eyw \
    1 gah 1 6ac 1 6yh 1 c5a 1 2w9 1 9ck 1 gcf 1 1ti 1 c3q 1 58w 1 2iq 1 c81 1 e7g 1 dw1 1 3rp 1 \
    clq 1 ccr 1 70q 1 fan 1 12u 1 5c 1 8z4 1 824 1 26o 1 3ba 1 2re 1 otx 1 ii 1 21u 1 25u 1 2pe 1 \
    41e 1 3mg 1 b9i 1 1ve 1 1ne 1 32 1 u3r 1 7yu 1 1uq 1 e6u 1 jbx 1 188 1 68 1 110 1 45u 1 uk 1 \
    1a8 1 22q 1 1n8 1 za 1 5ta 1 41d 1 4fe 1 18u 1 prb 1 7s 1 tw 1 b2u 1 9h0 1 r4 1 hc3 1 go 1 \
    1e4 1 38m 1 6jk 1 3gz 1 eg3 1 36y 1 1y4 1 py 1 xw 1 7qk 1 a6 1 4f6 1 9k 1 730 1 1vo 1 4k 1 bk \
    1 snv 1 gna 1 9ho 1 1zc 1 l9r 1 793 1 x4 1 4dk 1 4i 1 3p0 1 1qq 1 32w 1 1rc 1 5tg 1 4jk 1 5ya \
    1 miz 1 ito 1 qq3 1 89w 1 6o 1 23g 1 ja 1 256 1 io 1 17o 1 1u2 1 asc 1 s0z 1 6ma 1 kno 1 rrv \
    1 53w 1 6n6 1 d4w 1 itb 1 oi 1 2p2 1 4io 1 dtq 1 r0b 1 r0 1 3ak 1 3to 1 hi 1 j8 1 1oa 1 2te 1 \
    qg 1 3se 1 3os 1 10 1 3iu 1 20c 1 qpz 1 auu 1 aij 1 bqe 1 13k 1 6v8 1 6ky 1 294 1 wg 1 lqp 1 \
    2g8 1 7y2 1 2t7 1 4q 1 kk 1 3vp 1 un 1 ake 1 nxt 1 kq4 1 jcp 1 2v 1 4zi 1 1ne 1 a9y 1 d5v 1 \
    6ya 1 2j9 1 g0e 1 2qn 1 5j6 1 51h 1 gvl 1 5d3 1 1s0 2 1 1 110 1 1 1 5kk 2 a 1 84t 1 d5k 1 1fk \
    1 ys 1 1w 1 e 1 2c 1 bri 1 ai9 1 16m 1 1 1 2i2 1 1 1 1xo 2 2 1 22o 1 ay 3 1w 1 350 1 q 1 2g 1 \
    1so 1 52l 1 2b6 1 s2b 1 he 1 5o 1 l4 1 1i 1 62 1 wo 1 5u 1 5g 1 q8 1 5s 1 1h4 1 k 1 1n0 1 bs \
    1 24 1 5k 1 1bu 1 86 1 9q 1 rs 1 1yc 1 92 1 eo 1 wo 1 ai 1 ry 1 1r2 1 9m 1 m 1 3 1 g 1 c 1 e \
    1 2o 1 2 1 9w 1 3m 1 hq 1 vc 1 16 1 34 1 gy 1 86 1 r4 1 7s 1 0 1 qk 1 1v6 1 7g 1 k6 1 34 1 ms \
    1 2y 1 124 1 78 1 2mu 1 fs 1 3c 1 m19 1 5alu 1 4xbh 2 2y 1 kit 1 1em 1 4b 1 r5 1 p6 1 3a 1 i6 \
    1 2u 1 11i 1 41 1 3s 1 42 1 z4 1 4y 1 82 1 w 1 f0 1 b0 1 1g4 1 e 1 80 1 3s 1 gm 1 6k 1 3x 1 \
    7g 1 2l 1 84 1 3o 1 m8 1 4w 1 30 1 eg 1 fw 1 92 1 8 1 3a 1 1mu 1 3m 1 lq 1 ms 1 x 1 4u 1 e0 1 \
    io 1 2gi 1 25h 1 6s 1 6u 1 i6 1 8a 1 2y 1 ck 1 4 1 9i 1 y 1 1e 1 4s 1 l 1 m0 1 qy 1 f2 1 ae 1 \
    cg 1 8i 1 ic 1 b2 1 1ay 1 8q 1 1ec 1 pc 1 3u 1 w 1 gi 1 36 1 2j 1 30 1 7 1 z 1 48 1 4i 1 l8 1 \
    v4 1 hg 1 ge 1 ca 1 1l8 1 5q 1 6e 1 7e 1 20 1 o 1 2o 1 14e 1 1sk 1 4b4s 1 d 1 4ki 1 5j75 1 \
    1rq 1 1u 1 5teo 1 45q 1 dfq 1 59gh 1 46 1v 1 2 1oq3 gy3 1 1 2 1e 6 a d 2 j k 2 0 2 3 0 d zc 3 \
    0 0 2 2 1f b 2 0 2 2 0 8 2 2 0 2 2 0 2 2 0 2 2 0 2 2 0 2 2 0 1 5 2 4 0 2 2 0 2 2 0 2 2 0 2 2 \
    0 1 1 2 4 0 1 2 2 4 0 2 2 0 1 2 2 4 0 2 2 0 1 9 2 4 0 2 2 0 2 2 0 2 2 0 2 2 0 2 17 7 2 9 c 2 \
    k 0 2 i 0 47f 1 2 2xd6 2xh2 1 1 2 4 0 e 1 2 k 0 3m 2 2 7s 62 2 2 0 ez 2 2 tm tq 2 0 1e a6 2 2 \
    kk jq 2 0 l 1 1 2 0 q 6z 2 2 e6 dg 2 2 0 112a 7 2 224c 225o 2 2 0 3 0 0 51lk 3 0 0 2 3 0 0 2 \
    3 0 0 2 3 0 0 2 2e 6 2 5e 0 2 2 0 3 3 0 9 3 2 0 0 3 3 0 2 3 2 0 0 1m4f f2 1 492z 1 b 1 i 1 \
    4rsy 1 4rd1 1 4c 1 q 1 3y 1 6o 1 1q 1 4c 1 1d 1 b4z 1 53y0 1 4sm3 1 e 1 w 1 12 1 4s3u 1 53gn \
    1 bbw 1 24 1 4s58 1 4s4p 1 q 1 14h 1 14w 1 i 1 6bmc 1 6bit 1 s 1 bih 1 blk 1 m 1 2g 1 a 1 blx \
    1 bqc 1 4 1 1i 1 18 1 m 1 2 1 y 1 2s 1 g 1 i 1 1e 1 k 1 4 1 0 1 0 1 4tay 1 4hvd 1 bbh 1 16 1 \
    4tmw 1 4tm9 1 c 1 16 1 8g 1 5p 1 w 1 1s 1 38 1 4o 1 1g 1 3q 1 w 1 1u 1 0 1 16 1 10 1 g 1 u 1 \
    iw 1 f5 1 f6 1 b1 1 1y 1 1qz 1 2q6 1 g1 1 24 1 1e 1 79 1 9a 1 3 1 6u 1 4vhs 1 4vdx 1 a 1 u 1 \
    14 1 g 1 3k 1 4vws 1 3o 1 4vst 1 2m 1 o 1 4f 1 7w 1 e0h 1 s 1 e8o 1 30 1 0 1 4wes 1 4w7f 1 16 \
    1 u 1 o 1 4wne 1 4wmr 1 e 1 1ay 1 19f 1 egz 1 eke 1 s 1 4k 1 2v 1 4xim 1 4x8j 1 4x8m 1 4x69 1 \
    7 1 y 1 5m 1 2 1 ew7 1 exo 1 2e 1 16 1 2g 1 f0v 1 5d8i 1 5d73 1 f3c 1 6 1 6 1 14 1 6dg0 1 \
    6dd5 1 4yna 1 0 1 4ktd 1 drz 1 0 1 f5j 1 5jvm 1 imc 1 5n8x 1 i 1 f81 1 fam 1 2u 1 k 1 1w 1 7k \
    1 fin 1 1p 1 flc 1 4zgg 1 4zdn 1 76 1 8 1 4 1 5 1 2k 1 14 1 20 1 t 1 m 1 2m 1 14 1 8 1 1g 1 m \
    1 3o 1 4o 1 1y 1 6w 1 501k 1 502n 1 3n 1 60 1 1i 1 5e 1 5062 1 502n 1 57 1 1l 1 gdz 1 gom 1 \
    16 1 1q 1 25 1 glz 1 gxy 1 1m 1 516k 1 50zz 1 fe 1 9r 1 h29 1 h68 1 h77 1 21 1 8yk 1 6 1 8gm \
    1 5l 1 aaq 1 o15 1 dx8 1 8 1 c 1 3e 1 n 1 51wg 1 5jat 1 hnm 1 6j 1 be 1 2u 1 51ow 1 51of 1 67 \
    1 dm 1 hyn 1 i16 1 5e 1 3y 1 ak 1 51py 1 51n5 1 ih3 1 iky 1 52bw 1 5293 1 ikt 1 img 1 2i 1 1i \
    1 2 1 52uc 1 bnp 1 btq 1 52s9 1 53h8 1 53az 1 s 1 5p 1 9q 1 28 1 36 1 31 1 28 1 u 1 q 1 535e \
    1 539x 1 dy 1 3i 1 jg7 1 jlc 1 9 1 53bo 1 53n5 1 kq 1 53a8 1 2o 1 5381 1 6e 1 1j 1 7 1 jyj 1 \
    k14 1 2u 1 d 1 30 1 4fsg 1 4fk1 1 53r0 1 53m7 1 544e 1 53wn 1 q 1 1i 1 54s0 1 54pd 1 16 1 \
    554w 1 ce 1 554l 1 y 1 kvz 1 kxe 1 kwr 1 0 1 l5q 1 16 1 16 1 14 1 3u 1 l7j 1 lci 1 563o 1 \
    5629 1 567c 1 564l 1 4p5q 1 4owv 1 5736 1 1a 1 7s 1 5spd 1 o 1 lp4 1 579a 1 3 1 26 1 1g 1 \
    57aj 1 2 1 0 1 2e 1 lr7 1 lus 1 lu3 1 4g 1 5tzi 1 57z3 1 3g 1 3k 1 m37 1 5uo6 1 58dd 1 58js 1 \
    2e 1 58j1 1 54 1 mex 1 mjm 1 k 1 a 1 59ay 1 gm 1 0 1 59ir 1 mhl 1 5weq 1 59l7 1 6 1 mrp 1 \
    5woi 1 59i5 1 mzp 1 n0w 1 b 1 1m 1 5amk 1 5ah3 1 n2d 1 n7w 1 3a 1 3q 1 nc3 1 5yi0 1 1q 1 5yhp \
    1 5yps 1 5ayn 1 5b48 1 5b2r 1 5m 1 m 1 5bje 1 42 1 5bif 1 5bps 1 5box 1 4rtq 1 5frp 1 o1m 1 \
    4i 1 o35 1 o6e 1 f83 1 5rdw 1 s 1 klh 1 i 1 4rav 1 6 1 5dg 1 tpj 1 ojw 1 d 1 10 1 ixh 1 iyk 1 \
    4 1 k 1 2a 1 5cx8 1 5cxb 1 34 1 3w 1 44 1 7p 1 8k 1 2c 1 68 1 eh 1 6m 1 4 1 w 1 5cxg 1 h6 1 \
    8d 1 61xx 1 p70 1 4 1 1y 1 5ffs 1 5fbh 1 5dhs 1 62sf 1 8 1 62zk 1 g2 1 63f3 1 pmy 1 o 1 m 1 4 \
    1 3k 1 1v 1 7g 1 2h 1 8e 1 4j 1 3q 1 1i 1 py7 1 q38 1 1s 1 q35 1 q8e 1 6 1 5f60 1 5ezl 1 e 1 \
    qc3 1 qdm 1 xa7 1 6d46 1 a8 1 66a9 1 i 1 qsy 1 4a 1 8q 1 ba 1 5g2u 1 5fy3 1 18 1 50 1 54 1 \
    5gmo 1 1b2v 1 45f7 1 v 1 2w 1 45p8 1 45cl 1 5k 1 5ik4 1 1i 1 5i2b 1 56 1 1s 1 5id6 1 5icn 1 \
    fu 1 8u 1 2 1 55 1 l6 1 1k 1 5j2i 1 5ihr 1 u0d 1 u2s 1 5j0g 1 6cyr 1 ud6 1 mjn 1 moy 1 5jyc 1 \
    bu 1 6el5 1 g 1 ul0 1 5kr8 1 6f8x 1 6fgo 1 5kwn 1 0 1 1o 1 5lay 1 5l0p 1 uov 1 uss 1 70 1 1i \
    1 3c 1 uw1 1 6hms 1 5mbh 1 gs 1 ai 1 vof 1 1q 1 vsk 1 5nm6 1 6je5 1 6jh6 1 eq 1 7a 1 5nsd 1 \
    w5n 1 w92 1 a 1 e 1 k 1 e 1 22 1 5oy2
    """
}
