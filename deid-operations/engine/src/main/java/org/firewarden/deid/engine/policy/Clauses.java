package org.firewarden.deid.engine.policy;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.deid.engine.structure.Property;
import org.firewarden.deid.engine.structure.R4Structure;

/**
 * What 45 CFR 164.514 forbids a policy to let out, and what a policy may not say against itself. A problem names the line of
 * the rule and the clause that it breaks.
 */
final class Clauses {

    /** Types and elements that are direct identifiers, with their clauses in (b)(2)(i) and (e)(2). */
    private record Direct(String safeHarbor, String limited) {}

    private static final Map<String, Direct> DIRECT = new LinkedHashMap<>();

    static {
        DIRECT.put("HumanName", new Direct("(A) names", "(i) names"));
        DIRECT.put("Patient.name", new Direct("(A) names", "(i) names"));
        DIRECT.put("Person.name", new Direct("(A) names", "(i) names"));
        DIRECT.put("RelatedPerson.name", new Direct("(A) names", "(i) names"));
        DIRECT.put("Practitioner.name", new Direct("(A) names", "(i) names"));
        DIRECT.put("FamilyMemberHistory.name", new Direct("(A) names", "(i) names"));
        DIRECT.put("Reference.display", new Direct("(A) names", "(i) names"));
        DIRECT.put("Address.line", new Direct("(B) geography below a state", "(ii) postal address"));
        DIRECT.put("Address.text", new Direct("(B) geography below a state", "(ii) postal address"));
        DIRECT.put("Address.district", new Direct("(B) geography below a state", "(ii) postal address"));
        DIRECT.put("Location.position", new Direct("(B) geography below a state", "(ii) postal address"));
        DIRECT.put("ContactPoint", new Direct("(D, E, F) telephone, fax, e-mail", "(iii-v) telephone, fax, e-mail"));
        DIRECT.put("ContactDetail", new Direct("(A, D, E, F) names, telephone, e-mail", "(i, iii-v) names, telephone"));
        DIRECT.put("Coverage.subscriberId", new Direct("(I) plan numbers", "(viii) plan numbers"));
        DIRECT.put("Device.serialNumber", new Direct("(M) device identifiers", "(xii) device identifiers"));
        DIRECT.put("Device.lotNumber", new Direct("(M) device identifiers", "(xii) device identifiers"));
        DIRECT.put("Device.distinctIdentifier", new Direct("(M) device identifiers", "(xii) device identifiers"));
        DIRECT.put("Device.udiCarrier", new Direct("(M) device identifiers", "(xii) device identifiers"));
        DIRECT.put("Attachment.url", new Direct("(N) URLs", "(xiii) URLs"));
        DIRECT.put("Patient.photo", new Direct("(Q) photographs", "(xvi) photographs"));
        DIRECT.put("Person.photo", new Direct("(Q) photographs", "(xvi) photographs"));
        DIRECT.put("Practitioner.photo", new Direct("(Q) photographs", "(xvi) photographs"));
        DIRECT.put("RelatedPerson.photo", new Direct("(Q) photographs", "(xvi) photographs"));
        DIRECT.put("BodyStructure.image", new Direct("(Q) photographs", "(xvi) photographs"));
        DIRECT.put("Media.content", new Direct("(Q) photographs", "(xvi) photographs"));
    }

    /** What says nothing of a direct identifier that it is applied to. */
    private static final Set<Action> HARMLESS = EnumSet.of(Action.DROP, Action.TOKEN);

    private static final Set<Action> WHOLE_DATES =
            EnumSet.of(Action.DATE, Action.SHIFT, Action.BIRTH_SHIFT, Action.DEATH_SHIFT);

    private static final Set<String> BASES = Set.of("Resource", "DomainResource");

    private final R4Structure structure;
    private final Method method;
    private final Set<String> resources;

    Clauses(R4Structure structure, Method method, Set<String> resources) {
        this.structure = structure;
        this.method = method;
        this.resources = resources;
    }

    void check(PolicyEntries entries, List<Rule> rules, List<String> problems) {
        headers(entries);
        Map<String, Rule> drops = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (rule.action() == Action.DROP) {
                drops.put(rule.path(), rule);
            }
        }
        for (Rule rule : rules) {
            direct(rule, problems);
            dates(rule, problems);
            contradiction(rule, drops, problems);
        }
    }

    private void headers(PolicyEntries entries) {
        if (method == Method.SAFE_HARBOR && entries.choice("ids", "random", "keyed")) {
            entries.problemOfHeader("ids", "Safe Harbor codes are not derived from the individual, 164.514(c)(1)");
        }
        if (method == Method.SAFE_HARBOR && entries.choice("ages", "up-to-89", "any")) {
            entries.problemOfHeader("ages", "Safe Harbor tells no age over 89, 164.514(b)(2)(i)(C)");
        }
        if (method == Method.LIMITED_DATA_SET && !entries.choice("demands", "nothing", "data-use-agreement")) {
            entries.problemOfHeader("demands", "a limited data set takes a data use agreement, 164.514(e)(4)");
        }
    }

    private void direct(Rule rule, List<String> problems) {
        if (HARMLESS.contains(rule.action()) || (method != Method.SAFE_HARBOR && method != Method.LIMITED_DATA_SET)) {
            return;
        }
        String start = "line " + rule.line() + ": '" + rule.action().word() + "' lets out " + rule.path();
        DIRECT.forEach((path, direct) -> {
            if (rule.path().equals(path) || rule.path().startsWith(path + ".")) {
                problems.add(start + ", forbidden by " + clause(direct));
            }
        });
        String type = type(rule.path());
        Direct ofType = DIRECT.get(type);
        if (ofType != null && !DIRECT.containsKey(rule.path())) {
            problems.add(start + ", whose type " + type + " is forbidden by " + clause(ofType));
        }
    }

    private String clause(Direct direct) {
        return method == Method.SAFE_HARBOR
                ? "164.514(b)(2)(i)" + direct.safeHarbor()
                : "164.514(e)(2)" + direct.limited();
    }

    /** The type of the element that a path names; empty for a path that names none, which is refused elsewhere. */
    private String type(String path) {
        String[] names = path.split("\\.", -1);
        String type = names[0];
        for (int i = 1; i < names.length; i++) {
            String name = names[i];
            type = structure
                    .type(type)
                    .map(definition -> definition.properties().get(name))
                    .map(Property::type)
                    .orElse("");
        }
        return names.length == 1 ? "" : type;
    }

    private void dates(Rule rule, List<String> problems) {
        if (method != Method.SAFE_HARBOR) {
            return;
        }
        if (WHOLE_DATES.contains(rule.action())) {
            problems.add("line " + rule.line() + ": '" + rule.action().word() + "' lets out more of " + rule.path()
                    + " than the year, forbidden by 164.514(b)(2)(i)(C) dates");
        }
        if (rule.action() == Action.CITY || rule.action() == Action.POSTAL_CODE) {
            problems.add("line " + rule.line() + ": '" + rule.action().word() + "' lets out " + rule.path()
                    + ", forbidden by 164.514(b)(2)(i)(B) geography below a state");
        }
    }

    private void contradiction(Rule rule, Map<String, Rule> drops, List<String> problems) {
        if (rule.action() == Action.DROP) {
            return;
        }
        String path = rule.path();
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            Rule above = drops.get(path.substring(0, dot));
            if (above != null) {
                problems.add("line " + rule.line() + ": " + path + " cannot come out, since line " + above.line()
                        + " drops " + above.path());
                return;
            }
        }
        String type = path.indexOf('.') < 0 ? path : path.substring(0, path.indexOf('.'));
        Rule ofType = drops.get(type);
        if (ofType != null && !path.equals(type)) {
            problems.add("line " + rule.line() + ": " + path + " cannot come out, since line " + ofType.line()
                    + " drops " + type);
        } else if (structure.isResource(type) && !BASES.contains(type) && !resources.contains(type)) {
            problems.add("line " + rule.line() + ": " + path + " cannot come out, since the policy's resources lack "
                    + type);
        }
    }
}
