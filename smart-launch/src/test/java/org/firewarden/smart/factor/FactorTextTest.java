package org.firewarden.smart.factor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.crypto.OneTimeCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an authenticator app reads, and which of its codes are good. */
class FactorTextTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:10Z");
    private static final long STEP = NOW.getEpochSecond() / 30;

    /** RFC 4648, section 10. */
    @ParameterizedTest
    @CsvSource({"f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void base32IsThatOfTheRfc(String text, String encoded) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }

    @ParameterizedTest
    @CsvSource({"-2,false", "-1,true", "0,true", "1,true", "2,false"})
    void aCodeMayBeOneStepEarlyOrLate(int drift, boolean isGood) {
        String code = OneTimeCode.of(SECRET, STEP + drift);

        assertThat(TimeCodes.stepOf(SECRET, code, NOW).isPresent()).isEqualTo(isGood);
    }

    @Test
    void theAddressIsOneThatAuthenticatorAppsKnowAndLogsSayNothing() {
        SharedSecret secret = new SharedSecret("a b@c", SECRET);

        assertThat(secret.address())
                .isEqualTo(
                        "otpauth://totp/Firewarden:a%20b%40c?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Firewarden"
                                + "&algorithm=SHA1&digits=6&period=30");
        assertThat(secret.text()).isEqualTo("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assertThat(secret.toString()).doesNotContain("GEZ");
    }

    @Test
    void thePictureSaysWhatItWasMadeOf() throws Exception {
        String address = new SharedSecret("alice", SECRET).address();
        String svg = QrCode.of(address).toString();

        Matcher size = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(size.find()).isTrue();
        int modules = Integer.parseInt(size.group(1)) - 8;
        BitMatrix read = new BitMatrix(modules);
        Matcher module = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(svg);
        while (module.find()) {
            read.set(Integer.parseInt(module.group(1)) - 4, Integer.parseInt(module.group(2)) - 4);
        }
        assertThat(new Decoder().decode(read).getText()).isEqualTo(address);
        assertThat(svg).contains("role=\"img\"", "aria-label=").doesNotContain("style", "script", "href");
    }
}
