package org.firewarden.train.cohort;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.firewarden.model.feature.PatientChart;
import org.jspecify.annotations.Nullable;

/**
 * Brings the resources of each patient together. The files are read in as many passes as keep the lines of one pass within a bound;
 * which pass a patient is in depends on the patient's id, so no resource is looked at in more than one. For one thread.
 */
public final class PatientCharts {

    private static final int MAXIMUM_PASSES = 64;

    private final JsonFactory tokens = new JsonFactory();
    private final ObjectMapper trees = new ObjectMapper();
    private final ResourceFiles files;
    private final Set<String> types;
    private final long bytesAtOnce;
    private long resources;

    /**
     * Reads from files.
     *
     * @param types the resource types that are needed, Patient among them
     * @param bytesAtOnce how much of the files is kept in memory at once
     */
    public PatientCharts(ResourceFiles files, Set<String> types, long bytesAtOnce) {
        this.files = files;
        this.types = Set.copyOf(types);
        this.bytesAtOnce = bytesAtOnce;
    }

    /** Takes one patient after the other. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes a patient's id and chart; patients come in an order that depends on their ids alone. */
        void visit(String patientId, PatientChart chart) throws IOException;
    }

    /** Visits each patient once. Resources of whom there is no Patient are not visited. */
    public void visit(Visitor visitor) throws IOException {
        long bytes = files.files().stream()
                .filter(file -> types.contains(file.type()))
                .mapToLong(ResourceFiles.ResourceFile::bytes)
                .sum();
        long passes = bytes / bytesAtOnce + 1;
        if (passes > MAXIMUM_PASSES) {
            throw new IOException("the data set is too large for one machine");
        }
        for (int pass = 0; pass < passes; pass++) {
            for (Map.Entry<String, Lines> entry : gather(pass, (int) passes).entrySet()) {
                PatientChart chart = chart(entry.getValue());
                if (chart != null) {
                    visitor.visit(entry.getKey(), chart);
                }
            }
        }
    }

    /** How many resources of patients were read. */
    public long resources() {
        return resources;
    }

    private Map<String, Lines> gather(int pass, int passes) throws IOException {
        TreeMap<String, Lines> patients = new TreeMap<>();
        for (ResourceFiles.ResourceFile file : files.files()) {
            if (!types.contains(file.type())) {
                continue;
            }
            boolean isPatient = file.type().equals("Patient");
            try (InputStream in = files.open(file)) {
                LineReader reader = new LineReader(in);
                for (byte[] line = reader.next(); line != null; line = reader.next()) {
                    String id = isPatient ? id(line) : subject(line);
                    if (id != null && Math.floorMod(id.hashCode(), passes) == pass) {
                        Lines lines = patients.computeIfAbsent(id, key -> new Lines());
                        if (isPatient) {
                            lines.patient = line;
                        } else {
                            lines.others.add(line);
                        }
                    }
                }
            }
        }
        return patients;
    }

    private @Nullable PatientChart chart(Lines lines) throws IOException {
        if (lines.patient == null) {
            return null;
        }
        ObjectNode patient = tree(lines.patient);
        List<ObjectNode> others = new ArrayList<>(lines.others.size());
        for (byte[] line : lines.others) {
            others.add(tree(line));
        }
        resources += 1 + others.size();
        return new PatientChart(patient, others);
    }

    private ObjectNode tree(byte[] line) throws IOException {
        if (trees.readTree(line) instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("a line is no resource");
    }

    private @Nullable String id(byte[] line) throws IOException {
        try (JsonParser parser = tokens.createParser(line)) {
            return find(parser, "id") ? parser.getText() : null;
        }
    }

    /** The patient whom the resource is about: {@code subject} or {@code patient}, as a reference to a Patient. */
    private @Nullable String subject(byte[] line) throws IOException {
        try (JsonParser parser = tokens.createParser(line)) {
            if (!find(parser, "subject", "patient")) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isReference = parser.currentName().equals("reference");
                parser.nextToken();
                if (isReference) {
                    String reference = parser.getText();
                    int slash = reference.lastIndexOf("Patient/");
                    return slash < 0 ? null : reference.substring(slash + "Patient/".length());
                }
                parser.skipChildren();
            }
            return null;
        }
    }

    /** Moves to the value of a field at the top. */
    private static boolean find(JsonParser parser, String... names) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("a line is no resource");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            for (String wanted : names) {
                if (name.equals(wanted)) {
                    return true;
                }
            }
            parser.skipChildren();
        }
        return false;
    }

    /** What is kept of one patient. */
    private static final class Lines {
        private byte @Nullable [] patient;
        private final List<byte[]> others = new ArrayList<>();
    }
}
