package org.firewarden.deid.engine.certificate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.release.Expert;
import org.firewarden.deid.engine.release.ReleaseTerms;

/**
 * Signs certificates. A certificate binds manifest and risk report of one data set, and so each of its files, to the policy, the
 * engine, the reference date and, under expert determination, the expert's statement (45 CFR 164.514(b)(1)(ii)).
 */
public final class Certifier {

    /** What certificates are signed as. */
    static final String USE = "deid-certificate";

    /** How long a certificate without an expert holds: then the risk is to be looked at again. */
    private static final Period VALIDITY = Period.ofYears(2);

    private final HybridSigningKey key;
    private final Clock clock;

    /** Ties a key to a clock. */
    public Certifier(HybridSigningKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** The certificate of a data set. */
    public ObjectNode certify(Policy policy, ReleaseTerms terms, ObjectNode manifest, ObjectNode risk) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("certifies", policy.method().clause());
        content.put("policy", policy.name());
        content.put("policySha256", policy.sha256());
        content.put("engineVersion", manifest.path("engineVersion").asText());
        if (manifest.has("tagger")) {
            content.set("tagger", manifest.get("tagger").deepCopy());
        }
        content.put("project", terms.project().name());
        content.put("referenceDate", terms.referenceDate().toString());
        content.put("issued", today.toString());
        Expert expert = terms.expert();
        LocalDate expires = today.plus(VALIDITY);
        if (expert != null) {
            content.putObject("expert").put("name", expert.name()).put("statement", expert.statement());
            expires = expert.validUntil().isBefore(expires) ? expert.validUntil() : expires;
        }
        content.put("expires", expires.toString());
        String agreement = terms.dataUseAgreement();
        if (agreement != null) {
            content.put("dataUseAgreement", agreement);
        }
        content.put(
                "isDetermined",
                policy.method() != org.firewarden.deid.engine.policy.Method.EXPERT_DETERMINATION
                        || (expert != null
                                && risk.at("/generalisation/limitsHold").asBoolean(true)));
        content.set("residualScan", manifest.path("residualScan").deepCopy());
        content.put("manifestSha256", CertificateCheck.digest(manifest));
        content.put("riskSha256", CertificateCheck.digest(risk));
        ObjectNode certificate = JsonNodeFactory.instance.objectNode();
        certificate.set("content", content);
        certificate.put("keyId", key.publicKey().id());
        certificate.put("publicKey", key.publicKey().toString());
        certificate.put(
                "signature",
                key.sign(USE, content.toString().getBytes(StandardCharsets.UTF_8))
                        .toString());
        return certificate;
    }
}
