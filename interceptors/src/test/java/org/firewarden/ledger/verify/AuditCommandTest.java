package org.firewarden.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
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

    @Test
    void helpExitsWith0() {
        assertThat(run("--help")).isZero();
        assertThat(run("verify", "--help")).isZero();
        assertThat(out.toString()).contains("--export", "--checkpoint", "--key", "Exit codes");
    }
}
