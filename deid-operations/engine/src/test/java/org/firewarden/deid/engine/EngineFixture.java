package org.firewarden.deid.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.release.Project;
import org.firewarden.deid.engine.release.ReleaseTerms;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.vault.TokenVault;

/** An engine with the shipped policy and a vault in a folder of its own. */
final class EngineFixture implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final TokenVault vault;
    private final BundleDeidentifier deidentifier;
    private final Policy policy;

    EngineFixture(Path folder) {
        this(folder, "safe-harbor", "default");
    }

    EngineFixture(Path folder, String policyName, String project) {
        SecureRandom random = new SecureRandom();
        KeyRing keys = KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC());
        vault = TokenVault.open(folder, keys, random);
        R4Structure structure = R4Structure.load();
        policy = Policy.shipped(policyName, structure).orElseThrow();
        ReleaseTerms terms = ReleaseTerms.asOf(LocalDate.of(2026, 11, 30))
                .withProject(new Project(project))
                .withDataUseAgreement("DUA-17");
        deidentifier = new BundleDeidentifier(Parts.of(structure, policy, vault, keys, terms));
    }

    Policy policy() {
        return policy;
    }

    /** The output for a Bundle, as text. */
    String bundle(String bundle) throws IOException {
        return new String(
                deidentifier.deidentify(bundle.getBytes(StandardCharsets.UTF_8)).json(), StandardCharsets.UTF_8);
    }

    /** The output for resources, each an entry without a full URL. */
    JsonNode resources(String... resources) throws IOException {
        StringBuilder bundle = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[");
        for (int i = 0; i < resources.length; i++) {
            bundle.append(i == 0 ? "" : ",")
                    .append("{\"resource\":")
                    .append(resources[i])
                    .append('}');
        }
        return json.readTree(bundle(bundle.append("]}").toString())).path("entry");
    }

    /** The output for one resource; a missing node if it was dropped. */
    JsonNode resource(String resource) throws IOException {
        return resources(resource).path(0).path("resource");
    }

    @Override
    public void close() {
        vault.close();
    }
}
