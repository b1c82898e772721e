package org.firewarden.deid.engine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.deid.engine.age.Timelines;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.risk.Generalisation;
import org.firewarden.deid.engine.risk.RiskSurvey;
import org.firewarden.deid.engine.scan.ResidualScan;
import org.firewarden.deid.engine.stream.BundleEntries;
import org.firewarden.deid.engine.stream.Json;
import org.firewarden.deid.engine.stream.Links;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.stream.ResourceRewriter;
import org.firewarden.deid.engine.stream.Rewritten;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.vault.TokenVault;

/**
 * De-identifies a Bundle that is held in memory: the synchronous form of the engine. The Bundle is the data set, so ages are
 * judged by the dates in it. Safe for many threads.
 */
public final class BundleDeidentifier {

    private static final byte[] START =
            "{\"resourceType\":\"Bundle\",\"type\":\"collection\"".getBytes(StandardCharsets.UTF_8);

    private final Parts parts;

    /** Ties a policy with random tokens to a vault, in the default project. */
    public BundleDeidentifier(R4Structure structure, Policy policy, TokenVault vault) {
        this(Parts.of(structure, policy, vault));
    }

    /** Ties the engine to policy, vault, project and terms of release. */
    public BundleDeidentifier(Parts parts) {
        this.parts = parts;
    }

    /** The policy that is applied. */
    public Policy policy() {
        return parts.policy();
    }

    /**
     * Rewrites the entries of a Bundle; all of them or none. When it returns, the tokens in the result are durable.
     *
     * @throws IOException if the Bundle or an entry is not FHIR JSON, or an identifier would be left in what comes out; the message holds no patient data
     */
    public DeidentifiedBundle deidentify(byte[] bundle) throws IOException {
        Links links;
        try (JsonParser parser = Json.factory().createParser(bundle)) {
            links = Links.of(parser);
        }
        ResourceRewriter rewriter =
                new ResourceRewriter(parts, new Timelines(parts.policy().undatedAsOf()));
        try (JsonParser parser = Json.factory().createParser(bundle)) {
            BundleEntries.resources(
                    parser, (fullUrl, resource) -> rewriter.survey(resource, 0, resource.length, links, fullUrl));
        }
        RiskSurvey risk = new RiskSurvey(parts.policy().riskRules());
        List<Rewritten> rewritten = new ArrayList<>();
        try (JsonParser parser = Json.factory().createParser(bundle)) {
            BundleEntries.resources(
                    parser,
                    (fullUrl, resource) ->
                            rewritten.add(rewriter.rewrite(resource, 0, resource.length, links, fullUrl)));
        }
        for (Rewritten each : rewritten) {
            if (each instanceof Rewritten.Kept kept) {
                risk.note(kept.type(), kept.json());
            }
        }
        Generalisation generalisation = risk.generalise();
        ResidualScan scan = parts.residualScan(rewriter.charts());
        Output output = new Output();
        for (Rewritten each : rewritten) {
            output.add(each, generalisation, scan);
        }
        parts.vault().flush();
        return output.finish();
    }

    /** Puts the output together. */
    private static final class Output {

        private final ByteArrayBuilder bytes = new ByteArrayBuilder();
        private int in;
        private int out;

        Output() {
            write(START);
        }

        void add(Rewritten rewritten, Generalisation generalisation, ResidualScan scan) throws IOException {
            in++;
            if (rewritten instanceof Rewritten.Kept kept) {
                write(out == 0 ? ",\"entry\":[" : ",");
                // A full URL is made of our own base, an R4 type and a token: nothing in it needs escaping.
                write(kept.fullUrl().isEmpty() ? "{" : "{\"fullUrl\":\"" + kept.fullUrl() + "\",");
                write("\"resource\":");
                byte[] json = RiskSurvey.coarsened(kept.type(), kept.json(), generalisation);
                if (kept.patient() != null) {
                    scan.pass(kept.patient(), json);
                }
                write(json);
                write("}");
                out++;
            }
        }

        DeidentifiedBundle finish() {
            write(out == 0 ? "}" : "]}");
            return new DeidentifiedBundle(bytes.toByteArray(), in, out);
        }

        private void write(String text) {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        private void write(byte[] part) {
            bytes.write(part, 0, part.length);
        }
    }
}
