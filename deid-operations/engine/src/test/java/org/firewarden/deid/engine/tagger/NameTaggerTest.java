package org.firewarden.deid.engine.tagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.crypto.Sha256;
import org.firewarden.deid.engine.text.TaggerNotes;
import org.firewarden.deid.engine.text.TaggerNotes.Part;
import org.junit.jupiter.api.Test;

/** The shipped tagger is the one of its card, answers each thread alike, and fails aloud. */
final class NameTaggerTest {

    private static NameTagger fresh() {
        return NameTagger.of(
                NameTagger.resource("tagger-card.json"),
                NameTagger.resource("tagger-head.bin"),
                NameTagger.encoderBytes(),
                NameTagger.tokenizerBytes());
    }

    @Test
    void threadsAndOrderDoNotChangeAnAnswer() throws Exception {
        List<Passage> passages = new TaggerNotes(Part.VALIDATION, 7)
                .examples(60).stream().map(TaggerNotes.Example::passage).toList();
        NameTagger alone = fresh();
        NameTagger shared = fresh();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<boolean[]>> answers = new ArrayList<>();
            for (int i = passages.size() - 1; i >= 0; i--) {
                Passage passage = passages.get(i);
                answers.add(executor.submit(() -> shared.names(passage)));
            }
            for (int i = 0; i < passages.size(); i++) {
                assertThat(answers.get(passages.size() - 1 - i).get()).isEqualTo(alone.names(passages.get(i)));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void whatIsNotOfTheCardIsNotLoaded() {
        byte[] card = NameTagger.resource("tagger-card.json");
        byte[] head = NameTagger.resource("tagger-head.bin");
        byte[] encoder = NameTagger.encoderBytes();
        byte[] tokenizer = NameTagger.tokenizerBytes();
        byte[] altered = head.clone();
        altered[altered.length - 1] ^= 1;
        assertThatThrownBy(() -> NameTagger.of(card, altered, encoder, tokenizer))
                .isInstanceOf(TaggerException.class)
                .hasMessageContaining("headSha256");
        assertThatThrownBy(() -> NameTagger.of(card, head, tokenizer, tokenizer))
                .isInstanceOf(TaggerException.class)
                .hasMessageContaining("encoderSha256");
        assertThatThrownBy(() -> NameTagger.of(card, head, encoder, head))
                .isInstanceOf(TaggerException.class)
                .hasMessageContaining("tokenizerSha256");
        assertThatThrownBy(() -> NameTagger.of(new byte[] {'{'}, head, encoder, tokenizer))
                .isInstanceOf(TaggerException.class);
        assertThatThrownBy(() -> NameTagger.resource("absent")).isInstanceOf(TaggerException.class);
    }

    @Test
    void bytesThatAreNoModelAreNotLoaded() {
        byte[] none = "no model".getBytes(StandardCharsets.UTF_8);
        String card = "{\"version\":\"1\",\"threshold\":0.5,\"headSha256\":\"" + Sha256.hex(none)
                + "\",\"encoderSha256\":\"" + Sha256.hex(none) + "\",\"tokenizerSha256\":\""
                + Sha256.hex(NameTagger.tokenizerBytes()) + "\"}";
        assertThatThrownBy(() ->
                        NameTagger.of(card.getBytes(StandardCharsets.UTF_8), none, none, NameTagger.tokenizerBytes()))
                .isInstanceOf(TaggerException.class)
                .hasMessageContaining("cannot be loaded");
    }

    @Test
    void theIdentityIsThatOfTheCard() {
        assertThat(NameTagger.shippedIdentity()).isEqualTo(NameTagger.shipped().identity());
    }
}
