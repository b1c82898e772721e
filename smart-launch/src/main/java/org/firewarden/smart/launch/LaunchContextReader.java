package org.firewarden.smart.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a launch context that an EHR sends, member by member, and finds every problem (SMART App Launch 2.2, Launch context
 * arrives with your access token, and fhirContext). The problems name members and repeat no value.
 */
final class LaunchContextReader {

    private static final int MAXIMUM_ITEMS = 100;
    private static final int MAXIMUM_TEXT = 1000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern REFERENCE =
            Pattern.compile("([A-Z][A-Za-z]{1,63})/[A-Za-z0-9.-]{1,64}(?:/_history/[A-Za-z0-9.-]{1,64})?");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final Set<String> ITEM_MEMBERS = Set.of("reference", "canonical", "identifier", "type", "role");
    private static final Set<String> AT_TOP_LEVEL = Set.of("Patient", "Encounter");

    private final JsonNode sent;
    private final List<String> problems = new ArrayList<>();
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    LaunchContextReader(JsonNode sent) {
        this.sent = sent;
    }

    LaunchContext read() {
        text(LaunchContext.PATIENT, ID);
        text(LaunchContext.ENCOUNTER, ID);
        text(LaunchContext.INTENT, null);
        text(LaunchContext.TENANT, null);
        text(LaunchContext.STYLE_URL, null);
        if (json.has(LaunchContext.STYLE_URL)
                && !isWeb(json.get(LaunchContext.STYLE_URL).asText())) {
            problems.add("smart_style_url must be an absolute http or https address");
        }
        if (json.has(LaunchContext.ENCOUNTER) && !json.has(LaunchContext.PATIENT)) {
            problems.add("encounter needs patient");
        }
        JsonNode banner = sent.get(LaunchContext.NEED_PATIENT_BANNER);
        if (banner != null && !banner.isBoolean()) {
            problems.add("need_patient_banner must be true or false");
        } else if (banner != null) {
            json.set(LaunchContext.NEED_PATIENT_BANNER, banner);
        }
        JsonNode items = sent.get(LaunchContext.FHIR_CONTEXT);
        if (items != null) {
            readItems(items);
        }
        return new LaunchContext(json);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    private void text(String name, @Nullable Pattern form) {
        JsonNode value = sent.get(name);
        if (value == null) {
            return;
        }
        if (!isText(value) || (form != null && !form.matcher(value.asText()).matches())) {
            problems.add(name + " is malformed");
        } else {
            json.set(name, value);
        }
    }

    private void readItems(JsonNode items) {
        if (!items.isArray() || items.size() > MAXIMUM_ITEMS) {
            problems.add("fhirContext must be an array of at most " + MAXIMUM_ITEMS + " objects");
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            String problem = problemOf(items.get(i));
            if (problem != null) {
                problems.add("fhirContext[" + i + "] " + problem);
            }
        }
        json.set(LaunchContext.FHIR_CONTEXT, items.deepCopy());
    }

    private static @Nullable String problemOf(JsonNode item) {
        if (!item.isObject()) {
            return "must be an object";
        }
        for (var names = item.fieldNames(); names.hasNext(); ) {
            if (!ITEM_MEMBERS.contains(names.next())) {
                return "has a member that is not known";
            }
        }
        JsonNode reference = item.get("reference");
        JsonNode canonical = item.get("canonical");
        JsonNode identifier = item.get("identifier");
        JsonNode type = item.get("type");
        JsonNode role = item.get("role");
        if (reference == null && canonical == null && identifier == null) {
            return "needs reference, canonical or identifier";
        }
        Matcher relative = REFERENCE.matcher(reference != null && isText(reference) ? reference.asText() : "");
        if (reference != null && !relative.matches()) {
            return "has a reference that is not relative";
        }
        if (canonical != null && !(isText(canonical) && isAbsolute(canonical.asText()))) {
            return "has a canonical that is not absolute";
        }
        if (identifier != null && !(identifier.isObject() && identifier.hasNonNull("value"))) {
            return "has an identifier without value";
        }
        if (type != null && !(isText(type) && TYPE.matcher(type.asText()).matches())) {
            return "has a type that is no resource type";
        }
        if (role != null && !(isText(role) && (role.asText().equals("launch") || isAbsolute(role.asText())))) {
            return "has a role that is neither launch nor an absolute URI";
        }
        String about = reference != null ? relative.group(1) : type == null ? "" : type.asText();
        boolean isLaunch = role == null || role.asText().equals("launch");
        return AT_TOP_LEVEL.contains(about) && isLaunch
                ? "is about a Patient or Encounter and needs a role of its own"
                : null;
    }

    private static boolean isText(JsonNode value) {
        return value.isTextual()
                && !value.asText().isEmpty()
                && value.asText().length() <= MAXIMUM_TEXT
                && value.asText().chars().noneMatch(Character::isISOControl);
    }

    private static boolean isWeb(String address) {
        return isAbsolute(address) && (address.startsWith("https://") || address.startsWith("http://"));
    }

    private static boolean isAbsolute(String address) {
        try {
            return new URI(address.split("\\|", 2)[0]).isAbsolute();
        } catch (URISyntaxException e) {
            // Not an address at all.
            return false;
        }
    }
}
