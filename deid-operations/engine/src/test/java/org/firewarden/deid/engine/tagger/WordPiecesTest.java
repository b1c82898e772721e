package org.firewarden.deid.engine.tagger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pieces are those of the reference implementation, tokenizers 0.23.2, for the same tokenizer.json. */
final class WordPiecesTest {

    @Test
    void aTextFallsIntoThePiecesOfTheReference() throws IOException {
        WordPieces pieces = new WordPieces(NameTagger.tokenizerBytes());
        Map<String, int[]> reference = new LinkedHashMap<>();
        reference.put(
                "I spoke with her son Banks regarding goals of care.",
                new int[] {1045, 3764, 2007, 2014, 2365, 5085, 4953, 3289, 1997, 2729, 1012});
        reference.put(
                "Swan-Ganz catheter; wedge pressure 18 mmHg",
                new int[] {10677, 1011, 25957, 2480, 4937, 27065, 2121, 1025, 17632, 3778, 2324, 3461, 25619});
        reference.put(
                "Szczepa\u0144ski \u0141ukasz na\u00efve caf\u00e9",
                new int[] {1055, 29419, 13699, 6962, 3211, 1105, 15750, 17112, 15743, 7668});
        reference.put(
                "O'Brien's x-ray, T2DM w/ HbA1c 7.9%",
                new int[] {
                    1051, 1005, 9848, 1005, 1055, 1060, 1011, 4097, 1010, 1056, 2475, 22117, 1059, 1013, 1044, 3676,
                    2487, 2278, 1021, 1012, 1023, 1003
                });
        reference.put("SEEN BY DR. OKAFO", new int[] {2464, 2011, 2852, 1012, 7929, 10354, 2080});
        reference.put(
                "38.5\u00b0C \u00b10.2 \u00b5g/dL",
                new int[] {4229, 1012, 1019, 7737, 2278, 1081, 2692, 1012, 1016, 1085, 2290, 1013, 21469});
        reference.put("\u7530\u4e2d\u3055\u3093 \u592a\u90ce", new int[] {1911, 1746, 1656, 30217, 1812, 1958});
        reference.put("a\u200bb c\u00add \t tab\nnew", new int[] {11113, 3729, 21628, 2047});
        reference.put(
                "supercalifragilisticexpialidocious " + "x".repeat(101) + " y",
                new int[] {3565, 9289, 10128, 29181, 24411, 4588, 10288, 19312, 21273, 10085, 6313, 100, 1061});
        reference.put("$5 <tag> `q` a_b ^2 ~3 |z", new int[] {
            1002, 1019, 1026, 6415, 1028, 1036, 1053, 1036, 1037, 1035, 1038, 1034, 1016, 1066, 1017, 1064, 1062
        });
        reference.put("emoji \ud83d\ude00 ok", new int[] {7861, 29147, 2072, 100, 7929});
        reference.put("\u0130stanbul \u01c5 \u00df \ufb01 \u00c5", new int[] {9960, 100, 1096, 1984, 1037});
        reference.put("", new int[0]);
        reference.put(" . ", new int[] {1012});
        reference.forEach(
                (text, ids) -> assertThat(pieces.pieces(text)).as(text).containsExactly(ids));
    }
}
