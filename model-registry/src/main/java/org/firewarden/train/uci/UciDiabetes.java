package org.firewarden.train.uci;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.firewarden.crypto.Sha256;

/**
 * Imports {@code diabetic_data.csv} of the UCI Machine Learning Repository, "Diabetes 130-US Hospitals for Years 1999-2008" (Strack
 * et al. 2014, doi 10.1155/2014/781670), as NDJSON files. The table has no dates: encounters are dated between 1999 and 2008 in
 * the order of their numbers, at least 45 days apart for one patient. Only their order and length mean anything.
 */
public final class UciDiabetes {

    /** The digest of the table. */
    public static final String SHA_256 = "0689e7ec031237dc63031b938805c48377748761a3b26acab621567afa24df97";

    /** How the table is cited. */
    public static final String CITATION =
            "Strack B, DeShazo JP, Gennings C, et al. Impact of HbA1c Measurement on Hospital Readmission Rates:"
                    + " Analysis of 70,000 Clinical Database Patient Records. BioMed Research International 2014, doi"
                    + " 10.1155/2014/781670. UCI Machine Learning Repository.";

    private static final int GREATEST = 1 << 25;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the table lies in the repository's archive. */
    private static final String ENTRY = "dataset_diabetes/diabetic_data.csv";

    private UciDiabetes() {}

    /**
     * Imports the table out of the repository's archive.
     *
     * @param zip {@code uci-diabetes-130us.zip}
     * @param folder is made if it is not there
     * @param patients how many patients at most, evenly out of all
     * @return how many resources there are of each type
     * @throws IOException if it is not the table that the digest names
     */
    public static Map<String, Long> run(Path zip, Path folder, int patients) throws IOException {
        byte[] csv;
        try (ZipFile archive = new ZipFile(zip.toFile())) {
            ZipEntry entry = archive.getEntry(ENTRY);
            if (entry == null) {
                throw new IOException("the archive holds no " + ENTRY);
            }
            try (InputStream content = archive.getInputStream(entry)) {
                csv = content.readNBytes(GREATEST);
            }
        }
        if (!Sha256.hex(csv).equals(SHA_256)) {
            throw new IOException("this is not diabetic_data.csv with SHA-256 " + SHA_256);
        }
        return write(some(patients(new String(csv, StandardCharsets.US_ASCII)), patients), folder);
    }

    private static Map<String, List<UciEncounter>> some(Map<String, List<UciEncounter>> all, long wanted) {
        Map<String, List<UciEncounter>> some = new TreeMap<>();
        long number = 0;
        for (Map.Entry<String, List<UciEncounter>> patient : all.entrySet()) {
            if ((number + 1) * wanted / all.size() > number * wanted / all.size()) {
                some.put(patient.getKey(), patient.getValue());
            }
            number++;
        }
        return some;
    }

    /** The encounters of each patient in the order of their numbers. */
    static Map<String, List<UciEncounter>> patients(String csv) {
        List<String> lines = csv.lines().toList();
        String[] header = lines.get(0).split(",", -1);
        Map<String, List<UciEncounter>> patients = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.length; i++) {
                row.put(header[i], cells[i]);
            }
            UciEncounter encounter = new UciEncounter(row);
            patients.computeIfAbsent(encounter.text("patient_nbr"), key -> new ArrayList<>())
                    .add(encounter);
        }
        patients.values().forEach(list -> list.sort(Comparator.comparingLong(UciEncounter::number)));
        return patients;
    }

    static Map<String, Long> write(Map<String, List<UciEncounter>> patients, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, OutputStream> files = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, List<UciEncounter>> entry : patients.entrySet()) {
                for (ObjectNode resource : UciResources.of(entry.getKey(), entry.getValue())) {
                    String type = resource.path("resourceType").asText();
                    OutputStream file = files.get(type);
                    if (file == null) {
                        file = new BufferedOutputStream(
                                Files.newOutputStream(folder.resolve(type + ".ndjson")), 1 << 16);
                        files.put(type, file);
                    }
                    file.write(JSON.writeValueAsBytes(resource));
                    file.write('\n');
                    counts.merge(type, 1L, Long::sum);
                }
            }
        } finally {
            for (OutputStream file : files.values()) {
                file.close();
            }
        }
        return counts;
    }
}
