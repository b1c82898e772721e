package org.firewarden.gate.enforcement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.firewarden.gate.consent.DateSpan;
import org.firewarden.gate.decision.ConsentPeriod;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;

/** When what a resource says was so, by the table {@code clinical-time.tsv}. */
final class ClinicalTime {

    private static final String TABLE = "clinical-time.tsv";
    private static final String NONE = "-";
    private static final Map<String, List<String>> ELEMENTS = read();

    private ClinicalTime() {}

    /** The types of the table. */
    static Map<String, List<String>> elements() {
        return ELEMENTS;
    }

    /** The span from the first to the last time that the resource states; null if it states none. */
    static @Nullable ConsentPeriod of(Resource resource) {
        for (String element : ELEMENTS.getOrDefault(resource.fhirType(), List.of())) {
            List<ConsentPeriod> spans = new ArrayList<>();
            int dots = element.indexOf("..");
            if (dots < 0) {
                addSpans(spans, values(resource, element));
            } else {
                ConsentPeriod start = hull(values(resource, element.substring(0, dots)));
                ConsentPeriod end = hull(values(resource, element.substring(dots + 2)));
                if (start != null || end != null) {
                    spans.add(new ConsentPeriod(start == null ? null : start.start(), end == null ? null : end.end()));
                }
            }
            if (!spans.isEmpty()) {
                return hullOf(spans);
            }
        }
        return null;
    }

    private static @Nullable ConsentPeriod hull(List<Base> values) {
        List<ConsentPeriod> spans = new ArrayList<>();
        addSpans(spans, values);
        return spans.isEmpty() ? null : hullOf(spans);
    }

    private static void addSpans(List<ConsentPeriod> spans, List<Base> values) {
        for (Base value : values) {
            if (value instanceof BaseDateTimeType date) {
                DateSpan.of(date).ifPresent(spans::add);
            } else if (value instanceof Period period && (period.hasStart() || period.hasEnd())) {
                DateSpan.of(period).ifPresent(spans::add);
            } else if (value instanceof Timing timing) {
                addSpans(spans, new ArrayList<>(timing.getEvent()));
                addSpans(
                        spans,
                        timing.getRepeat().hasBoundsPeriod()
                                ? List.of(timing.getRepeat().getBoundsPeriod())
                                : List.of());
            }
        }
    }

    private static ConsentPeriod hullOf(List<ConsentPeriod> spans) {
        Instant start = spans.get(0).start();
        Instant end = spans.get(0).end();
        for (ConsentPeriod span : spans) {
            start = outer(start, span.start(), Instant::isBefore);
            end = outer(end, span.end(), Instant::isAfter);
        }
        return new ConsentPeriod(start, end);
    }

    private static @Nullable Instant outer(
            @Nullable Instant one, @Nullable Instant other, BiPredicate<Instant, Instant> isOuter) {
        if (one == null || other == null) {
            return null;
        }
        return isOuter.test(one, other) ? one : other;
    }

    private static List<Base> values(Base parent, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        List<Base> values = new ArrayList<>();
        for (Base child : Optional.ofNullable(parent.getChildByName(name))
                .map(property -> property.getValues())
                .orElse(List.of())) {
            if (dot < 0) {
                values.add(child);
            } else {
                values.addAll(values(child, path.substring(dot + 1)));
            }
        }
        return values;
    }

    private static Map<String, List<String>> read() {
        try (InputStream stream = Objects.requireNonNull(ClinicalTime.class.getResourceAsStream(TABLE));
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            Map<String, List<String>> elements = new HashMap<>();
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] columns = line.split("\t", 2);
                elements.put(columns[0], columns[1].equals(NONE) ? List.of() : List.of(columns[1].split(" ", -1)));
            });
            return Map.copyOf(elements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
