package org.firewarden.server.demo.population;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * What ships: the files, the patients that the demo speaks of, and the runs of Synthea that made them.
 *
 * @param generator the program that made the patients, with its version
 * @param lastDay the day up to which it simulated, {@code YYYYMMDD}
 * @param special the patients with a part in the demo
 * @param runs how the generator was called
 * @param practices the file with hospitals, practitioners and the people behind the demo sign-ins
 * @param patients one file for each patient
 */
public record PopulationIndex(
        String generator,
        String lastDay,
        Special special,
        List<Run> runs,
        Practices practices,
        List<PatientFile> patients) {

    public PopulationIndex {
        runs = List.copyOf(runs);
        patients = List.copyOf(patients);
    }

    /**
     * Ids of Patient resources.
     *
     * @param prevent has every input of PREVENT, no cardiovascular disease, and permits research
     * @param over89 is older than 89
     * @param denied has an active Consent that denies
     * @param pat signs in as {@code pat}
     */
    public record Special(String prevent, String over89, String denied, String pat) {}

    /** One run: {@code mvn -Psynthea -Dstate= -Dseed= -Dages= -Dpatients=}. */
    public record Run(String state, long seed, String ages, int patients) {
        /** The name of the directory that the run leaves, which also names the run. */
        String name() {
            return state + '-' + seed;
        }
    }

    /** The file that goes first, and how many resources it holds. */
    public record Practices(String file, int resources) {}

    /**
     * A patient's record.
     *
     * @param id of the Patient
     * @param file its name
     * @param resources how many it holds
     * @param run which run made the patient
     * @param source the patient's id in that run
     */
    public record PatientFile(String id, String file, int resources, String run, String source) {}

    /** The index that ships with the server. */
    public static PopulationIndex shipped() {
        try (InputStream json = new PopulationFile.Shipped("index.json").open()) {
            return PopulationJson.MAPPER.readValue(json, PopulationIndex.class);
        } catch (IOException e) {
            throw new IllegalStateException("The index of the shipped population cannot be read.", e);
        }
    }

    /** The names of all files in load order. */
    List<String> fileNames() {
        return Stream.concat(Stream.of(practices.file()), patients.stream().map(PatientFile::file))
                .toList();
    }

    /** How many resources ship. */
    public int resources() {
        return practices.resources()
                + patients.stream().mapToInt(PatientFile::resources).sum();
    }
}
