package org.firewarden.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.TestDatabase;
import org.firewarden.ledger.event.LeafContent;
import org.firewarden.ledger.search.AuditSearch;
import org.firewarden.ledger.tree.Frontier;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there, whenever the process that acknowledged it was killed (45 CFR 164.312(b)). */
class KilledServerIT {

    private static final int KILLS = 20;

    private final LedgerFixture fixture = new LedgerFixture();

    @Test
    void eachAcknowledgedEventSurvivesKillMinusNine() throws Exception {
        Random moments = new Random(42);
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(runAndKill(1 + moments.nextInt(200)));
        }

        assertThat(acknowledged).hasSizeGreaterThan(KILLS);
        assertThat(acknowledged)
                .allSatisfy(
                        id -> assertThat(fixture.table.count(AuditSearch.all().entity(Set.of(id))))
                                .as(id)
                                .isEqualTo(1));
        TreeHead head = fixture.tree.head();
        Frontier frontier = Frontier.empty();
        fixture.tree.contents(0, head.size(), content -> frontier.append(LeafContent.hash(content)));
        assertThat(frontier.size()).isEqualTo(head.size());
        assertThat(frontier.root()).isEqualTo(head.frontier().root());
    }

    /** Kills it after so many acknowledgements, and reads what else it has acknowledged until then. */
    private static List<String> runAndKill(int after) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AppendingProcess.class.getName(),
                        TestDatabase.url(),
                        LedgerFixture.keyFolder().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> ids = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("ack ") && line.length() == 40) {
                    ids.add(line.substring(4));
                }
                if (ids.size() == after) {
                    process.toHandle()
                            .destroyForcibly(); // Unlike the process itself, this leaves what it has written readable.
                }
            }
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ids).hasSizeGreaterThanOrEqualTo(after);
        return ids;
    }
}
