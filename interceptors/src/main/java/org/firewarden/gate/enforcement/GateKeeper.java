package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.Interaction;
import org.firewarden.gate.consent.PatientStandings;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.Gate;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.decision.ResourceTypes;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Puts together what the gate decides from: compartments of resources, Consents of their patients, the policy in force. */
public final class GateKeeper {

    private final FhirContext fhir;
    private final PatientCompartment compartment;
    private final FactsReader facts;
    private final PatientStandings standings;
    private final Supplier<Policy> policies;
    private final Clock clock;

    /**
     * Decides by what is known of the patients and by the policy in force.
     *
     * @param policies gives the policy in force
     */
    public GateKeeper(FhirContext fhir, PatientStandings standings, Supplier<Policy> policies, Clock clock) {
        this.fhir = fhir;
        this.compartment = new PatientCompartment(fhir);
        this.facts = new FactsReader(fhir);
        this.standings = standings;
        this.policies = policies;
        this.clock = clock;
    }

    /** Decides before any resource is known. */
    Decision decideOnType(Caller caller, Interaction interaction, String resourceType) {
        return Gate.decideOnType(caller, Access.toType(interaction, resourceType), policies.get());
    }

    /** Decides on an access whose patients are known; asks for their Consents. */
    public Decision decide(Caller caller, Access access) {
        return Gate.decide(
                caller, access, standings.snapshot(caller, access.allPatientIds(), clock.instant()), policies.get());
    }

    /** Decides on each resource of a page, with one question for the Consents of all of them. */
    List<Verdict> decide(Caller caller, Interaction interaction, List<? extends IBaseResource> resources) {
        return decide(caller, interaction, resources, compartment::of);
    }

    /** The same for resources that are read from what is committed. */
    List<Verdict> decideOnCommitted(Caller caller, Interaction interaction, List<? extends IBaseResource> resources) {
        return decide(caller, interaction, resources, compartment::ofCommitted);
    }

    private List<Verdict> decide(
            Caller caller,
            Interaction interaction,
            List<? extends IBaseResource> resources,
            Function<IBaseResource, PatientCompartment.Patients> patientsOf) {
        List<Access> accesses = new ArrayList<>(resources.size());
        Set<String> patients = new LinkedHashSet<>();
        for (IBaseResource resource : resources) {
            Access access = access(interaction, resource, patientsOf.apply(resource));
            accesses.add(access);
            patients.addAll(access.allPatientIds());
        }
        Policy policy = policies.get();
        ConsentSnapshot snapshot = standings.snapshot(caller, patients, clock.instant());
        return accesses.stream()
                .map(access -> new Verdict(access, Gate.decide(caller, access, snapshot, policy)))
                .toList();
    }

    /** True unless the type is one that holds no patient data and the resource refers to no patient. */
    boolean isAboutPatients(IBaseResource resource) {
        return ResourceTypes.isAboutPatients(fhir.getResourceType(resource))
                || !compartment.mentionedPatientIds(resource).isEmpty();
    }

    /** True if the role of the caller sees something that comes in pages. */
    boolean mayPage(Caller caller) {
        return !policies.get().covering(caller).isEmpty();
    }

    /** What is asked when this is asked of this resource. */
    Access access(Interaction interaction, IBaseResource resource) {
        return access(interaction, resource, compartment.of(resource));
    }

    private Access access(Interaction interaction, IBaseResource resource, PatientCompartment.Patients patients) {
        @Nullable String id = resource.getIdElement().getIdPart();
        return new Access(
                interaction,
                fhir.getResourceType(resource),
                id,
                patients.inCompartment(),
                patients.mentioned(),
                facts.of(resource));
    }

    /**
     * What was asked of one resource, and the answer.
     *
     * @param access what was asked
     * @param decision the answer
     */
    record Verdict(Access access, Decision decision) {

        String reference() {
            return access.resourceType() + "/" + access.resourceId();
        }
    }
}
