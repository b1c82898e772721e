package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.firewarden.deid.engine.chart.Charts;
import org.firewarden.deid.engine.risk.Generalisation;
import org.firewarden.deid.engine.risk.RiskReport;
import org.firewarden.deid.engine.risk.RiskSurvey;
import org.firewarden.deid.engine.scan.ResidualScan;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.stream.ResourceRewriter;
import org.firewarden.deid.engine.stream.Rewritten;

/**
 * The last that is done to a resource before it is released: attributes are coarsened so that the limits of risk hold, what comes
 * out is scanned for what identifies the patient, and counted. Safe for many threads.
 */
final class Release {

    private final Parts parts;
    private final Generalisation generalisation;
    private final ResidualScan scan;
    private final RiskSurvey released;

    Release(Parts parts, Charts charts, Generalisation generalisation) {
        this.scan = parts.residualScan(charts);
        this.parts = parts;
        this.generalisation = generalisation;
        this.released = new RiskSurvey(parts.policy().riskRules());
    }

    /** What comes out of a resource that the policy lets out. */
    byte[] last(Rewritten.Kept kept) throws IOException {
        byte[] json = RiskSurvey.coarsened(kept.type(), kept.json(), generalisation);
        if (kept.patient() != null) {
            scan.pass(kept.patient(), json);
        }
        released.note(kept.type(), json);
        return json;
    }

    /** How the scan went. */
    ResidualScan scan() {
        return scan;
    }

    /** The risk of all that was released. */
    ObjectNode risk() {
        ObjectNode report = RiskReport.of(parts.policy().riskRules(), released, parts.zipAreas());
        if (parts.policy().riskRules().hasLimits()) {
            report.set("generalisation", RiskReport.done(generalisation, released.patients()));
        }
        return report;
    }

    /** Notes what would be released of the patients in a chunk; what fails here fails again when it is written. */
    static int survey(Chunk chunk, ResourceRewriter rewriter, Survey survey, RiskSurvey risk) {
        for (Chunk.Item item : chunk.items()) {
            if (survey.failure(chunk.file(), item.place()) != null) {
                continue;
            }
            try {
                if (RiskSurvey.reads(ResourceRewriter.typeOf(item.buffer(), item.offset(), item.length()))
                        && rewriter.rewrite(item.buffer(), item.offset(), item.length(), chunk.links(), item.fullUrl())
                                instanceof Rewritten.Kept kept) {
                    risk.note(kept.type(), kept.json());
                }
            } catch (IOException e) {
                // The second pass fails on the same resource and holds it; a resource that stays away raises no risk.
            }
        }
        return chunk.items().size();
    }
}
