package org.firewarden.deid.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.deid.engine.age.Timelines;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.risk.RiskSurvey;
import org.firewarden.deid.engine.stream.Links;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.stream.ResourceRewriter;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.vault.TokenVault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SurveyTest {

    private final Timelines timelines = new Timelines(2026);

    @TempDir
    Path folder = Path.of("");

    private static Chunk chunk(String... resources) {
        List<Chunk.Item> items = new ArrayList<>();
        for (String resource : resources) {
            byte[] bytes = resource.getBytes(StandardCharsets.UTF_8);
            items.add(new Chunk.Item(items.size() + 1L, bytes, 0, bytes.length, null));
        }
        return new Chunk(1, Links.NONE, items);
    }

    private static void failAtTheSecond(Chunk.Item item, Links links) {
        if (item.place() == 2) {
            throw new IllegalStateException("Zebedee");
        }
    }

    @Test
    void afterAFailureEachPatientIsTakenToLiveOnUnlessDead() {
        timelines.patient("Patient/1", 1930, 0, 0);
        timelines.event("Patient/1", 2015);
        timelines.patient("Patient/2", 1930, 2000, 0);
        Survey survey = new Survey(SurveyTest::failAtTheSecond, timelines);
        survey.of(chunk("{}"));
        assertThat(timelines.of("Patient/1").isOver89()).isFalse();
        survey.of(chunk("{}", "{}"));
        assertThat(timelines.of("Patient/1").isOver89()).isTrue();
        assertThat(timelines.apart().of("Patient/3").lastYear()).isEqualTo(2026);
        assertThat(timelines.of("Patient/2").isOver89()).isFalse();
    }

    @Test
    void whatTheSurveyFailedOnIsHeldThoughItCouldBeRewritten() {
        SecureRandom random = new SecureRandom();
        KeyRing keys = KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC());
        R4Structure structure = R4Structure.load();
        Policy policy = Policy.shipped("safe-harbor", structure).orElseThrow();
        String patient = "{\"resourceType\":\"Patient\",\"gender\":\"female\"}";
        Chunk chunk = chunk(patient, patient);
        Survey survey = new Survey(SurveyTest::failAtTheSecond, timelines);
        survey.of(chunk);
        try (TokenVault vault = TokenVault.open(folder, keys, random)) {
            Parts parts = Parts.of(structure, policy, vault);
            ResourceRewriter rewriter = new ResourceRewriter(parts, timelines);
            Release release = new Release(parts, rewriter.charts(), new RiskSurvey(policy.riskRules()).generalise());
            ChunkResult result = ChunkResult.of(chunk, rewriter, survey, release);
            assertThat(result.in()).isEqualTo(2);
            assertThat(result.lines().values())
                    .singleElement()
                    .satisfies(lines -> assertThat(lines.count()).isEqualTo(1));
            assertThat(result.held()).singleElement().satisfies(held -> {
                assertThat(held.place()).isEqualTo(2);
                assertThat(held.reason()).isEqualTo(Reason.ENGINE_FAILURE);
                assertThat(held.content()).isEqualTo(patient.getBytes(StandardCharsets.UTF_8));
            });
        }
    }

    @Test
    void aFailureOfTheKeysEndsTheRun() {
        KeyRing keys = KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), Clock.systemUTC());
        Survey survey = new Survey((item, links) -> keys.open(KeyPurpose.VAULT, "a vault", item.buffer()), timelines);
        assertThatThrownBy(() -> survey.of(chunk("{}"))).isInstanceOf(KeyRingException.class);
    }

    @Test
    void theReasonIsToldFromTheKindOfFailure() {
        assertThat(Reason.of(new IOException("Zebedee"))).isEqualTo(Reason.NOT_A_RESOURCE);
        assertThat(Reason.of(new IllegalStateException("Zebedee"))).isEqualTo(Reason.ENGINE_FAILURE);
    }
}
