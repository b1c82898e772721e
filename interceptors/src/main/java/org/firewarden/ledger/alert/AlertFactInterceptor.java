package org.firewarden.ledger.alert;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.List;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.ledger.event.BlindIndex;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Keeps {@link AlertFacts} in step with Patient and Practitioner, within the transaction that writes them. */
@Interceptor
public final class AlertFactInterceptor {

    /** The resource types that say something of it. */
    static final List<String> TYPES = List.of("Patient", "Practitioner");

    private static final String LABELS = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    private final AlertFacts facts;
    private final AlertSettings settings;
    private final BlindIndex index;

    /** Writes these facts. */
    public AlertFactInterceptor(AlertFacts facts, AlertSettings settings, BlindIndex index) {
        this.facts = facts;
        this.settings = settings;
        this.index = index;
    }

    /** After a resource was created, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = InterceptorOrder.WATCH)
    public void created(IBaseResource resource) {
        apply(resource);
    }

    /** After a resource was changed, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = InterceptorOrder.WATCH)
    public void updated(@Nullable IBaseResource before, IBaseResource after) {
        apply(after);
    }

    /** After a resource was deleted, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED, order = InterceptorOrder.WATCH)
    public void deleted(IBaseResource resource) {
        if (TYPES.contains(resource.fhirType())) {
            facts.remove(owner(resource));
        }
    }

    void apply(IBaseResource resource) {
        if (resource instanceof Patient patient) {
            facts.put(owner(patient), isWatched(patient), households(patient.getAddress()));
        } else if (resource instanceof Practitioner practitioner) {
            facts.put(owner(practitioner), false, households(practitioner.getAddress()));
        }
    }

    private boolean isWatched(Resource resource) {
        return resource.getMeta().getSecurity().stream()
                .anyMatch(label -> LABELS.equals(label.getSystem())
                        && settings.labels().contains(String.valueOf(label.getCode())));
    }

    private List<byte[]> households(List<Address> addresses) {
        return Household.of(addresses).stream().map(index::household).toList();
    }

    /** As the ledger finds it: a patient by id, staff by reference. */
    private byte[] owner(IBaseResource resource) {
        String id = resource.getIdElement().getIdPart();
        return resource.fhirType().equals("Patient") ? index.patient(id) : index.agent("Practitioner/" + id);
    }
}
