package org.firewarden.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisposalCertificateTest {

    private static final DisposalCertificate CERTIFICATE = new DisposalCertificate(
            "example.com/ledger",
            UUID.fromString("0192f3a4-0000-7000-8000-000000000001"),
            Instant.parse("2033-01-02T03:04:05.000006Z"),
            Period.ofYears(6),
            Instant.parse("2027-01-02T03:04:05Z"),
            4,
            List.of("key_1", "key-2"));

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(CERTIFICATE.text()).isEqualTo("""
                firewarden ledger disposal 1
                example.com/ledger
                disposal 0192f3a4-0000-7000-8000-000000000001
                disposed 2033-01-02T03:04:05.000006Z
                keep P6Y
                sealed-before 2027-01-02T03:04:05Z
                held 4
                key key_1
                key key-2
                """);
        assertThat(DisposalCertificate.parse(CERTIFICATE.text())).isEqualTo(CERTIFICATE);
    }

    @ParameterizedTest
    @CsvSource({
        "disposal 1, disposal 2",
        "keep P6Y, keep P6Y0M",
        "keep P6Y, keep six",
        "held 4, held 04",
        "held 4, held",
        "key key_1, key  key_1",
        "key key_1, kex key_1",
        "sealed-before 2027-01-02, sealed-before 2027-13-02"
    })
    void whatIsSpeltOtherwiseIsNoCertificate(String from, String to) {
        assertThatThrownBy(() -> DisposalCertificate.parse(CERTIFICATE.text().replace(from, to)))
                .isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void aCheckpointAndACertificateAreNotTakenForEachOther() {
        assertThatThrownBy(() -> DisposalCertificate.parse("example.com/ledger\n7\nAAAA\n"))
                .isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> Checkpoint.parse(CERTIFICATE.text())).isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void aCertificateOfNothingIsNone() {
        assertThatThrownBy(() -> new DisposalCertificate(
                        CERTIFICATE.origin(),
                        CERTIFICATE.id(),
                        CERTIFICATE.disposed(),
                        CERTIFICATE.keep(),
                        CERTIFICATE.sealedBefore(),
                        0,
                        List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
