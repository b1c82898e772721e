package org.firewarden.gate.relationship;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link RelationshipTables} in step with the FHIR resources, within the transaction that writes them. Refuses
 * a person of more records than can be looked at for each decision.
 */
@Interceptor
public final class RelationshipInterceptor {

    /** More records of one person than that are not duplicates but a mistake or an attack. */
    static final int MAXIMUM_LINKED = 50;

    private final RelationshipTables tables;

    /** Writes to these tables. */
    public RelationshipInterceptor(RelationshipTables tables) {
        this.tables = tables;
    }

    /** After a resource was created, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = InterceptorOrder.RELATIONSHIP)
    public void created(IBaseResource resource) {
        apply(resource);
    }

    /** After a resource was changed, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = InterceptorOrder.RELATIONSHIP)
    public void updated(@Nullable IBaseResource before, IBaseResource after) {
        apply(after);
    }

    /** After a resource was deleted, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED, order = InterceptorOrder.RELATIONSHIP)
    public void deleted(IBaseResource resource) {
        if (RelationshipBackfill.TYPES.contains(resource.fhirType())) {
            tables.remove(resource);
        }
    }

    private void apply(IBaseResource resource) {
        if (!RelationshipBackfill.TYPES.contains(resource.fhirType())) {
            return;
        }
        Relationships relationships = tables.put(resource);
        if (!relationships.links().isEmpty()
                && tables.linkedTo(resource.getIdElement().getIdPart()).size() > MAXIMUM_LINKED) {
            throw Refusals.of(
                    new UnprocessableEntityException("too many links"),
                    Problem.invalid(
                            "patient-links-too-many",
                            "One person has at most " + MAXIMUM_LINKED + " further Patient records, over all links."));
        }
    }
}
