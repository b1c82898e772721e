package org.firewarden.deid.engine.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Notes whose every identifier and clinical word is known, because they are made of templates. In a template {@code {family}} and
 * the like stand for what identifies, and {@code <term>} marks a clinical word that has to stay.
 */
final class Corpus {

    enum Type {
        /** Names and numbers that the patient's chart knows. */
        CHART,
        /** What has a form. */
        PATTERN,
        /** Names that no chart knows. */
        UNKNOWN_NAME
    }

    /** Something that must not be found in the output, or must. */
    record Span(Type type, String text) {}

    record Note(String text, List<Span> identifiers, List<String> terms) {}

    /** The words that templates are filled with. */
    record Fillers(List<String> families, List<String> givens, List<String> streets, List<String> cities) {}

    private final Random random;
    private final Fillers fillers;
    private final String family;
    private final String given;

    Corpus(long seed, Fillers fillers, String given, String family) {
        this.random = new Random(seed);
        this.fillers = fillers;
        this.family = family;
        this.given = given;
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A note of a template. */
    Note note(String template) {
        StringBuilder text = new StringBuilder();
        List<Span> identifiers = new ArrayList<>();
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            int end = c == '{' ? template.indexOf('}', i) : c == '<' ? template.indexOf('>', i) : -1;
            if (end < 0) {
                text.append(c);
                continue;
            }
            String name = template.substring(i + 1, end);
            if (c == '<') {
                terms.add(name);
                text.append(name);
            } else {
                Span span = fill(name);
                identifiers.add(span);
                text.append(span.text());
            }
            i = end;
        }
        return new Note(text.toString(), identifiers, terms);
    }

    private Span fill(String name) {
        return switch (name) {
            case "family" -> new Span(Type.CHART, family);
            case "given" -> new Span(Type.CHART, given);
            case "FAMILY" -> new Span(Type.CHART, family.toUpperCase(java.util.Locale.ROOT));
            case "swap" -> new Span(Type.CHART, swapped(family));
            case "accent" -> new Span(Type.CHART, family.replace('e', '\u00e9').replace('a', '\u0430'));
            case "hidden" -> new Span(Type.CHART, family.charAt(0) + "\u200b" + family.substring(1));
            case "mrn" -> new Span(Type.CHART, "A71-" + "5538");
            case "otherFamily" -> new Span(Type.UNKNOWN_NAME, pick(fillers.families()));
            case "otherGiven" -> new Span(Type.UNKNOWN_NAME, pick(fillers.givens()));
            case "date" ->
                new Span(
                        Type.PATTERN,
                        String.format(
                                "%02d/%02d/%d",
                                1 + random.nextInt(12), 1 + random.nextInt(28), 1990 + random.nextInt(30)));
            case "isoDate" ->
                new Span(
                        Type.PATTERN,
                        String.format(
                                "%d-%02d-%02d",
                                1990 + random.nextInt(30), 1 + random.nextInt(12), 1 + random.nextInt(28)));
            case "longDate" ->
                new Span(
                        Type.PATTERN,
                        pick(List.of("March", "July", "October", "May")) + " " + (1 + random.nextInt(28)));
            case "phone" ->
                new Span(
                        Type.PATTERN,
                        pick(List.of("(617) 555-01%02d", "617-555-01%02d", "617.555.01%02d", "+1 617 555 01%02d"))
                                .formatted(random.nextInt(100)));
            case "ssn" ->
                new Span(
                        Type.PATTERN,
                        String.format(
                                "%03d-%02d-%04d",
                                100 + random.nextInt(500), 10 + random.nextInt(80), random.nextInt(10000)));
            case "email" ->
                new Span(Type.PATTERN, "z" + random.nextInt(1000) + "@mail-" + random.nextInt(9) + ".example.org");
            case "url" ->
                new Span(
                        Type.PATTERN,
                        "https://portal" + random.nextInt(99) + ".example.com/p?id=" + random.nextInt(9999));
            case "ip" ->
                new Span(
                        Type.PATTERN,
                        "10." + random.nextInt(255) + "." + random.nextInt(255) + "." + random.nextInt(255));
            case "number" -> new Span(Type.PATTERN, String.format("%07d", random.nextInt(10_000_000)));
            case "plate" ->
                new Span(Type.PATTERN, "7" + (char) ('A' + random.nextInt(26)) + "XK" + (100 + random.nextInt(899)));
            case "street" -> new Span(Type.PATTERN, (1 + random.nextInt(999)) + " " + pick(fillers.streets()));
            case "zip" -> new Span(Type.PATTERN, String.format("%05d", 10000 + random.nextInt(80000)));
            case "city" -> new Span(Type.UNKNOWN_NAME, pick(fillers.cities()));
            case "age" -> new Span(Type.PATTERN, Integer.toString(91 + random.nextInt(15)));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String swapped(String name) {
        return name.substring(0, 2) + name.charAt(3) + name.charAt(2) + name.substring(4);
    }

    /** How many of how many, with the 95% interval of Wilson. */
    record Score(int hits, int of) {
        double share() {
            return of == 0 ? 1 : hits / (double) of;
        }

        @Override
        public String toString() {
            double z = 1.96;
            double p = share();
            double centre = (p + z * z / (2 * of)) / (1 + z * z / of);
            double half = z * Math.sqrt(p * (1 - p) / of + z * z / (4.0 * of * of)) / (1 + z * z / of);
            return String.format("%d/%d = %.4f [%.4f, %.4f]", hits, of, p, centre - half, centre + half);
        }
    }

    /** Counts what of the identifiers is gone and of the terms is there. */
    static final class Tally {
        private final Map<Type, int[]> counts = new EnumMap<>(Type.class);
        private final int[] terms = new int[2];
        private final List<String> misses = new ArrayList<>();

        void add(Note note, String scrubbed) {
            for (Span span : note.identifiers()) {
                int[] count = counts.computeIfAbsent(span.type(), t -> new int[2]);
                count[1]++;
                if (!isIn(scrubbed, span.text())) {
                    count[0]++;
                } else {
                    misses.add("left: " + span.text() + " | " + scrubbed);
                }
            }
            for (String term : note.terms()) {
                terms[1]++;
                if (scrubbed.contains(term)) {
                    terms[0]++;
                } else {
                    misses.add("lost: " + term + " | " + scrubbed);
                }
            }
        }

        private static boolean isIn(String text, String word) {
            for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                boolean startsApart = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
                int end = at + word.length();
                if (startsApart && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                    return true;
                }
            }
            return false;
        }

        Score score(Type type) {
            int[] count = counts.getOrDefault(type, new int[2]);
            return new Score(count[0], count[1]);
        }

        Score terms() {
            return new Score(terms[0], terms[1]);
        }

        List<String> misses() {
            return misses;
        }
    }
}
