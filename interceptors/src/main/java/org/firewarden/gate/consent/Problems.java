package org.firewarden.gate.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;

/** What is found to be wrong with a Consent while it is read. Texts name elements and never their values. */
final class Problems {

    private static final int MAXIMUM = 50;

    private final List<Problem> found = new ArrayList<>();

    /** Notes that the element is wrong. */
    void add(String code, String path, String text) {
        if (found.size() < MAXIMUM) {
            found.add(Problem.invalid(code, path + " " + text));
        }
    }

    /** Notes what is understood and cannot be done. */
    void cannotEnforce(String path, String text) {
        if (found.size() < MAXIMUM) {
            found.add(new Problem("not-supported", "consent-not-enforceable", path + " " + text));
        }
    }

    /** All that was found. */
    List<Problem> found() {
        return found;
    }

    /** The relative reference; empty, and noted, unless it is one to a resource of this server. */
    Optional<String> reference(Reference reference, String code, String path) {
        IdType id = new IdType(String.valueOf(reference.getReference()));
        boolean isLocal =
                reference.hasReference() && id.hasResourceType() && id.hasIdPart() && !id.isAbsolute() && !id.isLocal();
        if (!isLocal) {
            add(code, path, "must be a literal relative reference to a resource of this server");
            return Optional.empty();
        }
        return Optional.of(id.getResourceType() + "/" + id.getIdPart());
    }
}
