package org.firewarden.smart.factor;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.firewarden.crypto.OneTimeCode;

/** Time-based codes (TOTP, RFC 6238): a step of 30 seconds, and one step of drift each way (section 5.2). */
final class TimeCodes {

    /** How long a secret is, in bytes: as long as the hash (RFC 4226, section 4, R6). */
    static final int SECRET_BYTES = 20;

    private static final long STEP_SECONDS = 30;
    private static final int DRIFT = 1;
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    private TimeCodes() {}

    /** True if it looks like a code. */
    static boolean isCode(String typed) {
        return CODE.matcher(typed).matches();
    }

    /** The step that a code is of, if it is a good one now. */
    static OptionalLong stepOf(byte[] secret, String code, Instant now) {
        long current = now.getEpochSecond() / STEP_SECONDS;
        OptionalLong found = OptionalLong.empty();
        for (long step = current - DRIFT; step <= current + DRIFT; step++) {
            if (OneTimeCode.areEqual(OneTimeCode.of(secret, step), code)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }
}
