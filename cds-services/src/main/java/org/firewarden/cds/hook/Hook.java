package org.firewarden.cds.hook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A hook of the CDS Hooks library (cds-hooks.hl7.org/hooks) that this server answers, and what its context holds besides
 * the patient.
 */
public enum Hook {
    PATIENT_VIEW("1.0", Users.ANYBODY, false, null),
    ORDER_SELECT("1.0", Users.CLINICIANS, false, Drafts.ORDERS),
    ORDER_SIGN("1.0", Users.CLINICIANS, false, Drafts.ORDERS),
    ENCOUNTER_START("1.0", Users.CLINICIANS, true, null),
    ENCOUNTER_DISCHARGE("1.0", Users.CLINICIANS, true, null),
    APPOINTMENT_BOOK("1.0", Users.ANYBODY, false, Drafts.APPOINTMENTS),
    PROBLEM_LIST_ITEM_CREATE("0.1.0", Users.CLINICIANS, false, Drafts.CONDITIONS),
    MEDICATION_REFILL("0.1.0", Users.CLINICIANS_OR_NOBODY, false, Drafts.REFILLS);

    private final String version;
    private final Users users;
    private final boolean hasEncounter;
    private final @Nullable Drafts drafts;

    Hook(String version, Users users, boolean hasEncounter, @Nullable Drafts drafts) {
        this.version = version;
        this.users = users;
        this.hasEncounter = hasEncounter;
        this.drafts = drafts;
    }

    /** The hook of this name. */
    public static Optional<Hook> ofCode(String code) {
        return Arrays.stream(values()).filter(hook -> hook.code().equals(code)).findFirst();
    }

    /** The name on the wire: lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The version of the hook's definition. */
    public String version() {
        return version;
    }

    Users users() {
        return users;
    }

    boolean requiresEncounter() {
        return hasEncounter;
    }

    @Nullable
    Drafts drafts() {
        return drafts;
    }

    /** Who may be the user in context. */
    enum Users {
        ANYBODY(true, "Practitioner PractitionerRole Patient RelatedPerson"),
        CLINICIANS(true, "Practitioner PractitionerRole"),
        /** A refill is often asked for while no user is there. */
        CLINICIANS_OR_NOBODY(false, "Practitioner PractitionerRole");

        private final boolean isRequired;
        private final String types;

        Users(boolean isRequired, String types) {
            this.isRequired = isRequired;
            this.types = types;
        }

        boolean isRequired() {
            return isRequired;
        }

        List<String> types() {
            return List.of(types.split(" ", -1));
        }
    }

    /**
     * Resources that are not stored yet and travel in the context as a Bundle. Resources that only belong to them, such as a
     * Medication, may be in the Bundle too.
     */
    enum Drafts {
        ORDERS(
                "draftOrders",
                "draft",
                "CommunicationRequest DeviceRequest MedicationRequest NutritionOrder ServiceRequest Task VisionPrescription"),
        APPOINTMENTS("appointments", "proposed", "Appointment"),
        /** A Condition has no status of its own that could say 'draft'. */
        CONDITIONS("conditions", null, "Condition"),
        REFILLS("medications", "draft", "MedicationRequest");

        private final String field;
        private final @Nullable String status;
        private final String types;

        Drafts(String field, @Nullable String status, String types) {
            this.field = field;
            this.status = status;
            this.types = types;
        }

        String field() {
            return field;
        }

        @Nullable
        String status() {
            return status;
        }

        Set<String> types() {
            return Set.of(types.split(" ", -1));
        }
    }
}
