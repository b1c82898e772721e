package org.firewarden.cds.hook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that the user may have the EHR do (CDS Hooks 2.0.1, Suggestion). The EHR does it, and only after the user chose it.
 *
 * @param label what the user reads
 * @param uuid the name under which its acceptance comes back
 * @param isRecommended whether the service prefers it among several
 * @param actions all of them are done, or none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Suggestion(
        String label,
        UUID uuid,
        @JsonProperty("isRecommended") boolean isRecommended,
        List<Action> actions) {

    /** Copies the actions. */
    public Suggestion {
        actions = List.copyOf(actions);
    }

    /**
     * One change (CDS Hooks 2.0.1, Action).
     *
     * @param type what is done
     * @param description what the user reads
     * @param resource the whole resource to create or update; null for a deletion
     * @param resourceId the reference of the resource to delete; null otherwise
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Action(
            Type type,
            String description,
            @Nullable ObjectNode resource,
            @Nullable String resourceId) {

        /** Refuses an action that is not of its type's shape. */
        public Action {
            boolean isDeletion = type == Type.DELETE;
            if (description.isBlank() || isDeletion != (resource == null) || isDeletion != (resourceId != null)) {
                throw new IllegalArgumentException("a deletion names a resource, each other action holds one");
            }
        }

        /** A new resource. */
        public static Action create(String description, ObjectNode resource) {
            return new Action(Type.CREATE, description, resource, null);
        }

        /** The resource as it is to become. */
        public static Action update(String description, ObjectNode resource) {
            return new Action(Type.UPDATE, description, resource, null);
        }

        /** Takes a resource away. */
        public static Action delete(String description, String reference) {
            return new Action(Type.DELETE, description, null, reference);
        }
    }

    /** What an action does. */
    public enum Type {
        CREATE,
        UPDATE,
        DELETE;

        /** The code on the wire. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
