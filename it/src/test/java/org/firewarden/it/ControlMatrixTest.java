package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Makes {@code target/controls.md}: each control with the tests of all modules that are evidence for it, from their
 * {@code @Control} tags. The sources are read and not the classes, since no module sees the tests of all others.
 */
class ControlMatrixTest {

    private static final Pattern TAG = Pattern.compile(
            "@Control\\((\\{[^}]*}|\"[^\"]*\")\\)\\s*(?:@\\w+(?:\\([^\\n]*\\))?\\s*)*(?:(?:public|final|abstract) )*(class|void) (\\w+)");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    @Test
    void eachTagNamesAControlAndTheMatrixIsWritten() throws IOException {
        Map<String, String> controls = controls();
        Map<String, Set<String>> evidence = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("").toAbsolutePath().getParent())) {
            for (Path file : files.filter(ControlMatrixTest::isTest).toList()) {
                collect(file, evidence);
            }
        }

        assertThat(controls.keySet()).as("controls.tsv").containsAll(evidence.keySet());
        assertThat(evidence.get("164.312(a)(1)")).contains("ObjectAccessAttackIT");
        StringBuilder matrix =
                new StringBuilder("# Controls and their evidence\n\n| control | what | tests |\n| --- | --- | --- |\n");
        controls.forEach((control, what) -> matrix.append("| ")
                .append(control)
                .append(" | ")
                .append(what)
                .append(" | ")
                .append(String.join(", ", evidence.getOrDefault(control, Set.of("none is tagged"))))
                .append(" |\n"));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "controls.md"), matrix);
    }

    private static boolean isTest(Path file) {
        String path = file.toString();
        return path.contains("/src/test/java/") && path.endsWith(".java") && !path.contains("/target/");
    }

    private static void collect(Path file, Map<String, Set<String>> evidence) throws IOException {
        String name = String.valueOf(file.getFileName()).replace(".java", "");
        Matcher tag = TAG.matcher(Files.readString(file));
        while (tag.find()) {
            Matcher text = TEXT.matcher(tag.group(1));
            while (text.find()) {
                evidence.computeIfAbsent(text.group(1), control -> new TreeSet<>())
                        .add(tag.group(2).equals("class") ? name : name + "." + tag.group(3));
            }
        }
    }

    private static Map<String, String> controls() throws IOException {
        Map<String, String> controls = new LinkedHashMap<>();
        List<String> lines;
        try (var stream = Objects.requireNonNull(ControlMatrixTest.class.getResourceAsStream("controls.tsv"))) {
            lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        for (String line : lines) {
            if (!line.startsWith("#")) {
                String[] columns = line.split("\t", 2);
                controls.put(columns[0], columns[1]);
            }
        }
        return controls;
    }
}
