package org.firewarden.gate.enforcement;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditStep;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/** What became of each entry of a batch or transaction, for the audit trail. Each entry is an event. */
final class BundleSteps {

    private static final Pattern LOCATION =
            Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9.\\-]{1,64})(?:/_history/.*)?");

    private BundleSteps() {}

    static List<AuditStep> of(List<TransactionEntries.Entry> asked, Bundle answer) {
        List<AuditStep> steps = new ArrayList<>();
        List<Bundle.BundleEntryComponent> answered = answer.getEntry();
        for (int i = 0; i < asked.size() && i < answered.size(); i++) {
            steps.add(step(asked.get(i), answered.get(i)));
        }
        return steps;
    }

    private static AuditStep step(TransactionEntries.Entry asked, Bundle.BundleEntryComponent answer) {
        AuditAction action = switch (asked.interaction()) {
            case CREATE -> AuditAction.CREATE;
            case READ -> AuditAction.READ;
            case UPDATE -> AuditAction.UPDATE;
            case DELETE -> AuditAction.DELETE;
            case SEARCH -> AuditAction.EXECUTE;
        };
        return new AuditStep(action, asked.type().getCode(), status(answer), entities(asked, answer));
    }

    private static int status(Bundle.BundleEntryComponent answer) {
        String status = answer.getResponse().getStatus();
        return status != null && status.matches("[1-5][0-9]{2}.*") ? Integer.parseInt(status.substring(0, 3)) : 200;
    }

    private static List<String> entities(TransactionEntries.Entry asked, Bundle.BundleEntryComponent answer) {
        List<String> entities = new ArrayList<>();
        String location = answer.getResponse().getLocation();
        Matcher located = LOCATION.matcher(location == null ? "" : location);
        if (located.matches()) {
            entities.add(located.group(1));
        } else if (asked.resourceId() != null) {
            entities.add(asked.resourceType() + "/" + asked.resourceId());
        }
        if (answer.getResource() instanceof Bundle found) {
            found.getEntry().stream()
                    .map(Bundle.BundleEntryComponent::getResource)
                    .filter(resource ->
                            resource != null && resource.getIdElement().hasIdPart())
                    .map(BundleSteps::reference)
                    .filter(reference -> !entities.contains(reference))
                    .forEach(entities::add);
        }
        return entities;
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
