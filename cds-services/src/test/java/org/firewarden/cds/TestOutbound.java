package org.firewarden.cds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.outbound.OutboundAddresses;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.phi.Phi;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A world outside, in which only what the test puts there answers. Remembers who was called with which token. */
@Configuration(proxyBeanMethods = false)
public class TestOutbound {

    private static final KeyRing KEYS = newKeyRing();

    /** The documents of the world outside. */
    static final Documents DOCUMENTS = new Documents();

    /** A key ring of the test run. */
    public static KeyRing keyRing() {
        return KEYS;
    }

    @Bean
    OutboundAddresses addresses() {
        return OutboundAddresses.parse(List.of("https://ehr.example"), List.of());
    }

    @Bean
    OutboundCalls calls() {
        return DOCUMENTS;
    }

    @Bean
    KeyRing keys() {
        return KEYS;
    }

    static final class Documents implements OutboundCalls {

        final Map<URI, String> each = new HashMap<>();
        final List<String> asked = new ArrayList<>();

        @Override
        public OutboundAnswer get(URI address, int largest) throws IOException {
            return answer(address, "");
        }

        @Override
        public OutboundAnswer get(URI address, int largest, Phi<String> token) throws IOException {
            return answer(address, " with " + token.reveal());
        }

        private OutboundAnswer answer(URI address, String token) throws IOException {
            asked.add(address + token);
            String body = each.get(address);
            if (body == null) {
                throw new IOException("404");
            }
            return new OutboundAnswer("application/fhir+json", body);
        }
    }

    private static KeyRing newKeyRing() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "keys");
            return KeyRing.open(
                    new KeyRingSettings(folder.resolve("keys.p12"), folder.resolve("pass"), true, Duration.ofDays(1)),
                    new SecureRandom(),
                    Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
