package org.firewarden.cds.prefetch;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.access.CodedValue;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.record.RecordQuery;
import org.jspecify.annotations.Nullable;

/**
 * What a service reads of a record by prefetch key: the union of what the features of its models name, and nothing else
 * (45 CFR 164.502(b)).
 *
 * @param templates CDS Hooks prefetch templates
 * @param queries the same parts of the record, to be read through the gate
 * @param resourceTypes the types that are read
 * @param requiredKeys the keys without which there is no answer; the rest is for versions that run silently, which must not
 *     stand in the way
 */
public record PrefetchPlan(
        Map<String, String> templates,
        Map<String, RecordQuery> queries,
        Set<String> resourceTypes,
        Set<String> requiredKeys) {

    private static final String CODE = "&code=";

    /** Copies the maps and keeps their order. */
    public PrefetchPlan {
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
        queries = Collections.unmodifiableMap(new LinkedHashMap<>(queries));
        resourceTypes = Collections.unmodifiableSet(new LinkedHashSet<>(resourceTypes));
        requiredKeys = Collections.unmodifiableSet(new LinkedHashSet<>(requiredKeys));
    }

    /**
     * The plan for these features together.
     *
     * @param required what the answer needs
     * @param silent what runs beside it
     * @param today the day from which windows are counted back
     */
    public static PrefetchPlan of(Collection<FeatureSpec> required, Collection<FeatureSpec> silent, LocalDate today) {
        PrefetchPlan needed = of(required, today);
        List<FeatureSpec> all = new ArrayList<>(required);
        all.addAll(silent);
        PrefetchPlan whole = of(all, today);
        return new PrefetchPlan(whole.templates, whole.queries, whole.resourceTypes, needed.queries.keySet());
    }

    /** The types without which there is no answer. */
    Set<String> requiredTypes() {
        return queries.entrySet().stream()
                .filter(entry -> requiredKeys.contains(entry.getKey()))
                .map(entry -> entry.getValue().resourceType())
                .collect(Collectors.toSet());
    }

    private static PrefetchPlan of(Collection<FeatureSpec> specs, LocalDate today) {
        Map<String, String> templates = new LinkedHashMap<>();
        Map<String, RecordQuery> queries = new LinkedHashMap<>();
        Set<String> types = new LinkedHashSet<>();
        for (FeatureSpec spec : specs) {
            spec.prefetchTemplates().forEach((key, template) -> templates.merge(key, template, PrefetchPlan::both));
            spec.recordQueries(today).forEach((key, query) -> queries.merge(key, query, PrefetchPlan::both));
            types.addAll(spec.resourceTypes());
        }
        return new PrefetchPlan(templates, queries, types, queries.keySet());
    }

    /** Two templates under one key ask for the same type, and differ in the codes at most. */
    private static String both(String one, String other) {
        if (one.equals(other)) {
            return one;
        }
        int codesOfOne = one.indexOf(CODE);
        int codesOfOther = other.indexOf(CODE);
        if (codesOfOne < 0 || codesOfOther < 0) {
            // One of them asks for all codes.
            return codesOfOne < 0 ? one : other;
        }
        Set<String> codes = new LinkedHashSet<>();
        for (String template : List.of(one.substring(codesOfOne), other.substring(codesOfOther))) {
            codes.addAll(Arrays.asList(template.substring(CODE.length()).split(",", -1)));
        }
        return one.substring(0, codesOfOne) + CODE + String.join(",", codes);
    }

    private static RecordQuery both(RecordQuery one, RecordQuery other) {
        Set<CodedValue> codes = new LinkedHashSet<>();
        if (!one.codes().isEmpty() && !other.codes().isEmpty()) {
            codes.addAll(one.codes());
            codes.addAll(other.codes());
        }
        return new RecordQuery(one.resourceType(), List.copyOf(codes), earlier(one.onOrAfter(), other.onOrAfter()));
    }

    private static @Nullable LocalDate earlier(@Nullable LocalDate one, @Nullable LocalDate other) {
        if (one == null || other == null) {
            return null;
        }
        return one.isBefore(other) ? one : other;
    }
}
