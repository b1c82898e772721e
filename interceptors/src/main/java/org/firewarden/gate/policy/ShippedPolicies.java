package org.firewarden.gate.policy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.gate.decision.Policy;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The policies that ship with Firewarden: the files of {@code config/policies}, in the jar. */
public final class ShippedPolicies implements PolicySource {

    private static final String FILES = "classpath*:org/firewarden/policies/*.yaml";

    @Override
    public List<PolicyFile> read() throws IOException {
        List<PolicyFile> files = new ArrayList<>();
        ClassLoader loader = ShippedPolicies.class.getClassLoader();
        for (Resource resource : new PathMatchingResourcePatternResolver(loader).getResources(FILES)) {
            try (InputStream in = resource.getInputStream()) {
                files.add(new PolicyFile(String.valueOf(resource.getFilename()), in.readAllBytes()));
            }
        }
        return files;
    }

    /**
     * What the shipped files say.
     *
     * @throws PolicyFilesException if they are not good, which only a broken build can bring about
     */
    public static Policy policy(FhirContext fhir) {
        return PoliciesInForce.load(new PolicyFiles(fhir), new ShippedPolicies());
    }
}
