package org.firewarden.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.deid.engine.EngineVersion;
import org.firewarden.deid.engine.certificate.CertificateKey;
import org.firewarden.deid.engine.certificate.Certifier;
import org.firewarden.deid.engine.dataset.DataSetRun;
import org.firewarden.deid.engine.dataset.Progress;
import org.firewarden.deid.engine.dataset.RunResult;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.release.Project;
import org.firewarden.deid.engine.release.ReleaseTerms;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.train.candidate.DataFolder;
import org.firewarden.train.uci.MadeUpTable;
import org.firewarden.train.uci.UciDiabetes;

/**
 * From the table to a de-identified data set: FHIR resources under {@code fhir/}, the engine's output under {@code data-set/}, its vault
 * and keys under {@code vault/}. The policy is expert-determination, since training needs days and not years; no expert has made a
 * statement on this table, and its certificate says so.
 */
final class UciSource {

    /** The latest day of the table as imported; nothing is known of what came later. */
    private static final LocalDate AS_OF = LocalDate.of(2009, 12, 31);

    private static final String POLICY = "expert-determination";
    private static final Project PROJECT = new Project("uci-diabetes-130us");
    private static final long SEED = 11;

    private final Import reader;
    private final String name;
    private final Path work;

    private UciSource(Import reader, String name, Path work) {
        this.reader = reader;
        this.name = name;
        this.work = work;
    }

    /** Writes resources to a folder. */
    private interface Import {
        void run(Path folder) throws IOException;
    }

    static UciSource archive(Path zip, int patients, Path work) {
        return new UciSource(
                folder -> UciDiabetes.run(zip, folder, patients),
                "Diabetes 130-US Hospitals for Years 1999-2008",
                work);
    }

    static UciSource madeUp(int encounters, Path work) {
        return new UciSource(
                folder -> MadeUpTable.write(folder, encounters, SEED), "Made-up people, of no use to a patient", work);
    }

    /** What the data is called in a card. */
    String name() {
        return name;
    }

    /** The keys of the vault, of shifted dates and of noise; made with the first use of the folder. */
    KeyRing keys() throws IOException {
        Path folder = Files.createDirectories(work.resolve("vault"));
        return KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), Clock.systemUTC());
    }

    /**
     * The data set, made if it is not there.
     *
     * @throws IOException if the source cannot be read, or a resource went into quarantine
     */
    DataFolder dataSet() throws IOException {
        Path fhir = work.resolve("fhir");
        Path dataSet = work.resolve("data-set");
        if (!Files.exists(dataSet.resolve("manifest.json"))) {
            reader.run(fhir);
            deidentify(fhir, dataSet);
        }
        return DataFolder.of(dataSet, AS_OF);
    }

    private void deidentify(Path fhir, Path dataSet) throws IOException {
        R4Structure structure = R4Structure.load();
        Policy policy = Policy.shipped(POLICY, structure).orElseThrow();
        KeyRing keys = keys();
        SecureRandom random = new SecureRandom();
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (TokenVault vault = TokenVault.open(work.resolve("vault"), keys, random)) {
            ReleaseTerms terms = ReleaseTerms.asOf(AS_OF).withProject(PROJECT).withoutText();
            Certifier certifier =
                    new Certifier(CertificateKey.in(work.resolve("vault"), keys, random), Clock.systemUTC());
            Progress silent = (pass, resources, file, files) -> {};
            RunResult result = new DataSetRun(
                            Parts.of(structure, policy, vault, keys, terms),
                            keys,
                            EngineVersion.current(),
                            executor,
                            threads,
                            silent)
                    .certifiedBy(certifier)
                    .run(fhir, dataSet);
            if (result.quarantined() > 0) {
                throw new IOException(result.quarantined() + " resources went into quarantine");
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
