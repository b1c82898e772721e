package org.firewarden.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.crypto.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who can write the table of jobs could try with a sealed authority. */
class JobAuthoritiesAttackTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final byte[] PARAMETERS = "{\"group\":\"Group/1\"}".getBytes(StandardCharsets.UTF_8);
    private static final UUID JOB = UUID.fromString("6d0b0c33-2b0e-4c8e-9c10-111111111111");
    private static final Caller RITA = new Caller(
            "rita",
            "demo-app",
            Set.of(Role.RESEARCHER, Role.AUDITOR),
            SmartScopes.parse("user/*.rs patient/Observation.rs?category=laboratory"),
            PurposeOfUse.HRESCH,
            "Practitioner/rita",
            "p1",
            "urn:firewarden:acr:step-up",
            "token-1",
            "hospital-a");

    @TempDir
    Path folder;

    private KeyRing keys;
    private JobAuthorities authorities;
    private byte[] sealed;

    @BeforeEach
    void seal() {
        keys = KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), at(NOW));
        authorities = new JobAuthorities(keys, at(NOW));
        sealed = authorities.seal(authority("deidentify", NOW.plus(Duration.ofHours(1))));
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private static JobAuthority authority(String kind, Instant expires) {
        return new JobAuthority(JOB, kind, Sha256.hex(PARAMETERS), RITA, NOW, expires);
    }

    @Test
    void whatWasSealedOpensAsItWas() {
        assertThat(authorities.open(JOB, "deidentify", PARAMETERS, sealed))
                .contains(authority("deidentify", NOW.plus(Duration.ofHours(1))));
    }

    @Test
    void noBitOfItCanBeChanged() {
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThat(authorities.open(JOB, "deidentify", PARAMETERS, altered))
                    .as("byte " + i)
                    .isEmpty();
        }
        assertThat(authorities.open(JOB, "deidentify", PARAMETERS, Arrays.copyOf(sealed, 40)))
                .isEmpty();
        assertThat(authorities.open(JOB, "deidentify", PARAMETERS, new byte[0])).isEmpty();
    }

    @Test
    void itIsOfNoOtherJob() {
        assertThat(authorities.open(UUID.randomUUID(), "deidentify", PARAMETERS, sealed))
                .isEmpty();
    }

    @Test
    void itIsOfNoOtherKindOfJob() {
        assertThat(authorities.open(JOB, "train", PARAMETERS, sealed)).isEmpty();
    }

    @Test
    void theParametersCannotBeExchangedUnderIt() {
        byte[] others = "{\"group\":\"Group/2\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(authorities.open(JOB, "deidentify", others, sealed)).isEmpty();
    }

    @Test
    void itEnds() {
        JobAuthorities later = new JobAuthorities(keys, at(NOW.plus(Duration.ofHours(1))));
        assertThat(later.open(JOB, "deidentify", PARAMETERS, sealed)).isEmpty();
    }

    @Test
    void somethingElseThatTheServerSealedIsNoAuthority() {
        byte[] other = keys.seal(KeyPurpose.JOB, "job-parameters/" + JOB, PARAMETERS);
        assertThat(authorities.open(JOB, "deidentify", PARAMETERS, other)).isEmpty();
        byte[] garbage = keys.seal(KeyPurpose.JOB, "job-authority/deidentify/" + JOB, PARAMETERS);
        assertThat(authorities.open(JOB, "deidentify", PARAMETERS, garbage)).isEmpty();
    }

    @Test
    void itsTextFormOnTheDiskTellsNothing() {
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("rita", "Practitioner", "p1\"");
    }
}
