package org.firewarden.deid.engine.policy;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.deid.engine.structure.Property;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.structure.TypeDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Compiles rules to an allow-list. For each element the rule of its longest path wins, then the rule of its type; where there
 * is neither, the element is dropped. A rule that names no R4 element, or that cannot be applied to its type, is a problem.
 */
final class AllowListCompiler {

    private static final Set<String> NUMBERS = Set.of("integer", "positiveInt", "unsignedInt", "decimal");
    private static final Set<String> QUANTITIES =
            Set.of("Quantity", "SimpleQuantity", "Age", "Duration", "Count", "Distance");
    private static final Set<String> DATES = Set.of("date", "dateTime");
    private static final Set<String> MOMENTS = Set.of("date", "dateTime", "instant");
    private static final Set<String> TEXTS = Set.of("string", "markdown");
    private static final List<String> BASES = List.of("DomainResource.", "Resource.");

    private record Place(String type, Map<String, Rule> rules) {}

    private final R4Structure structure;
    private final List<String> problems;
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<Place, ElementNode> nodes = new HashMap<>();

    AllowListCompiler(R4Structure structure, List<String> problems) {
        this.structure = structure;
        this.problems = problems;
    }

    AllowList compile(Set<String> resources, List<Rule> allRules) {
        for (Rule rule : allRules) {
            Rule twin = rules.put(rule.path(), rule);
            if (twin != null) {
                problems.add("line " + rule.line() + ": " + rule.path() + " is named in line " + twin.line() + " too");
            }
            check(rule);
        }
        Map<String, ElementNode> roots = new HashMap<>();
        if (problems.isEmpty()) {
            resources.forEach(type ->
                    structure.type(type).ifPresent(definition -> roots.put(type, node(definition, rulesOf(type)))));
        }
        return new AllowList(roots, allRules.stream().anyMatch(rule -> rule.action() == Action.SCRUB));
    }

    /** The rules of a resource type's own elements, and of those that it inherits. */
    private Map<String, Rule> rulesOf(String type) {
        Map<String, Rule> own = new HashMap<>();
        BASES.forEach(base -> own.putAll(below(rules, base)));
        own.putAll(below(rules, type + "."));
        return own;
    }

    private ElementNode node(TypeDefinition type, Map<String, Rule> fromAbove) {
        Map<String, Rule> here = new HashMap<>(below(rules, type.name() + "."));
        here.putAll(fromAbove);
        Place place = new Place(type.name(), here);
        ElementNode known = nodes.get(place);
        if (known != null) {
            return known;
        }
        ElementNode node = new ElementNode(type.name());
        nodes.put(place, node);
        for (Property property : type.properties().values()) {
            Step step = step(property, here);
            if (step != null) {
                node.add(property.name(), step);
            }
        }
        return node;
    }

    /** The rule that decides on a property; null where none names it. */
    private @Nullable Rule rule(Property property, Map<String, Rule> here) {
        Rule own = here.get(property.name());
        return own != null ? own : rules.get(property.isBackbone() ? "BackboneElement" : property.type());
    }

    /** Says which rule decides on an element, walking down to it as {@link #node} does. */
    String explain(String path, Set<String> released) {
        String[] names = path.split("\\.", -1);
        TypeDefinition type = structure.type(names[0]).orElse(null);
        if (type == null) {
            return path + ": R4 has no type " + names[0];
        }
        if (type.isResource() && !released.contains(names[0])) {
            return path + ": dropped; the policy does not name the resource type " + names[0];
        }
        Map<String, Rule> fromAbove = type.isResource() ? rulesOf(names[0]) : Map.of();
        for (int i = 1; i < names.length; i++) {
            Map<String, Rule> here = new HashMap<>(below(rules, type.name() + "."));
            here.putAll(fromAbove);
            Property property = type.properties().get(names[i]);
            if (property == null) {
                return path + ": R4 has no element " + type.name() + "." + names[i];
            }
            Rule rule = rule(property, here);
            String element = String.join(".", List.of(names).subList(0, i + 1));
            if (rule == null) {
                return path + ": dropped; no rule names " + element + " or its type " + property.type();
            }
            TypeDefinition next = structure.type(property.type()).orElse(null);
            boolean isEntered = rule.action() == Action.ENTER && treatment(rule.action(), property) != null;
            if (i == names.length - 1 || next == null || !isEntered) {
                return path + ": " + fate(rule, property) + "; line " + rule.line() + ", {path: " + rule.path()
                        + ", do: " + rule.action().word() + "}: " + rule.why();
            }
            type = next;
            fromAbove = below(here, names[i] + ".");
        }
        return path + ": released, its elements one by one";
    }

    private String fate(Rule rule, Property property) {
        return rule.action() == Action.DROP || treatment(rule.action(), property) == null
                ? "dropped"
                : rule.action().word();
    }

    private @Nullable Step step(Property property, Map<String, Rule> here) {
        Rule rule = rule(property, here);
        if (rule == null || rule.action() == Action.DROP) {
            return null;
        }
        Treatment treatment = treatment(rule.action(), property);
        if (treatment == null) {
            return null;
        }
        ElementNode child = null;
        if (treatment == Treatment.OBJECT || treatment == Treatment.ADDRESS) {
            child = structure
                    .type(property.type())
                    .map(type -> node(type, below(here, property.name() + ".")))
                    .orElse(null);
        }
        Set<String> codes = treatment == Treatment.CODE ? codes(property) : null;
        return new Step(new SerializedString(property.name()), property.type(), treatment, child, codes);
    }

    private Set<String> codes(Property property) {
        String valueSet = property.valueSet();
        return valueSet == null ? Set.of() : structure.codes(valueSet).orElse(Set.of());
    }

    /** The treatment of a property; null where the action cannot be applied to its type. */
    private @Nullable Treatment treatment(Action action, Property property) {
        String type = property.type();
        boolean isComplex = structure.type(type).isPresent();
        return switch (action) {
            case KEEP -> {
                if (type.equals("boolean")) {
                    yield Treatment.BOOLEAN;
                }
                if (NUMBERS.contains(type)) {
                    yield Treatment.NUMBER;
                }
                yield type.equals("code") && property.valueSet() != null ? Treatment.CODE : null;
            }
            case ENTER ->
                isComplex && !QUANTITIES.contains(type) && !type.equals("Coding")
                        ? (type.equals("Address") ? Treatment.ADDRESS : Treatment.OBJECT)
                        : null;
            case YEAR -> DATES.contains(type) ? Treatment.YEAR : null;
            case BIRTH_YEAR -> type.equals("date") ? Treatment.BIRTH_YEAR : null;
            case DEATH_YEAR -> type.equals("dateTime") ? Treatment.DEATH_YEAR : null;
            case DATE -> MOMENTS.contains(type) || type.equals("time") ? Treatment.DATE : null;
            case SHIFT -> MOMENTS.contains(type) ? Treatment.SHIFT : null;
            case BIRTH_SHIFT -> type.equals("date") ? Treatment.BIRTH_SHIFT : null;
            case DEATH_SHIFT -> type.equals("dateTime") ? Treatment.DEATH_SHIFT : null;
            case UID -> type.equals("id") || type.equals("oid") ? Treatment.UID : null;
            case SCRUB -> {
                if (type.equals("xhtml")) {
                    yield Treatment.XHTML;
                }
                if (type.equals("base64Binary") && property.name().equals("data")) {
                    yield Treatment.BINARY;
                }
                if (type.equals("Attachment")) {
                    yield Treatment.ATTACHMENT;
                }
                yield TEXTS.contains(type) ? Treatment.TEXT : null;
            }
            case TOKEN ->
                switch (type) {
                    case "id" -> Treatment.ID;
                    case "Reference" -> Treatment.REFERENCE;
                    case "Identifier" -> Treatment.IDENTIFIER;
                    case "uri" -> property.name().equals("fullUrl") ? Treatment.FULL_URL : null;
                    default -> null;
                };
            case PUBLIC_CODE -> type.equals("Coding") ? Treatment.CODING : null;
            case QUANTITY -> QUANTITIES.contains(type) ? Treatment.QUANTITY : null;
            case ZIP3 -> type.equals("string") ? Treatment.ZIP3 : null;
            case LABEL -> type.equals("string") ? Treatment.LABEL : null;
            case POSTAL_CODE -> type.equals("string") ? Treatment.POSTAL_CODE : null;
            case CITY -> type.equals("string") ? Treatment.CITY : null;
            case STATE -> type.equals("string") ? Treatment.STATE : null;
            case COUNTRY -> type.equals("string") ? Treatment.COUNTRY : null;
            case CURRENCY -> type.equals("code") ? Treatment.CURRENCY : null;
            case LISTED -> type.equals("Extension") ? Treatment.EXTENSION : null;
            case RESOURCE -> type.equals("Resource") ? Treatment.RESOURCE : null;
            case DROP -> null;
        };
    }

    private void check(Rule rule) {
        String[] names = rule.path().split("\\.", -1);
        if (names.length == 1) {
            checkType(rule);
            return;
        }
        TypeDefinition type = structure.type(names[0]).orElse(null);
        Property property = null;
        for (int i = 1; i < names.length && type != null; i++) {
            property = type.properties().get(names[i]);
            if (property == null) {
                break;
            }
            if (i < names.length - 1) {
                type = structure.type(property.type()).orElse(null);
            }
        }
        if (type == null || property == null) {
            problems.add("line " + rule.line() + ": R4 has no element " + rule.path());
        } else if (rule.action() != Action.DROP && treatment(rule.action(), property) == null) {
            problems.add("line " + rule.line() + ": '" + rule.action().word() + "' cannot be applied to " + rule.path()
                    + ", which is of type " + property.type());
        }
    }

    private void checkType(Rule rule) {
        boolean isAbstract = rule.path().equals("BackboneElement");
        if (!structure.isType(rule.path())) {
            problems.add("line " + rule.line() + ": R4 has no type " + rule.path());
        } else if (!isAbstract && rule.action() != Action.DROP) {
            // A code is kept where it is bound to a known value set; such a property stands for the type here.
            Property any = new Property("any", rule.path(), "bound");
            if (treatment(rule.action(), any) == null) {
                problems.add("line " + rule.line() + ": '" + rule.action().word() + "' cannot be applied to type "
                        + rule.path());
            }
        }
    }

    private static Map<String, Rule> below(Map<String, Rule> all, String prefix) {
        Map<String, Rule> found = new HashMap<>();
        all.forEach((path, rule) -> {
            if (path.startsWith(prefix)) {
                found.put(path.substring(prefix.length()), rule);
            }
        });
        return found;
    }
}
