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

    private static final Set<String> SHIPPED = Set.of("safe-harbor");

    private final String name;
    private final String sha256;
    private final String label;
    private final int undatedAsOf;
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
        allowList = new AllowListCompiler(structure, problems)
                .compile(resources(entries, structure, problems), rules(entries, problems));
        codeSystems = codeSystems(entries, structure, problems);
        extensions = extensions(entries, problems);
        ageCodes = new TreeSet<>();
        for (PolicyEntries.Entry entry : entries.entries("ageCodes")) {
            ageCodes.add(field(entry, "system", problems) + "|" + field(entry, "code", problems));
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

    private static String field(PolicyEntries.Entry entry, String name, List<String> problems) {
        String value = entry.fields().get(name);
        if (value == null || value.isBlank()) {
            problems.add("line " + entry.line() + ": the entry lacks '" + name + "'");
            return "";
        }
        return value;
    }

    private static Set<String> resources(PolicyEntries entries, R4Structure structure, List<String> problems) {
        Set<String> resources = new TreeSet<>();
        for (PolicyEntries.Entry entry : entries.entries("resources")) {
            String type = field(entry, "type", problems);
            field(entry, "why", problems);
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
            String path = field(entry, "path", problems);
            String word = field(entry, "do", problems);
            String why = field(entry, "why", problems);
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
            field(entry, "why", problems);
            try {
                systems.put(field(entry, "system", problems), Pattern.compile(field(entry, "code", problems)));
            } catch (PatternSyntaxException e) {
                problems.add("line " + entry.line() + ": 'code' is not a regular expression");
            }
        }
        return new CodeSystems(structure, systems);
    }

    private static Map<String, List<ExtensionRule>> extensions(PolicyEntries entries, List<String> problems) {
        Map<String, List<ExtensionRule>> extensions = new LinkedHashMap<>();
        for (PolicyEntries.Entry entry : entries.entries("extensions")) {
            String url = field(entry, "url", problems);
            String value = field(entry, "value", problems);
            field(entry, "why", problems);
            String codes = entry.fields().getOrDefault("code", "");
            if (!value.equals("valueCoding") && !(value.equals("valueCode") && !codes.isEmpty())) {
                problems.add("line " + entry.line()
                        + ": an extension keeps a valueCoding, or a valueCode with a regular expression 'code'");
            }
            extensions
                    .computeIfAbsent(url, u -> new ArrayList<>())
                    .add(new ExtensionRule(url, entry.fields().getOrDefault("part", ""), value, codes));
        }
        return extensions;
    }
}
