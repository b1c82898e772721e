package org.firewarden.smart.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.smart.MovingClock;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.launch.LaunchContext;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two nodes over one database: what happens once, what ends when, and what is known where. */
class ApprovalsIT {

    private final MovingClock clock = new MovingClock();
    private final Revocations here = new Revocations(TestDatabase.jdbc(), clock);
    private final Revocations there = new Revocations(TestDatabase.jdbc(), clock);
    private final Approvals approvals = new Approvals(
            TestDatabase.jdbc(), here, new SecretValues(new SecureRandom()), RenewalLimits.DEFAULT, clock);

    @Test
    void ofManyWhoPresentOneCodeAtOnceOneGetsIt() throws Exception {
        String code = approve(Renewal.NONE);

        List<Redemption> redemptions = atOnce(() -> approvals.redeemCode(code, "app"));

        assertThat(redemptions).filteredOn(Redemption.Good.class::isInstance).hasSize(1);
    }

    @Test
    void ofManyWhoPresentOneRefreshTokenAtOnceOneGetsIt() throws Exception {
        String token = refreshToken(Renewal.OFFLINE);

        List<Redemption> redemptions = atOnce(() -> approvals.redeemRefreshToken(token, "app"));

        assertThat(redemptions).filteredOn(Redemption.Good.class::isInstance).hasSize(1);
    }

    @Test
    void aCodeIsGoodForAMinute() {
        String code = approve(Renewal.NONE);
        clock.pass(Duration.ofSeconds(61));

        assertThat(approvals.redeemCode(code, "app")).isInstanceOf(Redemption.Unknown.class);
    }

    @Test
    void aRefreshTokenThatIsNotUsedEnds() {
        String online = refreshToken(Renewal.ONLINE);
        String offline = refreshToken(Renewal.OFFLINE);
        clock.pass(Duration.ofMinutes(31));

        assertThat(approvals.redeemRefreshToken(online, "app")).isInstanceOf(Redemption.Unknown.class);
        assertThat(approvals.redeemRefreshToken(offline, "app")).isInstanceOf(Redemption.Good.class);
    }

    @Test
    void onlineAccessEndsHalfADayAfterTheSignInHoweverOftenItIsRenewed() {
        String token = refreshToken(Renewal.ONLINE);
        for (int i = 0; i < 26; i++) {
            clock.pass(Duration.ofMinutes(28));
            Redemption redemption = approvals.redeemRefreshToken(token, "app");
            if (!(redemption instanceof Redemption.Good good)) {
                assertThat(i).isGreaterThanOrEqualTo(24);
                return;
            }
            token = approvals.issueRefreshToken(good.approval()).orElseThrow();
        }
        throw new AssertionError("online access does not end");
    }

    @Test
    void whatIsEndedHereIsKnownThereWithinSecondsAndIsForgottenWhenNoTokenCanBeLeft() {
        String id = "approval:" + UUID.randomUUID();
        assertThat(there.areAny(Set.of(id))).isFalse();

        here.revoke(id);

        assertThat(here.areAny(Set.of(id))).isTrue();
        clock.pass(Duration.ofSeconds(6));
        assertThat(there.areAny(Set.of(id, "other"))).isTrue();
        assertThat(here.areAny(Set.of(id))).isTrue();
        clock.pass(Duration.ofMinutes(63));
        assertThat(there.areAny(Set.of(id))).isFalse();
    }

    @Test
    void whoIsLetInAgainIsLetInAgain() {
        String id = Revocations.ofClient("app-" + UUID.randomUUID());
        here.revoke(id);

        here.restore(id);

        assertThat(here.areAny(Set.of(id))).isFalse();
    }

    @Test
    void aNodeThatCannotReadTheListForAMinuteTrustsNoToken() {
        Failing jdbc = new Failing();
        Revocations cutOff = new Revocations(jdbc, clock);
        assertThat(cutOff.areAny(Set.of("x"))).isFalse();
        jdbc.isDown = true;

        clock.pass(Duration.ofSeconds(50));
        assertThat(cutOff.areAny(Set.of("x"))).isFalse();
        clock.pass(Duration.ofSeconds(11));
        assertThatThrownBy(() -> cutOff.areAny(Set.of("x"))).isInstanceOf(RevocationsUnavailableException.class);
    }

    @Test
    void atSignOffOnlineAccessEndsAndOfflineAccessGoesOn() {
        String online = refreshToken(Renewal.ONLINE);
        String offline = refreshToken(Renewal.OFFLINE);

        approvals.endAllOf("somebody", true, "sign-off");

        assertThat(approvals.redeemRefreshToken(online, "app")).isInstanceOf(Redemption.Unknown.class);
        assertThat(approvals.redeemRefreshToken(offline, "app")).isInstanceOf(Redemption.Good.class);
    }

    private String refreshToken(Renewal renewal) {
        Redemption.Good good = (Redemption.Good) approvals.redeemCode(approve(renewal), "app");
        return approvals.issueRefreshToken(good.approval()).orElseThrow();
    }

    private String approve(Renewal renewal) {
        Approval approval = new Approval(
                UUID.randomUUID(),
                "app",
                "somebody",
                Set.of("patient/*.rs"),
                PurposeOfUse.TREAT,
                LaunchContext.NONE,
                "1",
                clock.instant(),
                null,
                renewal,
                null,
                clock.instant(),
                clock.instant());
        return approvals.approve(approval, "https://app.example", "challenge");
    }

    private static List<Redemption> atOnce(Callable<Redemption> redemption) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Redemption> results = new ArrayList<>();
            for (Future<Redemption> result : pool.invokeAll(List.of(redemption, redemption, redemption, redemption))) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static final class Failing extends JdbcTemplate {

        private boolean isDown;

        Failing() {
            super(TestDatabase.dataSource());
        }

        @Override
        public <T> List<T> queryForList(String sql, Class<T> type, Object... parameters) {
            if (isDown) {
                throw new DataAccessResourceFailureException("down");
            }
            return super.queryForList(sql, type, parameters);
        }
    }
}
