package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.release.ReleaseTerms;
import org.firewarden.deid.engine.scan.ResidualScan;
import org.firewarden.deid.engine.tagger.NameTagger;

/** {@code manifest.json}: what the data set consists of and how it was made. Holds no patient data. */
final class Manifest {

    private Manifest() {}

    static ObjectNode of(
            Policy policy,
            ReleaseTerms terms,
            String engineVersion,
            List<WrittenFile> files,
            RunResult.Counts counted,
            int inputs,
            ResidualScan scan) {
        ObjectNode manifest = new ObjectMapper().createObjectNode();
        manifest.put("engine", "firewarden-deid");
        manifest.put("engineVersion", engineVersion);
        manifest.put("policy", policy.name());
        manifest.put("policySha256", policy.sha256());
        manifest.put("clause", policy.method().clause());
        manifest.put("project", terms.project().name());
        manifest.put("referenceDate", terms.referenceDate().toString());
        if (terms.dataUseAgreement() != null) {
            manifest.put("dataUseAgreement", terms.dataUseAgreement());
        }
        manifest.put("text", policy.scrubsText() && terms.keepsText() ? "scrubbed" : "dropped");
        if (policy.scrubsText() && terms.keepsText() && policy.tagsNames()) {
            NameTagger.Identity tagger = NameTagger.shippedIdentity();
            manifest.putObject("tagger").put("version", tagger.version()).put("sha256", tagger.sha256());
        }
        manifest.putObject("residualScan").put("scanned", scan.scanned()).put("held", scan.held());
        ObjectNode counts = manifest.putObject("counts");
        counts.put("inputFiles", inputs);
        counts.put("resourcesIn", counted.in());
        counts.put("resourcesOut", counted.out());
        counts.put("resourcesDropped", counted.dropped());
        counts.put("quarantined", counted.quarantined());
        for (WrittenFile file : files) {
            ObjectNode entry = manifest.withArray("files").addObject();
            entry.put("name", file.name());
            entry.put("type", file.type());
            entry.put("resources", file.resources());
            entry.put("bytes", file.bytes());
            entry.put("sha256", file.sha256());
        }
        return manifest;
    }
}
