package org.firewarden.model.admission;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may submit models, and what an artifact may take.
 *
 * @param submitters the registered keys
 * @param maximumBytes the largest artifact
 * @param timeLimit how long loading and the golden set may take together
 */
public record AdmissionSettings(List<SubmitterKeys.SubmitterKey> submitters, long maximumBytes, Duration timeLimit)
        implements SubmitterKeys {

    /** Somebody who brings registered keys along: the settings of the server, or the demo. */
    public interface Source {

        /** The keys. */
        List<SubmitterKey> keys();
    }

    private static final long STANDARD_BYTES = 64L << 20;

    /** Copies the keys. */
    public AdmissionSettings {
        submitters = List.copyOf(submitters);
        if (maximumBytes < 1 || timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("there must be room and time for an artifact");
        }
    }

    /** 64 MiB and 30 seconds. */
    public static AdmissionSettings standard(List<SubmitterKey> submitters) {
        return new AdmissionSettings(submitters, STANDARD_BYTES, Duration.ofSeconds(30));
    }

    @Override
    public Optional<SubmitterKey> find(String keyId) {
        return submitters.stream()
                .filter(submitter -> submitter.key().id().equals(keyId))
                .findFirst();
    }
}
