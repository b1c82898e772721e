package org.firewarden.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.firewarden.ledger.note.SignedNote;
import org.junit.jupiter.api.Test;

class ExportVerifierTest {

    private static final int SIZE = 23;

    private final TestLedger ledger = TestLedger.of(SIZE);
    private final SignedNote checkpoint = ledger.checkpoint(SIZE);

    private static long firstWrong(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Fails.class);
        return ((Verdict.Fails) verdict).event().orElse(-1);
    }

    /** The lines of the export, the header first. */
    private static List<String> lines(String export) {
        return new ArrayList<>(Arrays.asList(export.split("\n")));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void aWholeExportHolds() throws Exception {
        assertThat(TestLedger.verify(ledger.export(), checkpoint))
                .isEqualTo(new Verdict.Holds(0, SIZE, SIZE, List.of()));
        assertThat(TestLedger.verify(ledger.export(), ledger.checkpoint(7), ledger.checkpoint(1), checkpoint))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void anExportLargerThanOneChunkHolds() throws Exception {
        TestLedger large = TestLedger.of(7_001);

        assertThat(TestLedger.verify(large.export(), large.checkpoint(4_000)))
                .isEqualTo(new Verdict.Holds(0, 7_001, 7_001, List.of()));
    }

    @Test
    void eachFlippedByteIsDetected() throws Exception {
        TestLedger small = TestLedger.of(5);
        byte[] export = small.export().getBytes(StandardCharsets.UTF_8);
        int eventsFrom = new String(export, StandardCharsets.UTF_8).indexOf("{\"event\"");
        int eventsTo = new String(export, StandardCharsets.UTF_8).lastIndexOf("{\"checkpoint\"");
        for (int i = 0; i < export.length; i++) {
            byte[] altered = export.clone();
            altered[i] ^= (byte) (1 << (i % 8));
            Verdict verdict;
            try {
                verdict = TestLedger.verify(altered, false, small.checkpoint(5));
            } catch (BadInputException e) {
                assertThat(i).as("only a header that is none is bad input").isLessThanOrEqualTo(eventsFrom);
                continue;
            }
            assertThat(verdict).as("byte %d", i).isInstanceOf(Verdict.Fails.class);
            if (i >= eventsFrom && i < eventsTo && export[i] != '\n' && altered[i] != '\n') {
                int event = (int) new String(export, 0, i, StandardCharsets.UTF_8)
                                .chars()
                                .filter(c -> c == '\n')
                                .count()
                        - 1;
                assertThat(firstWrong(verdict)).as("byte %d", i).isEqualTo(event);
            }
        }
    }

    @Test
    void aMissingEventIsNamed() throws Exception {
        for (int missing = 0; missing < SIZE; missing++) {
            List<String> lines = lines(ledger.export());
            lines.remove(1 + missing);
            assertThat(firstWrong(TestLedger.verify(text(lines), checkpoint)))
                    .as("without event %d", missing)
                    .isEqualTo(missing);
        }
    }

    @Test
    void aDoubledEventIsNamed() throws Exception {
        List<String> lines = lines(ledger.export());
        lines.add(6, lines.get(5));

        assertThat(firstWrong(TestLedger.verify(text(lines), checkpoint))).isEqualTo(5);
    }

    @Test
    void swappedEventsAreNamed() throws Exception {
        for (int other = 5; other < SIZE; other++) {
            List<String> lines = lines(ledger.export());
            Collections.swap(lines, 1 + 4, 1 + other);
            assertThat(firstWrong(TestLedger.verify(text(lines), checkpoint))).isEqualTo(4);
        }
    }

    @Test
    void aCutTailIsNamedWhetherOrNotItIsHidden() throws Exception {
        List<String> lines = lines(ledger.export());
        assertThat(firstWrong(TestLedger.verify(text(lines.subList(0, lines.size() - 1)), checkpoint)))
                .isEqualTo(SIZE);
        assertThat(firstWrong(TestLedger.verify(text(lines.subList(0, 11)), checkpoint)))
                .isEqualTo(10);
        // With a last line that fits, and an old checkpoint that was truly signed.
        assertThat(firstWrong(TestLedger.verify(ledger.export(0, 10, 10), checkpoint)))
                .isEqualTo(10);
        assertThat(firstWrong(TestLedger.verify(ledger.export(0, 10, SIZE), checkpoint)))
                .isEqualTo(10);
        assertThat(firstWrong(TestLedger.verify(ledger.export(3, SIZE, SIZE), checkpoint)))
                .isZero();
    }

    @Test
    void aForkIsLocatedBetweenCheckpoints() throws Exception {
        TestLedger fork = TestLedger.of(
                SIZE,
                i -> TestLedger.event(i == 12 ? "another" : "event " + i, TestLedger.START.plusSeconds(i), "read"));

        assertThat(firstWrong(TestLedger.verify(fork.export(), checkpoint))).isZero();
        assertThat(firstWrong(
                        TestLedger.verify(fork.export(), ledger.checkpoint(10), ledger.checkpoint(16), checkpoint)))
                .isEqualTo(10);
    }

    @Test
    void aTimeThatGoesBackIsNamedUnlessTheLedgerSaysSo() throws Exception {
        Instant early = TestLedger.START.minus(Duration.ofHours(1));
        TestLedger silent =
                TestLedger.of(9, i -> TestLedger.event("e", i < 5 ? TestLedger.START : early.plusSeconds(i), "read"));
        assertThat(firstWrong(TestLedger.verify(silent.export(), silent.checkpoint(9))))
                .isEqualTo(5);

        TestLedger said = TestLedger.of(
                9,
                i -> TestLedger.event(
                        "e", i < 5 ? TestLedger.START : early.plusSeconds(i), i == 5 ? "clock-set-back" : "read"));
        assertThat(TestLedger.verify(said.export(), said.checkpoint(9)))
                .isEqualTo(new Verdict.Holds(0, 9, 9, List.of("event 5 says that a clock was set back")));
    }

    @Test
    void timesThatDifferALittleHold() throws Exception {
        TestLedger jittery =
                TestLedger.of(9, i -> TestLedger.event("e", TestLedger.START.minusSeconds(i * 7L % 50), "read"));

        assertThat(TestLedger.verify(jittery.export(), jittery.checkpoint(9))).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void aCheckpointOfAnotherLogOrWithoutBothSignaturesFails() throws Exception {
        assertThat(firstWrong(TestLedger.verify(
                        ledger.export(),
                        new SignedNote(
                                checkpoint.text(), checkpoint.signatures().subList(0, 1)))))
                .isEqualTo(-1);
        assertThat(firstWrong(TestLedger.verify(
                        ledger.export(),
                        new SignedNote(
                                checkpoint.text(), checkpoint.signatures().subList(1, 2)))))
                .isEqualTo(-1);
        assertThat(TestLedger.verify(ledger.export().replaceFirst("example.com", "example.org"), checkpoint))
                .isEqualTo(new Verdict.Fails(OptionalLong.empty(), "the export is of another log than the keys"));
    }

    @Test
    void partsHoldWhereTheyAreAskedFor() throws Exception {
        for (int first = 0; first < SIZE; first++) {
            for (int end = Math.max(1, first); end <= SIZE; end++) {
                byte[] part = ledger.export(first, end, SIZE).getBytes(StandardCharsets.UTF_8);
                assertThat(TestLedger.verify(part, true, checkpoint))
                        .as("%d to %d", first, end)
                        .isEqualTo(new Verdict.Holds(first, end, SIZE, List.of()));
            }
        }
    }

    @Test
    void anAlteredPartDoesNotHold() throws Exception {
        byte[] part = ledger.export(7, 16, SIZE).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < part.length; i += 3) {
            byte[] altered = part.clone();
            altered[i] ^= (byte) (1 << (i % 8));
            try {
                assertThat(TestLedger.verify(altered, true, checkpoint))
                        .as("byte %d", i)
                        .isInstanceOf(Verdict.Fails.class);
            } catch (BadInputException e) {
                assertThat(i)
                        .isLessThan(lines(ledger.export(7, 16, SIZE)).get(0).length() + 1);
            }
        }
    }

    @Test
    void anEmptyLedgerHolds() throws Exception {
        TestLedger empty = TestLedger.of(0);

        assertThat(TestLedger.verify(empty.export(), empty.checkpoint(0)))
                .isEqualTo(new Verdict.Holds(0, 0, 0, List.of()));
    }
}
