package org.firewarden.server.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.crypto.PrivateFile;
import org.firewarden.model.admission.AdmissionSettings;
import org.firewarden.model.admission.SubmitterKeys;

/** DEMO ONLY: the key with which {@code max} signs models, in a file that only the owner may read. */
final class DemoModelSubmitter implements AdmissionSettings.Source {

    private static final String SUBJECT = "max";

    private final HybridSigningKey key;

    private DemoModelSubmitter(HybridSigningKey key) {
        this.key = key;
    }

    /** The submitter whose key lies in the file, which is made if it is not there. */
    static DemoModelSubmitter at(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            try {
                PrivateFile.create(
                        file, HybridSigningKey.generate(random).written().getBytes(StandardCharsets.UTF_8));
            } catch (FileAlreadyExistsException e) {
                // Another process was faster; its key is as good, and it is the one that counts.
            }
        }
        return new DemoModelSubmitter(HybridSigningKey.parse(Files.readString(file)));
    }

    @Override
    public List<SubmitterKeys.SubmitterKey> keys() {
        return List.of(new SubmitterKeys.SubmitterKey(SUBJECT, key.publicKey()));
    }
}
