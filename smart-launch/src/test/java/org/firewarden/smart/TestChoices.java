package org.firewarden.smart;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.firewarden.phi.Phi;
import org.firewarden.record.LaunchChoices;

/** A gate that shows two patients to clinicians, and a third to nobody. */
final class TestChoices implements LaunchChoices {

    private static final Map<String, String> PATIENTS =
            Map.of("p-7", "Smith, Ann (1970-01-01)", "p-8", "Smythe <script>, Bob (1980-02-02)");

    @Override
    public List<Choice> patients(Caller caller, Phi<String> name) {
        return caller.is(Role.CLINICIAN)
                ? PATIENTS.entrySet().stream()
                        .filter(patient -> patient.getValue().startsWith(name.reveal()))
                        .map(patient -> new Choice(patient.getKey(), Phi.of(patient.getValue())))
                        .toList()
                : List.of();
    }

    @Override
    public Optional<Choice> patient(Caller caller, String patientId) {
        return patients(caller, Phi.of("")).stream()
                .filter(choice -> choice.id().equals(patientId))
                .findFirst();
    }

    @Override
    public List<Choice> encounters(Caller caller, String patientId) {
        return patientId.equals("p-7") || patientId.equals("pat-1")
                ? List.of(new Choice("e-" + patientId, Phi.of("Ward 3, since yesterday")))
                : List.of();
    }
}
