package org.firewarden.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Made-up people of whom each has two procedures, two orders and two measurements, all in another order: who was given an order right
 * after a procedure is likelier to have diabetes. How many there are of each says nothing. Each has a procedure after the day, too.
 */
final class OrderedEvents {

    static final LocalDate AS_OF = LocalDate.of(2025, 6, 30);

    private static final double LIKELY = 0.9;

    private OrderedEvents() {}

    static void write(Path folder, int patients, long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, StringBuilder> files = new TreeMap<>();
        for (int i = 0; i < patients; i++) {
            String id = "p" + i;
            line(
                    files,
                    "Patient",
                    "'id':'%s','gender':'%s','birthDate':'%d-01-01'",
                    id,
                    random.nextBoolean() ? "male" : "female",
                    1940 + random.nextInt(50));
            List<String> kinds = new ArrayList<>(List.of("P", "P", "O", "O", "M", "M"));
            Collections.shuffle(kinds, random);
            LocalDate day = AS_OF.minusDays(400);
            boolean isTold = false;
            for (int k = 0; k < kinds.size(); k++) {
                day = day.plusDays(1 + random.nextInt(60));
                event(files, kinds.get(k), id, id + "-" + k, day, random);
                isTold |= k > 0 && kinds.get(k - 1).equals("P") && kinds.get(k).equals("O");
            }
            event(files, "P", id, id + "-later", AS_OF.plusDays(10), random);
            if (random.nextDouble() < (isTold ? LIKELY : 1 - LIKELY)) {
                line(
                        files,
                        "Condition",
                        "'id':'%s-d','subject':{'reference':'Patient/%s'},'recordedDate':'2025-01-01',"
                                + "'code':{'coding':[{'system':'http://snomed.info/sct','code':'44054006'}]}",
                        id,
                        id);
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, StringBuilder> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey() + ".ndjson"), file.getValue());
        }
    }

    private static void event(
            Map<String, StringBuilder> files, String kind, String patient, String id, LocalDate day, Random random) {
        String of = "'subject':{'reference':'Patient/" + patient + "'}";
        switch (kind) {
            case "P" ->
                line(files, "Procedure", "'id':'%s',%s,'status':'completed','performedDateTime':'%s'", id, of, day);
            case "O" ->
                line(files, "MedicationRequest", "'id':'%s',%s,'status':'completed','authoredOn':'%s'", id, of, day);
            default ->
                line(
                        files,
                        "Observation",
                        "'id':'%s',%s,'status':'final','effectiveDateTime':'%s',"
                                + "'code':{'coding':[{'system':'http://loinc.org','code':'718-7'}]},"
                                + "'valueQuantity':{'value':%d,'system':'http://unitsofmeasure.org','code':'g/L'}",
                        id,
                        of,
                        day,
                        70 + random.nextInt(110));
        }
    }

    private static void line(Map<String, StringBuilder> files, String type, String format, Object... arguments) {
        files.computeIfAbsent(type, key -> new StringBuilder())
                .append(("{'resourceType':'" + type + "'," + String.format(Locale.ROOT, format, arguments) + "}\n")
                        .replace('\'', '"'));
    }
}
