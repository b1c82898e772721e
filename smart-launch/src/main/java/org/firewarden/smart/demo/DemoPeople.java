package org.firewarden.smart.demo;

import static org.firewarden.access.PurposeOfUse.ETREAT;
import static org.firewarden.access.PurposeOfUse.HOPERAT;
import static org.firewarden.access.PurposeOfUse.HPAYMT;
import static org.firewarden.access.PurposeOfUse.HRESCH;
import static org.firewarden.access.PurposeOfUse.PATRQT;
import static org.firewarden.access.PurposeOfUse.TREAT;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.jspecify.annotations.Nullable;

/** The twelve sign-ins of the demo, all with one password. */
final class DemoPeople implements People {

    /** The password of each of them. */
    static final String PASSWORD = "firewarden-demo";

    private static final String CLINICAL = "user/*.cruds patient/*.cruds";

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final String passwordHash;

    DemoPeople(String patPatientId, String passwordHash) {
        this.passwordHash = passwordHash;
        practitioner("alice", Set.of(Role.CLINICIAN), CLINICAL, TREAT, ETREAT, HOPERAT, HPAYMT);
        practitioner("cody", Set.of(Role.CLINICIAN), CLINICAL, TREAT, ETREAT, HOPERAT, HPAYMT);
        practitioner("rita", Set.of(Role.RESEARCHER), "user/*.rs", HRESCH);
        practitioner("audrey", Set.of(Role.AUDITOR, Role.PRIVACY_OFFICER), "user/AuditEvent.rs user/Task.rus", HOPERAT);
        practitioner("max", Set.of(Role.ML_ENGINEER), "user/Device.crus user/DocumentReference.rs", HOPERAT, HRESCH);
        practitioner("sofia", Set.of(Role.SAFETY_OFFICER), "user/Device.rus user/DocumentReference.rs", HOPERAT);
        add("pat", Set.of(Role.PATIENT), "Patient/" + patPatientId, "patient/*.rs", patPatientId, PATRQT);
        add("loader", Set.of(Role.INTERFACE_ENGINE), null, "system/*.cruds", null, HOPERAT);
        add("bill", Set.of(Role.BILLING), null, "user/*.cruds", null, HPAYMT);
        add("quinn", Set.of(Role.QUALITY), null, "user/*.cruds", null, HOPERAT);
        add(
                "mira",
                Set.of(Role.ML_ENGINEER),
                null,
                "user/Device.crus user/DocumentReference.rs",
                null,
                HOPERAT,
                HRESCH);
        add("root", Set.of(Role.ADMINISTRATOR), null, "", null, HOPERAT);
    }

    @Override
    public Optional<Person> find(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /** The sign-in names. */
    List<String> names() {
        return List.copyOf(people.keySet());
    }

    private void practitioner(
            String name, Set<Role> roles, String ceiling, PurposeOfUse usual, PurposeOfUse... others) {
        add(name, roles, "Practitioner/" + name, ceiling, null, usual, others);
    }

    private void add(
            String name,
            Set<Role> roles,
            @Nullable String fhirUser,
            String ceiling,
            @Nullable String patientId,
            PurposeOfUse usual,
            PurposeOfUse... others) {
        Set<PurposeOfUse> purposes = new HashSet<>(Set.of(others));
        purposes.add(usual);
        people.put(
                name,
                new Person(
                        name, passwordHash, roles, fhirUser, SmartScopes.parse(ceiling), usual, purposes, patientId));
    }
}
