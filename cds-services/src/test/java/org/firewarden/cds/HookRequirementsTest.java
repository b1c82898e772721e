package org.firewarden.cds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The verdict on each requirement of CDS Hooks that binds a service: shown by tests that name it, or why not. Writes the table
 * to {@code target/cds-hooks-requirements.md}.
 */
class HookRequirementsTest {

    private static final String HOOKS = "cds-hooks_2.0";
    private static final String LIBRARY = "cds-hooks-library_1.0.1";
    private static final Set<String> VERDICTS = Set.of("shown", "elsewhere", "not used", "client", "deployment");
    private static final Path TESTS = Path.of("src/test/java");

    private record Verdict(String verdict, String note) {}

    @Test
    void eachRequirementThatIsSaidToBeShownIsShownByATestAndNoOther() throws IOException {
        Map<String, Verdict> verdicts = verdicts();
        Map<String, List<String>> tests = testsByRequirement();
        Set<String> shown = new TreeSet<>();
        verdicts.forEach((id, verdict) -> {
            assertThat(VERDICTS).as(id).contains(verdict.verdict());
            assertThat(verdict.note()).as(id).isNotBlank();
            if (verdict.verdict().equals("shown")) {
                shown.add(id);
            }
        });
        assertThat(new TreeSet<>(tests.keySet())).isEqualTo(shown);
        write(verdicts, tests);
    }

    /** The public list of requirements is not part of the project; who has it names it by a system property. */
    @Test
    void theVerdictsCoverThePublicList() throws IOException {
        String list = System.getProperty("firewarden.cds-hooks.requirements", "");
        Assumptions.assumeTrue(!list.isEmpty(), "skipped, because -Dfirewarden.cds-hooks.requirements names no list");
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of(list))) {
            String[] cells = line.split(",", 5);
            boolean bindsService = cells.length == 5
                    && (line.matches("[^,]*,[^,]*,[^,]*,(Service|Server),.*")
                            || line.matches("[^,]*,[^,]*,[^,]*,\"Client, Service\",.*"));
            if (bindsService) {
                listed.add(cells[0] + " " + cells[1]);
            }
        }
        assertThat(listed).hasSizeGreaterThan(100);
        assertThat(new TreeSet<>(verdicts().keySet())).isEqualTo(listed);
    }

    private static Map<String, Verdict> verdicts() throws IOException {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/requirements/verdicts.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", 4);
            Verdict verdict = new Verdict(cells[2], cells[3].replaceAll("^\"|\"$", ""));
            assertThat(verdicts.put(cells[0] + " " + cells[1], verdict))
                    .as(line)
                    .isNull();
        }
        return verdicts;
    }

    private static Map<String, List<String>> testsByRequirement() throws IOException {
        Map<String, List<String>> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> read(file).contains("@HookRequirement("))
                    .forEach(file -> addTests(file, tests));
        }
        return tests;
    }

    private static void addTests(Path file, Map<String, List<String>> tests) {
        String name = TESTS.relativize(file).toString().replace(".java", "").replace('/', '.');
        try {
            for (Method method : Class.forName(name).getDeclaredMethods()) {
                HookRequirement requirement = method.getAnnotation(HookRequirement.class);
                if (requirement != null) {
                    String test = method.getDeclaringClass().getSimpleName() + "." + method.getName();
                    for (int id : requirement.value()) {
                        tests.computeIfAbsent(HOOKS + " " + id, key -> new ArrayList<>())
                                .add(test);
                    }
                    for (int id : requirement.library()) {
                        tests.computeIfAbsent(LIBRARY + " " + id, key -> new ArrayList<>())
                                .add(test);
                    }
                }
            }
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Map<String, Verdict> verdicts, Map<String, List<String>> tests) throws IOException {
        StringBuilder table =
                new StringBuilder("| requirement | verdict | what | tests |\n| --- | --- | --- | --- |\n");
        verdicts.forEach((id, verdict) -> table.append("| ")
                .append(id)
                .append(" | ")
                .append(verdict.verdict())
                .append(" | ")
                .append(verdict.note())
                .append(" | ")
                .append(String.join("<br>", tests.getOrDefault(id, List.of())))
                .append(" |\n"));
        Files.writeString(Path.of("target/cds-hooks-requirements.md"), table);
    }
}
