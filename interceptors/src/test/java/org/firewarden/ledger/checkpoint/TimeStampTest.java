package org.firewarden.ledger.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.firewarden.crypto.TimeStampAuthority;
import org.firewarden.crypto.TimeStampException;
import org.junit.jupiter.api.Test;

/** What counts as a time stamp (RFC 3161), against a real authority in this process. */
class TimeStampTest {

    private static final byte[] CONTENT = "a checkpoint\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "another checkpoint\n".getBytes(StandardCharsets.UTF_8);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static byte[] request() {
        return TimeStampAuthority.request(CONTENT, new SecureRandom());
    }

    @Test
    void aStampHoldsUnderTheCertificateOfTheAuthorityAndUnderItsIssuers() throws Exception {
        TestAuthority authority = TestAuthority.create();
        byte[] request = request();
        byte[] response = authority.answer(request, now);

        TimeStampAuthority.Stamp stamp = TimeStampAuthority.of(authority.pem()).accept(request, response);
        assertThat(stamp).isEqualTo(new TimeStampAuthority.Stamp(now, "CN=Test TSA"));
        assertThat(TimeStampAuthority.of(authority.issuerPem()).verify(CONTENT, response))
                .isEqualTo(stamp);
    }

    @Test
    void aStampOfSomebodyElseDoesNotHold() throws Exception {
        byte[] response = TestAuthority.create().answer(request(), now);
        TestAuthority other = TestAuthority.create();

        assertThatThrownBy(() -> TimeStampAuthority.of(other.pem()).verify(CONTENT, response))
                .isInstanceOf(TimeStampException.class);
        assertThatThrownBy(() -> TimeStampAuthority.of(other.issuerPem()).verify(CONTENT, response))
                .isInstanceOf(TimeStampException.class);
    }

    @Test
    void aStampOverSomethingElseDoesNotHold() throws Exception {
        TestAuthority authority = TestAuthority.create();
        byte[] response = authority.answer(request(), now);

        assertThatThrownBy(() -> TimeStampAuthority.of(authority.pem()).verify(OTHER, response))
                .isInstanceOf(TimeStampException.class)
                .hasMessageContaining("something else");
    }

    @Test
    void aStampThatWasAnsweredBeforeIsNoAnswer() throws Exception {
        TestAuthority authority = TestAuthority.create();
        byte[] replayed = authority.answer(request(), now);

        assertThatThrownBy(() -> TimeStampAuthority.of(authority.pem()).accept(request(), replayed))
                .isInstanceOf(TimeStampException.class);
    }

    @Test
    void aCertificateForSomethingElseDoesNotStamp() throws Exception {
        TestAuthority authority = TestAuthority.ofAnotherPurpose();

        assertThatThrownBy(() -> {
                    byte[] response = authority.answer(request(), now);
                    TimeStampAuthority.of(authority.pem()).verify(CONTENT, response);
                })
                .isInstanceOf(Exception.class);
    }

    @Test
    void aStampOfATimeAtWhichTheCertificateWasNotDoesNotHold() throws Exception {
        TestAuthority authority = TestAuthority.create();
        byte[] response = authority.answer(request(), now.minus(400, ChronoUnit.DAYS));

        assertThatThrownBy(() -> TimeStampAuthority.of(authority.pem()).verify(CONTENT, response))
                .isInstanceOf(TimeStampException.class);
    }

    @Test
    void noByteOfAStampCanBeChanged() throws Exception {
        TestAuthority authority = TestAuthority.create();
        TimeStampAuthority trusted = TimeStampAuthority.of(authority.pem());
        byte[] response = authority.answer(request(), now);
        TimeStampAuthority.Stamp stamp = trusted.verify(CONTENT, response);

        for (int i = 0; i < response.length; i++) {
            byte[] altered = response.clone();
            altered[i] ^= 0x10;
            try {
                // What is outside the signature (the copy of the certificate, the status) may change; what it says may
                // not.
                assertThat(trusted.verify(CONTENT, altered)).isEqualTo(stamp);
            } catch (TimeStampException e) {
                assertThat(e).hasMessageNotContainingAny("CN=");
            }
        }
        assertThatThrownBy(() -> trusted.verify(CONTENT, new byte[] {1, 2, 3})).isInstanceOf(TimeStampException.class);
        assertThatThrownBy(() -> trusted.verify(CONTENT, new byte[0])).isInstanceOf(TimeStampException.class);
    }

    @Test
    void withoutACertificateNobodyIsTrusted() {
        assertThatThrownBy(() -> TimeStampAuthority.of("nonsense".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(TimeStampException.class);
        assertThatThrownBy(() -> TimeStampAuthority.of(new byte[0])).isInstanceOf(TimeStampException.class);
    }
}
