package org.firewarden.gate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changed files take effect as a whole, and only good ones that the audit trail holds. */
class PoliciesInForceTest {

    private static final PolicyFiles READER = new PolicyFiles(FhirContext.forR4Cached());
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final String POLICY = """
            policy: %s
            reason: A test.
            roles: [billing]
            purposes: [HPAYMT]
            types:
              - of: [Patient]
                interactions: [read]
            """;

    @TempDir
    Path directory;

    private final List<AuditEntry> trail = new ArrayList<>();
    private boolean isTrailBroken;

    @BeforeEach
    void onePolicy() throws IOException {
        write("a.yaml", POLICY.formatted("first"));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private PoliciesInForce start() {
        return new PoliciesInForce(
                READER,
                new PolicyDirectory(directory),
                entry -> {
                    if (isTrailBroken) {
                        throw new AuditUnavailableException(new IOException("broken"));
                    }
                    trail.add(entry);
                },
                CLOCK);
    }

    private static List<String> ids(PoliciesInForce policies) {
        return policies.get().rules().stream().map(rule -> rule.id()).toList();
    }

    @Test
    void aChangeTakesEffectWithAnEventThatNamesBothHashes() throws IOException {
        PoliciesInForce policies = start();
        String before = policies.get().hash();
        write("b.yaml", POLICY.formatted("second"));
        assertThat(ids(policies)).containsExactly("first");

        policies.refresh();
        policies.refresh();

        assertThat(ids(policies)).containsExactly("first", "second");
        assertThat(trail).hasSize(1);
        assertThat(trail.get(0).interaction()).isEqualTo("policy-change");
        assertThat(trail.get(0).details())
                .containsEntry("policy-hash", policies.get().hash())
                .containsEntry("policy-hash-before", before);
    }

    @Test
    void oneBadFileKeepsAllThatIsInForce() throws IOException {
        PoliciesInForce policies = start();
        write("b.yaml", POLICY.formatted("second"));
        write("c.yaml", POLICY.formatted("third").replace("[Patient]", "[Patiant]"));

        policies.refresh();

        assertThat(ids(policies)).containsExactly("first");
        assertThat(policies.problems()).extracting(PolicyProblem::file).containsExactly("c.yaml");
        assertThat(trail).isEmpty();

        write("c.yaml", POLICY.formatted("third"));
        policies.refresh();

        assertThat(ids(policies)).containsExactly("first", "second", "third");
        assertThat(policies.problems()).isEmpty();
    }

    @Test
    void goingBackToWhatIsInForceIsNoChange() throws IOException {
        PoliciesInForce policies = start();
        write("a.yaml", "broken");
        policies.refresh();
        assertThat(policies.problems()).isNotEmpty();

        write("a.yaml", POLICY.formatted("first"));
        policies.refresh();

        assertThat(policies.problems()).isEmpty();
        assertThat(trail).isEmpty();
    }

    @Test
    void aDirectoryThatGoesAwayChangesNothing() throws IOException {
        PoliciesInForce policies = start();
        Files.delete(directory.resolve("a.yaml"));
        Files.delete(directory);

        policies.refresh();

        assertThat(ids(policies)).containsExactly("first");
        assertThat(policies.problems()).hasSize(1);
    }

    @Test
    void whatTheAuditTrailDoesNotHoldIsNotInForce() throws IOException {
        PoliciesInForce policies = start();
        write("b.yaml", POLICY.formatted("second"));
        isTrailBroken = true;
        policies.refresh();
        assertThat(ids(policies)).containsExactly("first");

        isTrailBroken = false;
        policies.refresh();
        assertThat(ids(policies)).containsExactly("first", "second");
    }

    @Test
    void aBrokenFileRefusesTheStart() throws IOException {
        write("a.yaml", POLICY.formatted("first").replace("[billing]", "[biller]"));

        assertThatThrownBy(this::start).isInstanceOf(PolicyFilesException.class).hasMessageStartingWith("a.yaml:3: ");
    }
}
