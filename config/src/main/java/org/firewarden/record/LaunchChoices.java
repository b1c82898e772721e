package org.firewarden.record;

import java.util.List;
import java.util.Optional;
import org.firewarden.access.Caller;
import org.firewarden.phi.Phi;

/**
 * What somebody who launches an app may choose from (SMART App Launch 2.2, {@code launch/patient} and
 * {@code launch/encounter}): only what the gate would show that person. Hidden and absent look the same.
 */
public interface LaunchChoices {

    /** How many are offered at once; who does not find the right one types more of the name. */
    int MAXIMUM = 20;

    /** Nothing can be chosen. */
    LaunchChoices NONE = new LaunchChoices() {
        @Override
        public List<Choice> patients(Caller caller, Phi<String> name) {
            return List.of();
        }

        @Override
        public Optional<Choice> patient(Caller caller, String patientId) {
            return Optional.empty();
        }

        @Override
        public List<Choice> encounters(Caller caller, String patientId) {
            return List.of();
        }
    };

    /**
     * The first {@value #MAXIMUM} patients whom the caller may see.
     *
     * @param name the beginning of a name, or an empty text for anybody
     */
    List<Choice> patients(Caller caller, Phi<String> name);

    /** This patient, if the caller may see the patient. */
    Optional<Choice> patient(Caller caller, String patientId);

    /** The latest {@value #MAXIMUM} encounters of the patient that the caller may see. */
    List<Choice> encounters(Caller caller, String patientId);

    /**
     * One of them.
     *
     * @param id the logical id
     * @param label what a person recognises it by, for example name and date of birth
     */
    record Choice(String id, Phi<String> label) {}
}
