package org.firewarden.model.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.model.yaml.FileProblems;

/**
 * A code list in a tab-separated file: {@code system, match, code, display}, where match is {@code exact} or
 * {@code beginning}. Lines that begin with {@code #} tell the source. A code stands once.
 */
public final class CodeListFile {

    private static final int COLUMNS = 4;

    private CodeListFile() {}

    /**
     * Reads a list.
     *
     * @throws org.firewarden.model.yaml.InvalidFileException with all problems
     */
    public static CodeSet parse(String file, String content) {
        FileProblems problems = new FileProblems(file);
        Set<CodedValue> exact = new HashSet<>();
        List<CodedValue> beginnings = new ArrayList<>();
        List<String> lines = content.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t", -1);
            if (columns.length != COLUMNS || columns[0].isBlank() || columns[2].isBlank()) {
                problems.add(i + 1, "a line has system, match, code and display, with tabs between them");
                continue;
            }
            CodedValue code = new CodedValue(columns[0], columns[2]);
            if (exact.contains(code) || beginnings.contains(code)) {
                problems.add(i + 1, "code " + code.code() + " stands twice");
            }
            switch (columns[1]) {
                case "exact" -> exact.add(code);
                case "beginning" -> beginnings.add(code);
                default -> problems.add(i + 1, "match is 'exact' or 'beginning'");
            }
        }
        if (exact.isEmpty() && beginnings.isEmpty()) {
            problems.add(1, "the list holds no code");
        }
        problems.refuseIfAny();
        return new CodeSet(exact, beginnings);
    }
}
