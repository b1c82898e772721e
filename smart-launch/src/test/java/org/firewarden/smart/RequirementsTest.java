package org.firewarden.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Each requirement of SMART App Launch 2.2 on servers has a verdict in {@code REQUIREMENTS.md}: the tests that show it, or why there is
 * none. The table says what the annotations say, and misses none of the requirements.
 */
class RequirementsTest {

    private static final Path TABLE = Path.of("REQUIREMENTS.md");
    private static final Path LIST = Path.of("../../shared/data/smart-requirements-server.csv");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| (\\S+) \\| (.*) \\|");
    private static final String NONE = "no test: ";

    @Test
    void theTableSaysWhatTheTestsSay() throws Exception {
        Map<Integer, String> stated = new TreeMap<>();
        rows().forEach((number, row) -> {
            if (!row.get(1).startsWith(NONE)) {
                stated.put(number, row.get(1));
            }
        });

        assertThat(stated).isEqualTo(shown());
    }

    @Test
    void whatNoTestShowsHasAReason() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(150);
        rows().values().stream()
                .map(row -> row.get(1))
                .filter(verdict -> verdict.startsWith(NONE))
                .forEach(verdict -> assertThat(verdict).hasSizeGreaterThan(NONE.length() + 20));
    }

    @Test
    void noRequirementOnServersIsLeftOut() throws IOException {
        assumeTrue(Files.exists(LIST), "skipped, because the list of requirements is not on this machine");
        Set<Integer> binding = new TreeSet<>();
        Set<Integer> known = new TreeSet<>();
        Matcher line = Pattern.compile("(?m)^hl7\\.fhir\\.uv\\.smart-app-launch_2\\.2\\.0,(\\d+),([A-Z ]+),")
                .matcher(Files.readString(LIST));
        while (line.find()) {
            known.add(Integer.valueOf(line.group(1)));
            if (line.group(2).startsWith("SHALL")) {
                binding.add(Integer.valueOf(line.group(1)));
            }
        }

        assertThat(known).hasSize(263);
        assertThat(rows().keySet()).containsAll(binding);
        assertThat(known).containsAll(rows().keySet());
    }

    private static Map<Integer, List<String>> rows() throws IOException {
        Map<Integer, List<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(Integer.valueOf(row.group(1)), List.of(row.group(2), row.group(3)));
            }
        }
        return rows;
    }

    private static Map<Integer, String> shown() throws Exception {
        Map<Integer, Set<String>> tests = new TreeMap<>();
        Resource[] classes = new PathMatchingResourcePatternResolver()
                .getResources("classpath*:org/firewarden/smart/**/*" + "Test.class");
        Resource[] more = new PathMatchingResourcePatternResolver()
                .getResources("classpath*:org/firewarden/smart/**/*" + "IT.class");
        for (Resource resource :
                Stream.concat(Arrays.stream(classes), Arrays.stream(more)).toList()) {
            String path = resource.getURL().getPath();
            String name = path.substring(path.lastIndexOf("org/firewarden/"), path.length() - ".class".length())
                    .replace('/', '.');
            Class<?> type = Class.forName(name, false, RequirementsTest.class.getClassLoader());
            for (Method method : type.getDeclaredMethods()) {
                Requirement requirement = method.getAnnotation(Requirement.class);
                if (requirement != null) {
                    for (int number : requirement.value()) {
                        tests.computeIfAbsent(number, n -> new TreeSet<>())
                                .add(type.getSimpleName() + "." + method.getName());
                    }
                }
            }
        }
        return tests.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, test -> String.join(", ", test.getValue()), (a, b) -> a, TreeMap::new));
    }
}
