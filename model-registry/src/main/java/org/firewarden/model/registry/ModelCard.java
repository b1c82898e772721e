package org.firewarden.model.registry;

import java.util.List;

/**
 * What a clinician must know of a model version before relying on it (after Mitchell et al. 2019, Model Cards for Model
 * Reporting, doi 10.1145/3287560.3287596; the attributes lean on 45 CFR 170.315(b)(11)). Texts are plain text.
 *
 * @param title what the model is called
 * @param developer who developed the model, and who made the artifact
 * @param intendedUse by whom, for whom and for which decision
 * @param population the people it was developed on and holds for
 * @param inputs what it reads, with units and windows
 * @param outputs what the numbers mean
 * @param limits what its user must bear in mind
 * @param outOfScope what it must not be used for
 * @param performance what is published about how well it does
 * @param citation where it is published
 * @param licence under which terms it may be used
 */
public record ModelCard(
        String title,
        String developer,
        String intendedUse,
        String population,
        List<String> inputs,
        List<String> outputs,
        List<String> limits,
        List<String> outOfScope,
        String performance,
        String citation,
        String licence) {

    /** Copies the lists. */
    public ModelCard {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        limits = List.copyOf(limits);
        outOfScope = List.copyOf(outOfScope);
    }
}
