package org.firewarden.model.risk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.registry.StageEntry;

/** Whether a call falls to a canary: by its unit, or because its patient is among the first so many of a hundred. */
final class CanaryShare {

    private static final int HUNDRED = 100;

    private CanaryShare() {}

    static boolean includes(StageEntry canary, CallSubject subject) {
        if (canary.canaryUnits().stream().anyMatch(subject.units()::contains)) {
            return true;
        }
        byte[] digest = Sha256.digest(
                (canary.model() + "/" + canary.version() + "/" + subject.patientId()).getBytes(StandardCharsets.UTF_8));
        return Math.floorMod(ByteBuffer.wrap(digest).getLong(), HUNDRED) < canary.canaryPercent();
    }
}
