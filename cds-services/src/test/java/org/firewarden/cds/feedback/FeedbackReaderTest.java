package org.firewarden.cds.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CDS Hooks 2.0.1, Feedback. */
class FeedbackReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void acceptedAndOverriddenCardsAreRead() {
        List<FeedbackEntry> entries = read("""
                {"feedback": [
                  {"card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "accepted",
                   "acceptedSuggestions": [{"id": "e56e1945-20b3-4393-8503-a1a20fd73152"}],
                   "outcomeTimestamp": "2026-11-21T11:39:05Z"},
                  {"card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "overridden", "unknown": {},
                   "overrideReason": {"reason": {"code": "data-wrong", "system": "https://s", "display": "Wrong"},
                                      "userComment": "He stopped smoking"},
                   "outcomeTimestamp": "2026-11-21T12:39:05.123+01:00"}]}
                """).fold(value -> value, refusal -> {
            throw new AssertionError(refusal);
        });
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).acceptedSuggestions())
                .containsExactly(UUID.fromString("e56e1945-20b3-4393-8503-a1a20fd73152"));
        assertThat(entries.get(1).outcomeTimestamp()).isEqualTo(Instant.parse("2026-11-21T11:39:05.123Z"));
        assertThat(entries.get(1).toString()).doesNotContain("smoking", "Wrong").contains("data-wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"feedback\": []}", "{\"feedback\": {}}", "{\"card\": \"x\"}"})
    void aBodyWithoutEntriesIsRefused(String body) {
        assertThat(problems(body)).hasSize(1);
    }

    @Test
    void allProblemsOfAllEntriesAreNamed() {
        List<Problem> problems = problems("""
                {"feedback": [
                  {"card": "no uuid", "outcome": "ignored", "outcomeTimestamp": "yesterday"},
                  {"card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "accepted",
                   "acceptedSuggestions": [{}], "outcomeTimestamp": "2026-11-21T11:39:05Z"},
                  {"card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "overridden",
                   "overrideReason": {"reason": {"system": "s"}, "userComment": "a\\u0000b"},
                   "outcomeTimestamp": "2036-11-21T11:39:05Z"}]}
                """);
        assertThat(problems)
                .extracting(problem -> problem.text().split(" ", 4)[2])
                .containsExactly(
                        "feedback[0].card",
                        "feedback[0].outcome",
                        "feedback[0].outcomeTimestamp",
                        "feedback[1].acceptedSuggestions.id",
                        "feedback[2].outcomeTimestamp",
                        "feedback[2].overrideReason.reason.code",
                        "feedback[2].overrideReason.userComment");
        assertThat(problems.toString()).doesNotContain("no uuid", "yesterday");
    }

    private static List<Problem> problems(String body) {
        return read(body).fold(value -> List.of(), refusal -> refusal.problems());
    }

    private static Checked<List<FeedbackEntry>> read(String body) {
        try {
            return FeedbackReader.read((ObjectNode) new ObjectMapper().readTree(body), NOW);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
