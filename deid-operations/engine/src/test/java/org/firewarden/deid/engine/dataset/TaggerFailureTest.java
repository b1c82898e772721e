package org.firewarden.deid.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.deid.engine.age.Timelines;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.risk.RiskSurvey;
import org.firewarden.deid.engine.stream.Links;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.stream.ResourceRewriter;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.tagger.BrokenTagger;
import org.firewarden.deid.engine.tagger.NameTagger;
import org.firewarden.deid.engine.text.TextScrubber;
import org.firewarden.deid.engine.vault.TokenVault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resource whose text the tagger fails on goes to quarantine as it is; the others come out. */
final class TaggerFailureTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void whatTheTaggerFailsOnIsHeld() throws IOException {
        assertThat(held(BrokenTagger.make())).isEqualTo(1);
        assertThat(held(NameTagger.shipped())).isZero();
    }

    private int held(NameTagger tagger) {
        SecureRandom random = new SecureRandom();
        KeyRing keys = KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC());
        R4Structure structure = R4Structure.load();
        Policy policy = Policy.shipped("safe-harbor", structure).orElseThrow();
        List<Chunk.Item> items = List.of(
                item(1, "{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"family\":\"Featherstone\"}]}"),
                item(
                        2,
                        "{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/p\"},"
                                + "\"note\":[{\"text\":\"Neighbor Hope called.\"}]}"));
        Chunk chunk = new Chunk(1, Links.NONE, items);
        try (TokenVault vault = TokenVault.open(folder, keys, random)) {
            Parts shipped = Parts.of(structure, policy, vault);
            Parts parts = new Parts(
                    structure,
                    policy,
                    vault,
                    shipped.zipAreas(),
                    shipped.territories(),
                    shipped.units(),
                    shipped.terms(),
                    shipped.tokens(),
                    shipped.shift(),
                    new TextScrubber(shipped.vocabulary(), shipped.territories(), shipped.zipAreas(), false, tagger),
                    shipped.vocabulary());
            Timelines timelines = new Timelines(policy.undatedAsOf());
            ResourceRewriter rewriter = new ResourceRewriter(parts, timelines);
            Survey survey = new Survey(
                    (item, links) ->
                            rewriter.survey(item.buffer(), item.offset(), item.length(), links, item.fullUrl()),
                    timelines);
            survey.of(chunk);
            Release release = new Release(parts, rewriter.charts(), new RiskSurvey(policy.riskRules()).generalise());
            ChunkResult result = ChunkResult.of(chunk, rewriter, survey, release);
            assertThat(result.held()).allMatch(one -> one.place() == 2 && one.reason() == Reason.ENGINE_FAILURE);
            return result.held().size();
        }
    }

    private static Chunk.Item item(long place, String resource) {
        byte[] bytes = resource.getBytes(StandardCharsets.UTF_8);
        return new Chunk.Item(place, bytes, 0, bytes.length, null);
    }
}
