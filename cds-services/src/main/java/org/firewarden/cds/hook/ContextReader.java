package org.firewarden.cds.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the context of a hook request as the definition of its hook demands (CDS Hooks library 1.0.1, each hook's Context). */
final class ContextReader {

    private static final String FHIR_ID_FORM = "[A-Za-z0-9\\-.]{1,64}";
    private static final Pattern FHIR_ID = Pattern.compile(FHIR_ID_FORM);
    private static final Pattern SELECTION = Pattern.compile("[A-Za-z]{1,64}/" + FHIR_ID_FORM);
    private static final int MAXIMUM_DRAFTS = 200;

    private final JsonNode context;
    private final Hook hook;
    private final RequestFields fields;

    ContextReader(JsonNode context, Hook hook, RequestFields fields) {
        this.context = context;
        this.hook = hook;
        this.fields = fields;
    }

    /** The user; one who could not be matched with the actor of a Consent would slip past it. */
    @Nullable
    String userId() {
        Hook.Users users = hook.users();
        Pattern form = Pattern.compile("(?:" + String.join("|", users.types()) + ")/" + FHIR_ID_FORM);
        String demand = "is a reference such as Practitioner/123, to one of " + String.join(", ", users.types());
        return users.isRequired()
                ? fields.matching(context, "userId", "context.userId", form, "is required and " + demand)
                : fields.optional(context, "userId", "context.userId", form, demand);
    }

    @Nullable
    String patientId() {
        return fields.matching(context, "patientId", "context.patientId", FHIR_ID, "is required and is a FHIR id");
    }

    @Nullable
    String encounterId() {
        return hook.requiresEncounter()
                ? fields.matching(
                        context, "encounterId", "context.encounterId", FHIR_ID, "is required and is a FHIR id")
                : fields.optional(context, "encounterId", "context.encounterId", FHIR_ID, "is a FHIR id");
    }

    /** The drafts of the context, in their order. */
    List<ObjectNode> drafts() {
        Hook.Drafts wanted = hook.drafts();
        List<ObjectNode> drafts = new ArrayList<>();
        if (wanted == null) {
            return drafts;
        }
        String path = "context." + wanted.field();
        JsonNode bundle = context.path(wanted.field());
        JsonNode entries = bundle.path("entry");
        if (!"Bundle".equals(RequestFields.text(bundle, "resourceType")) || !entries.isArray() || entries.isEmpty()) {
            fields.demand(path, "is required and is a Bundle with at least one entry");
            return drafts;
        }
        if (entries.size() > MAXIMUM_DRAFTS) {
            fields.demand(path, "has at most " + MAXIMUM_DRAFTS + " entries");
            return drafts;
        }
        for (int i = 0; i < entries.size(); i++) {
            addDraft(drafts, entries.get(i).path("resource"), wanted, path + ".entry[" + i + "].resource");
        }
        if (drafts.stream().noneMatch(draft -> wanted.types().contains(type(draft)))) {
            fields.demand(path, "holds at least one " + String.join(" or ", new TreeSet<>(wanted.types())));
        }
        return drafts;
    }

    private void addDraft(List<ObjectNode> drafts, JsonNode resource, Hook.Drafts wanted, String path) {
        if (!(resource instanceof ObjectNode draft) || type(draft).isEmpty()) {
            fields.demand(path, "is a FHIR resource");
            return;
        }
        String status = wanted.status();
        if (status != null
                && wanted.types().contains(type(draft))
                && !status.equals(RequestFields.text(draft, "status"))) {
            fields.demand(path + ".status", "is " + status);
        }
        drafts.add(draft);
    }

    /** The drafts that were newly selected; each must be among the drafts. Only {@code order-select} has them. */
    Set<String> selections(List<ObjectNode> drafts) {
        Set<String> selections = new LinkedHashSet<>();
        if (hook != Hook.ORDER_SELECT || RequestFields.isAbsent(context, "selections")) {
            return selections;
        }
        JsonNode sent = context.path("selections");
        if (!sent.isArray()) {
            fields.demand("context.selections", "is an array");
            return selections;
        }
        Set<String> known = new HashSet<>();
        drafts.forEach(draft -> known.add(type(draft) + "/" + draft.path("id").asText("")));
        for (int i = 0; i < sent.size() && i < MAXIMUM_DRAFTS; i++) {
            String selection = sent.get(i).textValue();
            if (selection == null || !SELECTION.matcher(selection).matches() || !known.contains(selection)) {
                fields.demand("context.selections[" + i + "]", "is a reference to one of context.draftOrders");
            } else {
                selections.add(selection);
            }
        }
        return selections;
    }

    private static String type(ObjectNode resource) {
        return resource.path("resourceType").asText("");
    }
}
