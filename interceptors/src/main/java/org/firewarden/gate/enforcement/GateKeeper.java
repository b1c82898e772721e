package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.ElementRules;
import org.firewarden.access.Interaction;
import org.firewarden.access.ResourceFacts;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.Gate;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.decision.ResourceTypes;
import org.firewarden.gate.masking.ResourceMask;
import org.firewarden.gate.standing.PatientStandings;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Puts together what the gate decides from: compartments of resources, Consents of their patients, the policy in force. */
public final class GateKeeper {

    private final FhirContext fhir;
    private final PatientCompartment compartment;
    private final FactsReader facts;
    private final PatientStandings standings;
    private final ReachedPatients reached;
    private final Supplier<Policy> policies;
    private final Clock clock;
    private final ResourceMask mask;

    /**
     * Decides by what is known of the patients and by the policy in force.
     *
     * @param reached finds the patients of a resource that names none
     * @param policies gives the policy in force
     */
    public GateKeeper(
            FhirContext fhir,
            PatientStandings standings,
            ReachedPatients reached,
            Supplier<Policy> policies,
            Clock clock) {
        this.fhir = fhir;
        this.compartment = new PatientCompartment(fhir);
        this.facts = new FactsReader(fhir);
        this.standings = standings;
        this.reached = reached;
        this.policies = policies;
        this.clock = clock;
        this.mask = new ResourceMask(fhir);
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

    /** Decides what can be decided before any resource of a bulk export is known: by the rules alone that allow bulk. */
    public Decision decideInBulk(Caller caller, Interaction interaction, String resourceType) {
        return Gate.decideOnType(
                caller, Access.toType(interaction, resourceType), policies.get().inBulk());
    }

    /** Decides on each resource of a page, with one question for the Consents of all of them. */
    List<Verdict> decide(Caller caller, Interaction interaction, List<? extends IBaseResource> resources) {
        return decide(caller, interaction, resources, compartment::of, facts::of, policies.get());
    }

    /** The same by the rules alone that allow bulk export. */
    List<Verdict> decideInBulk(Caller caller, Interaction interaction, List<? extends IBaseResource> resources) {
        return decide(
                caller,
                interaction,
                resources,
                compartment::of,
                facts::of,
                policies.get().inBulk());
    }

    /** The same for resources that are read from what is committed. */
    List<Verdict> decideOnCommitted(Caller caller, Interaction interaction, List<? extends IBaseResource> resources) {
        return decide(caller, interaction, resources, compartment::ofCommitted, facts::ofCommitted, policies.get());
    }

    private List<Verdict> decide(
            Caller caller,
            Interaction interaction,
            List<? extends IBaseResource> resources,
            Function<IBaseResource, PatientCompartment.Patients> patientsOf,
            Function<IBaseResource, ResourceFacts> factsOf,
            Policy policy) {
        List<PatientCompartment.Patients> about = withReached(
                resources.stream().<PatientCompartment.Patients>map(patientsOf).toList());
        List<Access> accesses = new ArrayList<>(resources.size());
        Set<String> patients = new LinkedHashSet<>();
        for (int i = 0; i < resources.size(); i++) {
            IBaseResource resource = resources.get(i);
            Access access = access(interaction, resource, about.get(i), factsOf.apply(resource));
            accesses.add(access);
            patients.addAll(access.allPatientIds());
        }
        ConsentSnapshot snapshot = standings.snapshot(caller, patients, clock.instant());
        return accesses.stream()
                .map(access -> new Verdict(access, Gate.decide(caller, access, snapshot, policy), policy))
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

    /** The resource as the verdict shows it to the caller: itself, or a copy without what is hidden. */
    IBaseResource shown(Caller caller, Verdict verdict, IBaseResource resource) {
        return verdict.decision().elements().isEverything()
                ? resource
                : mask.apply(
                        (Resource) resource,
                        verdict.decision().elements(),
                        type -> verdict.policy().elements(caller, type));
    }

    /** True if the policy lets the caller do this to each resource of the type, whatever the patients have consented to. */
    boolean recordsFreely(Caller caller, Interaction interaction, String resourceType) {
        return policies.get().recordsFreely(caller, interaction, resourceType);
    }

    /** True if the policy hides something of resources of the type from a caller who may read them. */
    boolean hidesElements(Caller caller, String resourceType) {
        ElementRules seen = policies.get().elements(caller, resourceType);
        return seen != null && !seen.isEverything();
    }

    /**
     * True if the caller sees this resource with something hidden, and so must not write over it. Who may write it and not
     * read it is judged by what the policy would show.
     */
    boolean isMaskedFor(Caller caller, IBaseResource resource) {
        if (!hidesElements(caller, fhir.getResourceType(resource))) {
            return false;
        }
        Verdict verdict = decide(caller, Interaction.READ, List.of(resource)).get(0);
        return !verdict.decision().isPermitted() || shown(caller, verdict, resource) != resource;
    }

    /** True if the policy opens the operation to the caller. */
    public boolean mayCall(Caller caller, String operation) {
        return policies.get().opens(caller, operation);
    }

    /** True if the policy opens the operation to anybody. */
    boolean isOpenOperation(String operation) {
        return policies.get().operations().contains(operation);
    }

    /** The greatest page that the policy gives the caller; 0 if none. */
    int pageLimit(Caller caller) {
        return policies.get().pageLimit(caller);
    }

    /** What is asked when this is asked of this resource. */
    Access access(Interaction interaction, IBaseResource resource) {
        PatientCompartment.Patients patients =
                withReached(List.of(compartment.of(resource))).get(0);
        return access(interaction, resource, patients, facts.of(resource));
    }

    /**
     * A list of somebody's results says something of that somebody, whether or not it says of whom it is. Asks once for all
     * that name no patient, and not at all if each names one.
     */
    private List<PatientCompartment.Patients> withReached(List<PatientCompartment.Patients> about) {
        Set<String> leads = new LinkedHashSet<>();
        about.forEach(patients -> leads.addAll(patients.leads()));
        if (leads.isEmpty()) {
            return about;
        }
        Map<String, Set<String>> found = reached.from(leads);
        return about.stream()
                .map(patients -> {
                    Set<String> all = new LinkedHashSet<>(patients.mentioned());
                    patients.leads().forEach(lead -> all.addAll(found.getOrDefault(lead, Set.of())));
                    return new PatientCompartment.Patients(patients.inCompartment(), all, patients.leads());
                })
                .toList();
    }

    private Access access(
            Interaction interaction,
            IBaseResource resource,
            PatientCompartment.Patients patients,
            ResourceFacts known) {
        @Nullable String id = resource.getIdElement().getIdPart();
        return new Access(
                interaction, fhir.getResourceType(resource), id, patients.inCompartment(), patients.mentioned(), known);
    }

    /** What the gate decides from when this caller asks this of a stored resource. */
    public Considered consider(Caller caller, Interaction interaction, IBaseResource resource) {
        Access access = access(interaction, resource);
        return new Considered(
                access, standings.snapshot(caller, access.allPatientIds(), clock.instant()), policies.get());
    }

    /**
     * What a decision is made from.
     *
     * @param access what is asked
     * @param snapshot what is known of the patients
     * @param policy the rules in force
     */
    public record Considered(Access access, ConsentSnapshot snapshot, Policy policy) {}

    /**
     * What was asked of one resource, and the answer.
     *
     * @param access what was asked
     * @param decision the answer
     * @param policy the policy by which it was decided
     */
    record Verdict(Access access, Decision decision, Policy policy) {

        String reference() {
            return access.resourceType() + "/" + access.resourceId();
        }
    }
}
