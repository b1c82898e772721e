package org.firewarden.gate.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.ElementRules;
import org.firewarden.access.Interaction;
import org.firewarden.access.ScopeQuery;
import org.firewarden.gate.decision.PolicyRule;
import org.firewarden.gate.decision.ResourceTypes;
import org.firewarden.gate.decision.TypeRule;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the {@code types} of one policy. In a policy that hides elements of one type no type about patients is shown with its
 * narrative, since that could tell what is hidden elsewhere; so such a policy names each type that it opens.
 */
final class TypeRules {

    private static final String AUDIT_EVENT = "AuditEvent";
    private static final List<String> LISTS = List.of("elements", "masked", "absent");
    private static final Set<String> NEVER_HIDDEN = Set.of("id", "meta", "implicitRules", "language");

    private final String file;
    private final YamlDocument document;
    private final R4Elements elements;
    private final List<PolicyProblem> problems;
    private final Map<String, TypeRule> rules = new LinkedHashMap<>();

    TypeRules(String file, YamlDocument document, R4Elements elements, List<PolicyProblem> problems) {
        this.file = file;
        this.document = document;
        this.elements = elements;
        this.problems = problems;
    }

    Map<String, TypeRule> compile() {
        JsonNode entries = document.tree().path("types");
        boolean isHiding = false;
        for (JsonNode entry : entries) {
            isHiding |= LISTS.stream().anyMatch(entry::has);
        }
        for (int i = 0; i < entries.size(); i++) {
            String at = "/types/" + i;
            JsonNode of = entries.get(i).path("of");
            for (int t = 0; t < of.size(); t++) {
                String type = of.get(t).asText();
                TypeRule rule = rule(type, at + "/of/" + t, at, entries.get(i), isHiding);
                if (rule != null && rules.putIfAbsent(type, rule) != null) {
                    problem(at + "/of/" + t, "the type '" + type + "' is named twice");
                }
            }
        }
        return rules;
    }

    private @Nullable TypeRule rule(String type, String typeAt, String at, JsonNode entry, boolean isHiding) {
        boolean isEachOther = type.equals(PolicyRule.EACH_OTHER_TYPE);
        if (!isEachOther && !elements.isType(type)) {
            problem(typeAt, "'" + type + "' is not a resource type of R4");
            return null;
        }
        if (isEachOther && isHiding) {
            problem(typeAt, "a policy that hides elements names each type; '*' would show the rest in full");
            return null;
        }
        Set<Interaction> interactions = EnumSet.noneOf(Interaction.class);
        for (JsonNode interaction : entry.path("interactions")) {
            interactions.add(Interaction.valueOf(interaction.asText().toUpperCase(Locale.ROOT)));
        }
        if (type.equals(AUDIT_EVENT) && interactions.stream().anyMatch(Interaction::isWrite)) {
            problem(at + "/interactions", "nobody writes AuditEvent");
        }
        if (!isHiding || !isAboutPatients(type)) {
            if (LISTS.stream().anyMatch(entry::has)) {
                problem(typeAt, "the elements of '" + type + "' are hidden from nobody: it holds no patient data");
            }
            return new TypeRule(interactions, ElementRules.all(), only(at, entry), isAboutUse(entry));
        }
        Set<String> masked = paths(type, at, entry, "masked");
        Set<String> absent = paths(type, at, entry, "absent");
        Set<String> visible = null;
        if (entry.has("elements")) {
            visible = paths(type, at, entry, "elements");
            visible.addAll(masked);
        }
        return new TypeRule(
                interactions, new ElementRules.Hiding(visible, masked, absent), only(at, entry), isAboutUse(entry));
    }

    private ScopeQuery only(String at, JsonNode entry) {
        if (!entry.has("only")) {
            return ScopeQuery.NONE;
        }
        return ScopeQuery.parse(entry.path("only").asText()).orElseGet(() -> {
            problem(at + "/only", "'only' takes token parameters as in a SMART scope: parameter=system|code&...");
            return ScopeQuery.NONE;
        });
    }

    private static boolean isAboutUse(JsonNode entry) {
        return entry.path("about-use").asBoolean(false);
    }

    private static boolean isAboutPatients(String type) {
        return type.equals(PolicyRule.EACH_OTHER_TYPE) || ResourceTypes.isAboutPatients(type);
    }

    private Set<String> paths(String type, String at, JsonNode entry, String list) {
        Set<String> paths = new LinkedHashSet<>();
        for (int i = 0; i < entry.path(list).size(); i++) {
            String path = entry.path(list).get(i).asText();
            String pathAt = at + "/" + list + "/" + i;
            String first = path.split("\\.", 2)[0];
            if (!elements.isElement(type, path)) {
                problem(pathAt, "'" + type + "' has no element '" + path + "' in R4");
            } else if (!list.equals("elements") && NEVER_HIDDEN.contains(first)) {
                problem(pathAt, "'" + first + "' cannot be hidden");
            }
            paths.add(type + "." + path);
        }
        return paths;
    }

    private void problem(String pointer, String reason) {
        problems.add(new PolicyProblem(file, document.line(pointer), reason));
    }
}
