package org.firewarden.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.firewarden.crypto.TimeStampAuthority;
import org.firewarden.ledger.checkpoint.TestAuthority;
import org.firewarden.ledger.note.SignedNote;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AuditCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws Exception {
        TestLedger ledger = TestLedger.of(9);
        Files.writeString(folder.resolve("export"), ledger.export());
        Files.writeString(folder.resolve("checkpoint"), ledger.checkpoint(9).toString());
        Files.writeString(folder.resolve("earlier"), ledger.checkpoint(4).toString());
        Files.writeString(folder.resolve("part"), ledger.export(2, 7, 9));
        Files.writeString(folder.resolve("key"), TestLedger.keys().toString());
        Files.writeString(folder.resolve("altered"), ledger.export().replace("event 3", "event X"));
        Files.writeString(folder.resolve("nonsense"), "nonsense\n");
    }

    private int run(String... arguments) {
        CommandLine command = AuditCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private int verify(String export, String checkpoint, String key, String... more) {
        String[] arguments = {
            "verify",
            "--export",
            folder.resolve(export).toString(),
            "--checkpoint",
            folder.resolve(checkpoint).toString(),
            "--key",
            folder.resolve(key).toString()
        };
        return run(Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void whatHoldsExitsWith0() {
        assertThat(verify("export", "checkpoint", "key")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("holds: events 0 to 8 of 9 under a signed checkpoint\n");
        assertThat(verify("export", "earlier", "key")).isZero();
        assertThat(verify("part", "checkpoint", "key", "--partial")).isZero();
    }

    @Test
    void whatDoesNotHoldExitsWith1AndIsNamed() {
        assertThat(verify("altered", "checkpoint", "key")).isEqualTo(1);
        assertThat(out.toString()).contains("does not hold: event 3:");
        assertThat(verify("part", "checkpoint", "key")).isEqualTo(1);
    }

    @Test
    void badInputExitsWith2AndSaysWhichFile() {
        assertThat(verify("nonsense", "checkpoint", "key")).isEqualTo(2);
        assertThat(verify("export", "nonsense", "key")).isEqualTo(2);
        assertThat(err.toString()).contains("nonsense");
        assertThat(verify("export", "checkpoint", "nonsense")).isEqualTo(2);
        assertThat(verify("absent", "checkpoint", "key")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no such file");
        assertThat(run("verify")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("verify", "--nonsense")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    /** Events 0, 2 and 3 are sealed by keys that event 5 says were destroyed. */
    private static TestLedger erased() {
        String key = "\"patients\":[{\"key\":\"k1\",\"text\":\"k2\"}]";
        String asked = "\"sealed\":{\"keys\":[\"k4\",\"k1\"],\"text\":\"x\"}";
        String month = "\"month\":{\"key\":\"k3\",\"text\":\"x\"}";
        List<String> parts =
                List.of(key, "\"client\":\"k1\"", asked, month, "\"patients\":[{\"key\":\"k2\",\"text\":\"k1\"}]");
        return TestLedger.of(6, i -> {
            String recorded = "\"recorded\":\"" + TestLedger.START.plusSeconds(i) + "\"";
            return i < 5
                    ? "{\"interaction\":\"read\"," + parts.get(i) + "," + recorded + "}"
                    : "{\"details\":{\"key\":\"k1 k3\"},\"interaction\":\"key-destruction\"," + recorded + "}";
        });
    }

    @Test
    void whatWasErasedHoldsAndIsNamedAsErased() throws Exception {
        TestLedger ledger = erased();
        Files.writeString(folder.resolve("export"), ledger.export());
        Files.writeString(folder.resolve("checkpoint"), ledger.checkpoint(6).toString());

        assertThat(verify("export", "checkpoint", "key")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "holds: events 0 to 5 of 6 under a signed checkpoint",
                        "erased: 3 events are unaltered and can no longer be read in full, since content keys were"
                                + " destroyed: 0, 2 to 3");

        Files.writeString(folder.resolve("export"), ledger.export().replace("\"text\":\"k2\"", "\"text\":\"k9\""));
        assertThat(verify("export", "checkpoint", "key")).isEqualTo(1);
        assertThat(out.toString()).contains("does not hold: event 0: it was altered");
    }

    @Test
    void aCertificateTellsOfWhatTheExportDoesNotReach() throws Exception {
        TestLedger ledger = erased();
        Files.writeString(folder.resolve("export"), ledger.export(1, 4, 6));
        Files.writeString(folder.resolve("checkpoint"), ledger.checkpoint(6).toString());
        String certificate = TestLedger.certificate(List.of("k1")).toString();
        Files.writeString(folder.resolve("certificate"), certificate);
        Files.writeString(folder.resolve("forged"), certificate.replace("key k1", "key k2"));
        String option = "--certificate=" + folder;

        assertThat(verify("export", "checkpoint", "key", "--partial")).isZero();
        assertThat(out.toString()).doesNotContain("erased");
        assertThat(verify("export", "checkpoint", "key", "--partial", option + "/certificate"))
                .isZero();
        assertThat(out.toString()).contains("erased: 1 events").contains("destroyed: 2");
        assertThat(verify("export", "checkpoint", "key", "--partial", option + "/forged"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("signature of the certificate does not hold");
        assertThat(verify("export", "checkpoint", "key", "--partial", option + "/checkpoint"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no certificate of disposal");
    }

    @Test
    void aTimeStampIsSaidAndOneThatDoesNotHoldIsAFault() throws Exception {
        TestLedger ledger = TestLedger.of(9);
        Files.writeString(folder.resolve("stamped-export"), ledger.export());
        Files.writeString(
                folder.resolve("stamped-checkpoint"), ledger.checkpoint(9).toString());
        TestAuthority authority = TestAuthority.create();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SignedNote note = ledger.checkpoint(5);
        Files.writeString(folder.resolve("stamp"), stamp(note, note.text(), authority, now));
        Files.writeString(
                folder.resolve("other-stamp"), stamp(note, ledger.checkpoint(4).text(), authority, now));
        Files.writeString(
                folder.resolve("forked-stamp"),
                stamp(TestLedger.of(5, i -> "{\"forked\":" + i + "}").checkpoint(5), note.text(), authority, now));
        Files.write(folder.resolve("tsa"), authority.issuerPem());
        Files.write(folder.resolve("other-tsa"), TestAuthority.create().pem());

        assertThat(stamped("stamp", "tsa")).isZero();
        assertThat(out.toString()).contains("the checkpoint over 5 events was there at " + now + ", says CN=Test TSA");
        assertThat(stamped("stamp", "other-tsa")).isEqualTo(1);
        assertThat(out.toString()).contains("does not hold: the time stamp: ");
        assertThat(stamped("other-stamp", "tsa")).isEqualTo(1);
        assertThat(stamped("forked-stamp", "tsa")).isEqualTo(1);
        assertThat(stamped("nonsense", "tsa")).isEqualTo(2);
        assertThat(stamped("stamp", "nonsense")).isEqualTo(2);
        assertThat(verify(
                        "stamped-export",
                        "stamped-checkpoint",
                        "key",
                        "--timestamp",
                        folder.resolve("stamp").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--tsa");
    }

    private int stamped(String stamp, String authority) {
        return verify(
                "stamped-export",
                "stamped-checkpoint",
                "key",
                "--timestamp",
                folder.resolve(stamp).toString(),
                "--tsa",
                folder.resolve(authority).toString());
    }

    /** A checkpoint with a stamp over some text. */
    private static String stamp(SignedNote note, String text, TestAuthority authority, Instant time) throws Exception {
        byte[] request = TimeStampAuthority.request(text.getBytes(StandardCharsets.UTF_8), new SecureRandom());
        return new StampedCheckpoint(note, Base64.getEncoder().encodeToString(authority.answer(request, time)))
                .toLine();
    }

    @Test
    void helpExitsWith0() {
        assertThat(run("--help")).isZero();
        assertThat(run("verify", "--help")).isZero();
        assertThat(out.toString()).contains("--export", "--checkpoint", "--key", "Exit codes");
    }
}
