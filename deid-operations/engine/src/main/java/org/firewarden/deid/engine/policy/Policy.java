package org.firewarden.deid.engine.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.firewarden.crypto.Sha256;
import org.firewarden.deid.engine.structure.R4Structure;

/**
 * A policy that was read, checked against the R4 structure and compiled (45 CFR 164.514). Immutable.
 */
public final class Policy {

    private static final Set<String> SHIPPED = Set.of("safe-harbor", "limited-data-set", "expert-determination");

    /** What a release under a policy takes beyond the policy itself. */
    public enum Demand {
        /** The reference of a signed data use agreement, 45 CFR 164.514(e)(4). */
        DATA_USE_AGREEMENT
    }

    private final String name;
    private final String sha256;
    private final String label;
    private final int undatedAsOf;
    private final PolicyTerms terms;
    private final boolean shiftsDates;
    private final RiskRules riskRules;
    private final AllowListCompiler compiler;
    private final AllowList allowList;
    private final CodeSystems codeSystems;
    private final Map<String, List<ExtensionRule>> extensions;
    private final Set<String> ageCodes;

    private Policy(byte[] yaml, R4Structure structure) {
        PolicyEntries entries = PolicyEntries.read(yaml);
        List<String> problems = entries.problems();
        name = entries.header("policy");
        label = entries.header("label");
        undatedAsOf = year(entries.header("undatedAsOf"), problems);
        sha256 = Sha256.hex(yaml);
        terms = PolicyTerms.of(entries);
        Set<String> resources = resources(entries, structure, problems);
        List<Rule> rules = rules(entries, problems);
        new Clauses(structure, terms.method(), resources).check(entries, rules, problems);
        compiler = new AllowListCompiler(structure, problems);
        allowList = compiler.compile(resources, rules);
        shiftsDates = rules.stream().anyMatch(rule -> rule.action().isShift());
        riskRules = RiskRules.of(entries);
        codeSystems = codeSystems(entries, structure, problems);
        extensions = extensions(entries, problems);
        ageCodes = new TreeSet<>();
        for (PolicyEntries.Entry entry : entries.entries("ageCodes")) {
            ageCodes.add(entries.require(entry, "system") + "|" + entries.require(entry, "code"));
        }
        if (!problems.isEmpty()) {
            throw new PolicyException(name, problems);
        }
    }

    /** The names of the policies that are shipped. */
    public static Set<String> shipped() {
        return new TreeSet<>(SHIPPED);
    }

    /** A shipped policy, or empty if there is none of that name. */
    public static Optional<Policy> shipped(String name, R4Structure structure) {
        if (!SHIPPED.contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = Policy.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the policy " + name);
            }
            return Optional.of(parse(in.readAllBytes(), structure));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads and compiles a policy.
     *
     * @throws PolicyException with every problem found
     */
    public static Policy parse(byte[] yaml, R4Structure structure) {
        return new Policy(yaml, structure);
    }

    /** Its name, for example {@code safe-harbor}. */
    public String name() {
        return name;
    }

    /** SHA-256 of the file, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** The v3-ObservationValue code that each resource is labelled with. */
    public String label() {
        return label;
    }

    /** The year in which a patient is taken to live whose record has no date at all. */
    public int undatedAsOf() {
        return undatedAsOf;
    }

    /** Which provision of 45 CFR 164.514 it carries out. */
    public Method method() {
        return terms.method();
    }

    /** What a release takes beyond the policy. */
    public Set<Demand> demands() {
        return terms.demands();
    }

    /** True if tokens are derived with a key; false if they are random. */
    public boolean hasKeyedIds() {
        return terms.hasKeyedIds();
    }

    /** True if ages over 89 may be told. */
    public boolean keepsAges() {
        return terms.keepsAges();
    }

    /** True if texts go through the tagger of names too. */
    public boolean tagsNames() {
        return terms.tagsNames();
    }

    /** True if dates are moved by the patient's own number of days. */
    public boolean shiftsDates() {
        return shiftsDates;
    }

    /** True if city and ZIP code may stay. */
    public boolean keepsPlaces() {
        return method() == Method.LIMITED_DATA_SET;
    }

    /** True if whole dates may stay. */
    public boolean keepsDates() {
        return method() == Method.LIMITED_DATA_SET;
    }

    /** True if some text comes out scrubbed. */
    public boolean scrubsText() {
        return allowList.hasText();
    }

    /** The attributes that could tell a patient by, and the limits of risk. */
    public RiskRules riskRules() {
        return riskRules;
    }

    /**
     * Which rule decides on an element and why, in words.
     *
     * @param path from a resource type, for example {@code Patient.address.city}
     */
    public String explain(String path) {
        return compiler.explain(path, allowList.resourceTypes());
    }

    /** What may come out. */
    public AllowList allowList() {
        return allowList;
    }

    /** Which codes may come out. */
    public CodeSystems codeSystems() {
        return codeSystems;
    }

    /** The rules for an extension; empty for one that is dropped. */
    public List<ExtensionRule> extension(String url) {
        return extensions.getOrDefault(url, List.of());
    }

    /** True for a code that says that the value beside it is an age. */
    public boolean isAgeCode(String system, String code) {
        return ageCodes.contains(system + "|" + code);
    }

    private static int year(String text, List<String> problems) {
        if (text.matches("\\d{4}")) {
            return Integer.parseInt(text);
        }
        problems.add("line 1: undatedAsOf is a year");
        return 0;
    }

    private static Set<String> resources(PolicyEntries entries, R4Structure structure, List<String> problems) {
        Set<String> resources = new TreeSet<>();
        for (PolicyEntries.Entry entry : entries.entries("resources")) {
            String type = entries.require(entry, "type");
            entries.require(entry, "why");
            if (!structure.isResource(type)) {
                problems.add("line " + entry.line() + ": there is no resource type " + type);
            }
            resources.add(type);
        }
        return resources;
    }

    private static List<Rule> rules(PolicyEntries entries, List<String> problems) {
        List<Rule> rules = new ArrayList<>();
        for (PolicyEntries.Entry entry : entries.entries("rules")) {
            String path = entries.require(entry, "path");
            String word = entries.require(entry, "do");
            String why = entries.require(entry, "why");
            Action.ofWord(word)
                    .ifPresentOrElse(
                            action -> rules.add(new Rule(entry.line(), path, action, why)),
                            () -> problems.add("line " + entry.line() + ": there is no action '" + word + "'"));
        }
        return rules;
    }

    private static CodeSystems codeSystems(PolicyEntries entries, R4Structure structure, List<String> problems) {
        Map<String, Pattern> systems = new LinkedHashMap<>();
        for (PolicyEntries.Entry entry : entries.entries("codeSystems")) {
            entries.require(entry, "why");
            try {
                systems.put(entries.require(entry, "system"), Pattern.compile(entries.require(entry, "code")));
            } catch (PatternSyntaxException e) {
                problems.add("line " + entry.line() + ": 'code' is not a regular expression");
            }
        }
        return new CodeSystems(structure, systems);
    }

    private static Map<String, List<ExtensionRule>> extensions(PolicyEntries entries, List<String> problems) {
        Map<String, List<ExtensionRule>> extensions = new LinkedHashMap<>();
        for (PolicyEntries.Entry entry : entries.entries("extensions")) {
            String url = entries.require(entry, "url");
            String value = entries.require(entry, "value");
            entries.require(entry, "why");
            String codes = entry.fields().getOrDefault("code", "");
            if (!value.equals("valueCoding") && !(value.equals("valueCode") && !codes.isEmpty())) {
                problems.add("line " + entry.line()
                        + ": an extension keeps a valueCoding, or a valueCode with a regular expression 'code'");
            }
            if (!isPattern(codes)) {
                problems.add("line " + entry.line() + ": 'code' is not a regular expression");
            }
            extensions
                    .computeIfAbsent(url, u -> new ArrayList<>())
                    .add(new ExtensionRule(url, entry.fields().getOrDefault("part", ""), value, codes));
        }
        return extensions;
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            // The caller says so, with the line.
            return false;
        }
    }
}
