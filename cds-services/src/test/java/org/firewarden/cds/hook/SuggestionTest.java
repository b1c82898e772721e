package org.firewarden.cds.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.firewarden.cds.HookRequirement;
import org.firewarden.cds.hook.Suggestion.Action;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CDS Hooks 2.0.1, Suggestion and Action. */
class SuggestionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode resource = JSON.createObjectNode().put("resourceType", "MedicationRequest");

    @Test
    @HookRequirement(132)
    void anUpdateHoldsTheWholeResourceAndADeletionItsReferenceOnly() {
        JsonNode update = JSON.valueToTree(Action.update("Lower the dose", resource));
        assertThat(update.path("type").asText()).isEqualTo("update");
        assertThat(update.path("resource")).isEqualTo(resource);
        assertThat(update.has("resourceId")).isFalse();
        JsonNode deletion = JSON.valueToTree(Action.delete("Remove it", "MedicationRequest/1"));
        assertThat(deletion.path("resourceId").asText()).isEqualTo("MedicationRequest/1");
        assertThat(deletion.has("resource")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Action(Suggestion.Type.DELETE, "Remove it", resource, "MedicationRequest/1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Action(Suggestion.Type.CREATE, "Make it", null, null));
    }

    @Test
    void suggestionsAndASelectionBehaviourGoTogether() {
        Suggestion one = new Suggestion("One", UUID.randomUUID(), true, List.of());
        Suggestion other = new Suggestion("Other", UUID.randomUUID(), true, List.of());
        assertThat(card(List.of(one, other), SelectionBehavior.ANY).suggestions())
                .hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> card(List.of(one), null));
        assertThatIllegalArgumentException().isThrownBy(() -> card(List.of(), SelectionBehavior.ANY));
        assertThatIllegalArgumentException().isThrownBy(() -> card(List.of(one, other), SelectionBehavior.AT_MOST_ONE));
    }

    private static Card card(List<Suggestion> suggestions, @Nullable SelectionBehavior behavior) {
        return new Card(
                UUID.randomUUID(),
                "Summary",
                "Detail",
                Indicator.INFO,
                new Card.Source("Source", URI.create("https://cds.example"), null),
                suggestions,
                behavior,
                List.of(),
                List.of(),
                null);
    }
}
