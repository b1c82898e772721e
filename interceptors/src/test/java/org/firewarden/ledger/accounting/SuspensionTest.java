package org.firewarden.ledger.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.firewarden.control.Control;
import org.junit.jupiter.api.Test;

/** 45 CFR 164.528(a)(2). */
@Control("164.528")
class SuspensionTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static Suspension of(DisclosureBasis basis, boolean isWritten, Duration length) {
        return new Suspension(UUID.randomUUID(), "p", basis, isWritten, NOW, NOW.plus(length));
    }

    @Test
    void anOralStatementHoldsForThirtyDaysAtMost() {
        assertThat(of(DisclosureBasis.LAW_ENFORCEMENT, false, Duration.ofDays(30))
                        .until())
                .isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThatThrownBy(() -> of(
                        DisclosureBasis.LAW_ENFORCEMENT,
                        false,
                        Duration.ofDays(30).plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(of(DisclosureBasis.HEALTH_OVERSIGHT, true, Duration.ofDays(400))
                        .isWritten())
                .isTrue();
    }

    @Test
    void onlyLawEnforcementAndHealthOversightSuspend() {
        for (DisclosureBasis basis : DisclosureBasis.values()) {
            boolean mayBe = basis == DisclosureBasis.LAW_ENFORCEMENT || basis == DisclosureBasis.HEALTH_OVERSIGHT;
            if (mayBe) {
                assertThat(of(basis, true, Duration.ofDays(1)).basis()).isEqualTo(basis);
            } else {
                assertThatThrownBy(() -> of(basis, true, Duration.ofDays(1)))
                        .as(basis.code())
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void itHoldsForItsBasisUntilItsEnd() {
        Suspension suspension = of(DisclosureBasis.LAW_ENFORCEMENT, true, Duration.ofDays(2));

        assertThat(suspension.holds(DisclosureBasis.LAW_ENFORCEMENT, NOW)).isTrue();
        assertThat(suspension.holds(DisclosureBasis.HEALTH_OVERSIGHT, NOW)).isFalse();
        assertThat(suspension.holds(DisclosureBasis.LAW_ENFORCEMENT, NOW.minusSeconds(1)))
                .isFalse();
        assertThat(suspension.holds(DisclosureBasis.LAW_ENFORCEMENT, NOW.plus(Duration.ofDays(2))))
                .isFalse();
    }
}
