package org.firewarden.deid.engine.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.crypto.HybridPublicKey;
import org.firewarden.crypto.HybridSignature;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.Sha256;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.risk.RiskReport;
import org.firewarden.deid.engine.risk.RiskSurvey;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes a certificate from the data set: signature, expiry, the digest and the number of lines of each file, and the risk
 * report line by line. Needs neither vault nor source.
 */
public final class CertificateCheck {

    /** Reads the files of a data set by name. */
    public interface Files {
        /** The names of the NDJSON files. */
        List<String> names() throws IOException;

        /** A file from its beginning. */
        InputStream open(String name) throws IOException;
    }

    private final Policy policy;
    private final @Nullable HybridPublicKey key;
    private final LocalDate today;
    private final List<String> problems = new ArrayList<>();

    /**
     * Prepares a check.
     *
     * @param policy the policy under which the data set was made
     * @param key the custodian's; null to take the one in the certificate, which then proves only that nothing was altered since
     */
    public CertificateCheck(Policy policy, @Nullable HybridPublicKey key, LocalDate today) {
        this.policy = policy;
        this.key = key;
        this.today = today;
    }

    /** All that is wrong; empty if the certificate holds for exactly this data set. */
    public List<String> problems(JsonNode certificate, ObjectNode manifest, ObjectNode risk, Files files)
            throws IOException {
        problems.clear();
        JsonNode content = certificate.path("content");
        signature(certificate, content);
        if (!content.path("policySha256").asText().equals(policy.sha256())) {
            problems.add("the certificate is of another policy than " + policy.name() + " as it is here");
        }
        if (!content.path("isDetermined").asBoolean()) {
            problems.add("the certificate says that the data set is not determined to be de-identified");
        }
        expiry(content.path("expires").asText());
        expect(content, "manifestSha256", digest(manifest), "manifest.json is not the one that was certified");
        expect(content, "riskSha256", digest(risk), "risk.json is not the one that was certified");
        files(manifest, risk, files);
        return List.copyOf(problems);
    }

    private void signature(JsonNode certificate, JsonNode content) {
        try {
            HybridPublicKey by = key != null
                    ? key
                    : HybridPublicKey.parse(certificate.path("publicKey").asText());
            HybridSignature signature =
                    HybridSignature.parse(certificate.path("signature").asText());
            if (!by.verifies(Certifier.USE, content.toString().getBytes(StandardCharsets.UTF_8), signature)) {
                problems.add("the signature of the certificate does not hold");
            }
        } catch (KeyRingException e) {
            problems.add("the certificate bears no signature");
        }
    }

    private void expiry(String expires) {
        try {
            if (LocalDate.parse(expires).isBefore(today)) {
                problems.add("the certificate expired on " + expires);
            }
        } catch (java.time.DateTimeException e) {
            problems.add("the certificate says not when it expires");
        }
    }

    private void files(ObjectNode manifest, ObjectNode risk, Files files) throws IOException {
        RiskSurvey survey = new RiskSurvey(policy.riskRules());
        List<String> names = new ArrayList<>(files.names());
        for (JsonNode file : manifest.path("files")) {
            String name = file.path("name").asText();
            if (!names.remove(name)) {
                problems.add(name + " is missing");
                continue;
            }
            Sha256.Running digest = new Sha256.Running();
            long lines = 0;
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(files.open(name), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                    digest.update(bytes);
                    digest.update(new byte[] {'\n'});
                    survey.note(file.path("type").asText(), bytes);
                    lines++;
                }
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                // The parser's message quotes the line; that it is not JSON is enough.
                problems.add(name + " holds a line that is not JSON");
                continue;
            }
            if (!digest.hex().equals(file.path("sha256").asText())) {
                problems.add(name + " was altered");
            }
            if (lines != file.path("resources").asLong()) {
                problems.add(name + " has " + lines + " lines, not "
                        + file.path("resources").asLong());
            }
        }
        names.forEach(name -> problems.add(name + " is not among the files that were certified"));
        ObjectNode recomputed = RiskReport.of(policy.riskRules(), survey, new ZipAreas());
        ObjectNode stated = risk.deepCopy();
        stated.remove("generalisation");
        if (!digest(recomputed).equals(digest(stated))) {
            problems.add("the risk of the data set is not the one that risk.json states");
        }
    }

    private void expect(JsonNode content, String name, String digest, String problem) {
        if (!content.path(name).asText().equals(digest)) {
            problems.add(problem);
        }
    }

    /** The digest of a document, whatever the spaces in its file. */
    static String digest(JsonNode document) {
        return Sha256.hex(document.toString().getBytes(StandardCharsets.UTF_8));
    }
}
