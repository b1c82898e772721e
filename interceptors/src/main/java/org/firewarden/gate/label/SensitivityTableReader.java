package org.firewarden.gate.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firewarden.gate.decision.Confidentiality;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of tab-separated values: lines that start with {@code #} state source, version and licence, the first other
 * line names the columns, each further one is a rule. Collects what is wrong with all files before it refuses them.
 */
final class SensitivityTableReader {

    private static final List<String> COLUMNS = List.of("system", "code", "labels", "confidentiality", "meaning");
    private static final List<String> STATEMENTS = List.of("# Source: ", "# Version: ", "# Licence: ");

    /** InformationSensitivityPolicy and ActUSPrivacyLaw of v3-ActCode 2018-08-12, as far as a clinical code can imply them. */
    private static final Set<String> KNOWN_LABELS = Set.of(
            "ETH",
            "GDIS",
            "HIV",
            "MST",
            "SCA",
            "SDV",
            "SEX",
            "SPI",
            "BH",
            "COGN",
            "DVD",
            "EMOTDIS",
            "MH",
            "PSY",
            "PSYTHPN",
            "SUD",
            "ETHUD",
            "OPIOIDUD",
            "STD",
            "TBOO",
            "VIO",
            "SICKLE",
            "DEMO",
            "GENDER",
            "LIVARG",
            "42CFRPart2");

    private static final Pattern ICD = Pattern.compile("[A-Z][0-9][0-9A-Z]{1,5}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern CVX = Pattern.compile("[0-9]{2,3}");
    private static final Pattern LOINC = Pattern.compile("[0-9]{1,7}-[0-9]");

    private final List<SensitivityRule> rules = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    private final List<String> reasons = new ArrayList<>();

    /** Reads one file. */
    void read(String file, String text) {
        Set<String> missing = new LinkedHashSet<>(STATEMENTS);
        boolean hasColumns = false;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String place = file + " line " + number;
            if (line.startsWith("#")) {
                missing.removeIf(line::startsWith);
            } else if (!line.isBlank() && hasColumns) {
                rule(place, line.split("\t", -1));
            } else if (!line.isBlank()) {
                hasColumns = true;
                if (!List.of(line.split("\t", -1)).equals(COLUMNS)) {
                    reasons.add(place + ": the columns must be " + String.join(", ", COLUMNS));
                    return;
                }
            }
        }
        if (!hasColumns) {
            reasons.add(file + ": names no columns");
        }
        missing.forEach(statement -> reasons.add(file + ": lacks a line '" + statement.strip() + "'"));
    }

    /** The rules of all files. */
    List<SensitivityRule> rules() {
        if (!reasons.isEmpty()) {
            throw new SensitivityTableException(reasons);
        }
        return rules;
    }

    private void rule(String place, String[] fields) {
        if (fields.length != COLUMNS.size()) {
            reasons.add(place + ": has " + fields.length + " fields, not " + COLUMNS.size());
            return;
        }
        Optional<CodedSystem> system = CodedSystem.ofTableName(fields[0]);
        @Nullable Labels labels = labels(place, fields[2], fields[3]);
        if (fields[4].isBlank()) {
            reasons.add(place + ": has no meaning");
        }
        if (system.isEmpty()) {
            reasons.add(place + ": the code system " + fields[0] + " is not known");
        } else if (labels != null) {
            rule(place, system.get(), fields[1], labels);
        }
    }

    private void rule(String place, CodedSystem system, String code, Labels labels) {
        String[] ends = system.isHierarchical() ? code.split("-", -1) : new String[] {code};
        List<String> normalized = Arrays.stream(ends).map(system::normalize).toList();
        boolean isRange = normalized.size() == 2
                && normalized.get(0).length() == normalized.get(1).length()
                && normalized.get(0).compareTo(normalized.get(1)) < 0;
        if (!normalized.stream().allMatch(end -> isCode(system, end)) || (normalized.size() > 1 && !isRange)) {
            reasons.add(place + ": " + code + " is not a code of " + system);
            return;
        }
        @Nullable String before = places.putIfAbsent(system + " " + normalized, place);
        if (before != null) {
            reasons.add(place + ": the code " + code + " stands at " + before + " already");
            return;
        }
        rules.add(new SensitivityRule(system, normalized.get(0), isRange ? normalized.get(1) : null, labels));
    }

    private @Nullable Labels labels(String place, String codes, String confidentiality) {
        Set<String> parsed = Arrays.stream(codes.split(" ")).collect(Collectors.toSet());
        List<String> unknown = parsed.stream()
                .filter(code -> !KNOWN_LABELS.contains(code))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            reasons.add(place + ": not a sensitivity: '" + String.join("', '", unknown) + "'");
        }
        Optional<Confidentiality> parsedClass =
                Confidentiality.ofCode(confidentiality).filter(known -> known.compareTo(Confidentiality.N) > 0);
        if (parsedClass.isEmpty()) {
            reasons.add(place + ": the confidentiality must be R or V");
            return null;
        }
        return unknown.isEmpty() ? new Labels(parsed, parsedClass.get()) : null;
    }

    private static boolean isCode(CodedSystem system, String code) {
        return switch (system) {
            case SNOMED -> NUMBER.matcher(code).matches() && CheckDigit.isVerhoeff(code);
            case ICD_10 -> ICD.matcher(code).matches();
            case LOINC -> LOINC.matcher(code).matches() && CheckDigit.isLuhn(code);
            case RXNORM -> NUMBER.matcher(code).matches();
            case CVX -> CVX.matcher(code).matches();
        };
    }
}
