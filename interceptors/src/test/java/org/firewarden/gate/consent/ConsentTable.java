package org.firewarden.gate.consent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads {@code consent-table.txt}: what each of its rows consents to, what is asked, and what must be answered. */
final class ConsentTable {

    private ConsentTable() {}

    /**
     * One row.
     *
     * @param name a sentence
     * @param consents in the form of {@link ConsentDsl}, with the scope first if it is not {@code patient-privacy}
     * @param question in the form of {@link QuestionDsl}
     * @param isPermitted what must be answered
     */
    record Row(String name, List<String> consents, String question, boolean isPermitted) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        try (InputStream stream = Objects.requireNonNull(ConsentTable.class.getResourceAsStream("consent-table.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            List<Row> rows = new ArrayList<>();
            List<String> block = new ArrayList<>();
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        block.add(line.trim());
                        if (line.trim().startsWith("=>")) {
                            rows.add(row(block));
                            block.clear();
                        }
                    });
            if (!block.isEmpty()) {
                throw new IllegalStateException("a row without an answer: " + block);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(List<String> block) {
        int last = block.size() - 1;
        String answer = block.get(last).substring(2).trim();
        if (last < 2 || !List.of("permit", "deny").contains(answer)) {
            throw new IllegalStateException("not a row: " + block);
        }
        return new Row(
                block.get(0), List.copyOf(block.subList(1, last - 1)), block.get(last - 1), answer.equals("permit"));
    }
}
