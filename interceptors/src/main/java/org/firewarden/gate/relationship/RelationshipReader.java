package org.firewarden.gate.relationship;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.firewarden.gate.relationship.Relationships.Caregiver;
import org.firewarden.gate.relationship.Relationships.Link;
import org.firewarden.gate.relationship.Relationships.Membership;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a FHIR R4 resource says of care: {@code Patient.generalPractitioner} and {@code .link}, the members of active
 * care teams, participants and provider of encounters, practitioner roles, and which organisation is part of which. Relatives
 * and other patients in a team take no care in this sense.
 *
 * <p>Care that is over, or given by somebody of whom only an identifier or a name is known, opens the patient to nobody, and
 * keeps the patient from being in nobody's care, who would be open to each clinician.
 */
final class RelationshipReader {

    private static final Set<String> CAREGIVERS =
            Set.of("Practitioner", "PractitionerRole", "Organization", "CareTeam");

    private static final Set<Encounter.EncounterStatus> UNDER_WAY = EnumSet.of(
            Encounter.EncounterStatus.PLANNED,
            Encounter.EncounterStatus.ARRIVED,
            Encounter.EncounterStatus.TRIAGED,
            Encounter.EncounterStatus.INPROGRESS,
            Encounter.EncounterStatus.ONLEAVE);

    private static final Set<CareTeam.CareTeamStatus> OVER =
            EnumSet.of(CareTeam.CareTeamStatus.INACTIVE, CareTeam.CareTeamStatus.SUSPENDED);

    /** Who may be named in these places and takes no care in this sense. */
    private static final Set<String> OTHERS = Set.of("Patient", "RelatedPerson");

    /** A caregiver of whom nobody can tell who it is; no caller is known by this. */
    private static final String SOMEBODY = "";

    private RelationshipReader() {}

    static Relationships read(IBaseResource resource) {
        if (resource instanceof Patient patient) {
            return ofPatient(patient);
        }
        if (resource instanceof CareTeam team) {
            return ofTeam(team);
        }
        if (resource instanceof Encounter encounter) {
            return ofEncounter(encounter);
        }
        if (resource instanceof PractitionerRole role) {
            return ofRole(role);
        }
        if (resource instanceof Organization organization) {
            return ofOrganization(organization);
        }
        return Relationships.NONE;
    }

    private static Relationships ofPatient(Patient patient) {
        String id = patient.getIdElement().getIdPart();
        Set<Caregiver> caregivers = new HashSet<>();
        patient.getGeneralPractitioner().forEach(gp -> addCaregiver(caregivers, id, gp, Validity.ALWAYS, false));
        Set<Link> links = new HashSet<>();
        patient.getLink().forEach(link -> {
            String other = patientId(link.getOther());
            if (other != null && !other.equals(id)) {
                links.add(new Link(id, other));
            }
        });
        return new Relationships(caregivers, Set.of(), links);
    }

    private static Relationships ofTeam(CareTeam team) {
        String patientId = patientId(team.getSubject());
        if (team.getStatus() != CareTeam.CareTeamStatus.ACTIVE) {
            return OVER.contains(team.getStatus()) && team.hasParticipant()
                    ? inCareOfSomebody(patientId)
                    : Relationships.NONE;
        }
        String self = "CareTeam/" + team.getIdElement().getIdPart();
        Validity period = Validity.of(team.getPeriod());
        Set<Caregiver> caregivers = new HashSet<>();
        Set<Membership> memberships = new HashSet<>();
        team.getParticipant().forEach(participant -> {
            Validity both = period.and(Validity.of(participant.getPeriod()));
            String member = caregiver(participant.getMember());
            if (member != null) {
                memberships.add(new Membership(member, self, patientId, both));
            }
            addCaregiver(caregivers, patientId, participant.getMember(), both, false);
        });
        return new Relationships(caregivers, memberships, Set.of());
    }

    /** A planned encounter counts before it starts; one that is over counts on from its end, if it says when that was. */
    private static Relationships ofEncounter(Encounter encounter) {
        Validity period = Validity.of(encounter.getPeriod());
        String patientId = patientId(encounter.getSubject());
        boolean isFinished = encounter.getStatus() == Encounter.EncounterStatus.FINISHED;
        if (isFinished && period.end() == null && (encounter.hasParticipant() || encounter.hasServiceProvider())) {
            return inCareOfSomebody(patientId);
        }
        if (!isFinished && !UNDER_WAY.contains(encounter.getStatus())) {
            return Relationships.NONE;
        }
        Validity until = new Validity(null, period.end());
        Set<Caregiver> caregivers = new HashSet<>();
        addCaregiver(caregivers, patientId, encounter.getServiceProvider(), until, true);
        encounter.getParticipant().forEach(participant -> {
            Validity part =
                    new Validity(null, Validity.of(participant.getPeriod()).end());
            addCaregiver(caregivers, patientId, participant.getIndividual(), until.and(part), true);
        });
        return new Relationships(caregivers, Set.of(), Set.of());
    }

    private static Relationships ofRole(PractitionerRole role) {
        String practitioner = caregiver(role.getPractitioner());
        if (practitioner == null || (role.hasActive() && !role.getActive())) {
            return Relationships.NONE;
        }
        String self = "PractitionerRole/" + role.getIdElement().getIdPart();
        Validity period = Validity.of(role.getPeriod());
        Set<Membership> memberships = new HashSet<>();
        memberships.add(new Membership(practitioner, self, null, period));
        // Who signs in by a role is that person all the same.
        memberships.add(new Membership(self, practitioner, null, period));
        String organization = caregiver(role.getOrganization());
        if (organization != null) {
            memberships.add(new Membership(self, organization, null, period));
        }
        return new Relationships(Set.of(), memberships, Set.of());
    }

    private static Relationships ofOrganization(Organization organization) {
        String whole = caregiver(organization.getPartOf());
        String self = "Organization/" + organization.getIdElement().getIdPart();
        return whole == null || whole.equals(self)
                ? Relationships.NONE
                : new Relationships(Set.of(), Set.of(new Membership(self, whole, null, Validity.ALWAYS)), Set.of());
    }

    private static void addCaregiver(
            Set<Caregiver> caregivers,
            @Nullable String patientId,
            Reference reference,
            Validity validity,
            boolean outlasts) {
        String caregiver = caregiver(reference);
        if (patientId != null && caregiver != null) {
            caregivers.add(new Caregiver(patientId, caregiver, validity, outlasts));
        } else if (patientId != null && !reference.isEmpty() && !OTHERS.contains(type(reference))) {
            caregivers.add(new Caregiver(patientId, SOMEBODY, validity, outlasts));
        }
    }

    private static Relationships inCareOfSomebody(@Nullable String patientId) {
        return patientId == null
                ? Relationships.NONE
                : new Relationships(
                        Set.of(new Caregiver(patientId, SOMEBODY, Validity.ALWAYS, false)), Set.of(), Set.of());
    }

    /** The type that a reference states, in whatever way; empty if in none. */
    private static String type(Reference reference) {
        String ofReference = reference.getReferenceElement().getResourceType();
        String stated = ofReference == null ? reference.getType() : ofReference;
        return stated == null ? "" : stated;
    }

    private static @Nullable String caregiver(Reference reference) {
        IIdType id = reference.getReferenceElement();
        return id.hasIdPart() && id.hasResourceType() && CAREGIVERS.contains(id.getResourceType())
                ? id.getResourceType() + "/" + id.getIdPart()
                : null;
    }

    /** The logical id of the patient to whom a reference leads, or null. */
    static @Nullable String patientId(Reference reference) {
        IIdType id = reference.getReferenceElement();
        return id.hasIdPart() && "Patient".equals(id.getResourceType()) ? id.getIdPart() : null;
    }
}
