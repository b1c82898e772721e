package org.firewarden.gate.label;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.crypto.Sha256;

/** Which codes are sensitive, and how: what the labels of resources are computed from. Does not change while the server runs. */
public final class SensitivityTable {

    private static final List<String> SHIPPED =
            List.of("snomed.tsv", "icd-10-cm.tsv", "loinc.tsv", "rxnorm.tsv", "cvx.tsv");

    private final Map<CodedSystem, Map<String, Labels>> byCode = new EnumMap<>(CodedSystem.class);
    private final Map<CodedSystem, List<SensitivityRule>> hierarchical = new EnumMap<>(CodedSystem.class);
    private final String hash;
    private final int size;

    private SensitivityTable(List<SensitivityRule> rules, String hash) {
        for (SensitivityRule rule : rules) {
            if (rule.system().isHierarchical()) {
                hierarchical
                        .computeIfAbsent(rule.system(), system -> new ArrayList<>())
                        .add(rule);
            } else {
                byCode.computeIfAbsent(rule.system(), system -> new HashMap<>()).put(rule.from(), rule.labels());
            }
        }
        this.hash = hash;
        this.size = rules.size();
    }

    /** The tables that come with the server. */
    public static SensitivityTable shipped() {
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : SHIPPED) {
            files.put(name, resource(name));
        }
        return of(files);
    }

    /**
     * Tables from files.
     *
     * @param files text by name
     * @throws SensitivityTableException if a line cannot be used, with each reason
     */
    static SensitivityTable of(Map<String, String> files) {
        SensitivityTableReader reader = new SensitivityTableReader();
        StringBuilder all = new StringBuilder();
        files.forEach((name, text) -> {
            reader.read(name, text);
            all.append(name).append('\n').append(text).append('\n');
        });
        return new SensitivityTable(reader.rules(), Sha256.hex(all.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The labels of a code.
     *
     * @param systemIdentifier URI or OID as a Coding states it
     * @return {@link Labels#NONE} for each code that no table names
     */
    public Labels labels(String systemIdentifier, String code) {
        Optional<CodedSystem> known = CodedSystem.ofIdentifier(systemIdentifier);
        if (known.isEmpty()) {
            return Labels.NONE;
        }
        CodedSystem system = known.get();
        String normalized = system.normalize(code);
        Labels labels = byCode.getOrDefault(system, Map.of()).getOrDefault(normalized, Labels.NONE);
        for (SensitivityRule rule : hierarchical.getOrDefault(system, List.of())) {
            if (rule.matches(normalized)) {
                labels = labels.join(rule.labels());
            }
        }
        return labels;
    }

    /** SHA-256 of all files, in hexadecimal: tells whether what is stored was labelled by these tables. */
    public String hash() {
        return hash;
    }

    /** The number of rules. */
    public int size() {
        return size;
    }

    private static String resource(String name) {
        try (InputStream stream = SensitivityTable.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new SensitivityTableException(List.of(name + ": the file is missing"));
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
