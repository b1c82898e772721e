package org.firewarden.smart.approval;

import java.time.Duration;

/**
 * How long refresh tokens are good ({@code firewarden.smart.renewal.*}).
 *
 * @param onlineIdle an online refresh token that is not used for so long ends
 * @param onlineLongest online access ends so long after the sign-in
 * @param offlineIdle an offline refresh token that is not used for so long ends
 * @param offlineLongest offline access ends so long after the sign-in
 */
public record RenewalLimits(
        Duration onlineIdle, Duration onlineLongest, Duration offlineIdle, Duration offlineLongest) {

    /** Half an hour and half a day for online, 90 days and a year for offline access. */
    public static final RenewalLimits DEFAULT =
            new RenewalLimits(Duration.ofMinutes(30), Duration.ofHours(12), Duration.ofDays(90), Duration.ofDays(365));

    /** Refuses times that are not positive, and idle times beyond the longest. */
    public RenewalLimits {
        if (onlineIdle.isNegative()
                || onlineIdle.isZero()
                || offlineIdle.isNegative()
                || offlineIdle.isZero()
                || onlineIdle.compareTo(onlineLongest) > 0
                || offlineIdle.compareTo(offlineLongest) > 0) {
            throw new IllegalArgumentException(
                    "firewarden.smart.renewal: idle times are positive and within the longest");
        }
    }

    Duration idle(Renewal renewal) {
        return renewal == Renewal.OFFLINE ? offlineIdle : onlineIdle;
    }

    Duration longest(Renewal renewal) {
        return renewal == Renewal.OFFLINE ? offlineLongest : onlineLongest;
    }
}
