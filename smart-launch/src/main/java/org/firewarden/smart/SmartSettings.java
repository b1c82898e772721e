package org.firewarden.smart;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All settings of this module ({@code firewarden.smart.*}). The application hands them in as a bean.
 *
 * @param publicBaseUrl the address under which clients reach this server, without a path; also the issuer of the embedded
 *     authorization server
 * @param external the authorization server to trust instead of the embedded one, which is then off; null for the embedded one
 * @param dataDirectory where the sealed signing keys are kept
 * @param accessTokenLifetime how long an access token lives; backend services get at most {@link #BACKEND_TOKEN_LIFETIME}
 * @param appOrigins web origins of browser apps that may call the token endpoint and FHIR, besides the origins of the
 *     registered redirect addresses
 * @param embedded what can be set of the embedded authorization server
 */
public record SmartSettings(
        URI publicBaseUrl,
        @Nullable ExternalIssuer external,
        Path dataDirectory,
        Duration accessTokenLifetime,
        Set<String> appOrigins,
        EmbeddedSettings embedded) {

    /** The longest life of a backend service's token (SMART App Launch 2.2, Backend Services: {@code expires_in}). */
    public static final Duration BACKEND_TOKEN_LIFETIME = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofHours(1);

    /** Refuses an address with a path, plain HTTP beyond loopback, and tokens that live longer than an hour. */
    public SmartSettings {
        Origins.requireSafe(publicBaseUrl);
        if (!publicBaseUrl.toString().equals(Origins.of(publicBaseUrl))) {
            throw new IllegalArgumentException("firewarden.smart.public-base-url is scheme, host and port only");
        }
        if (accessTokenLifetime.compareTo(Duration.ofSeconds(1)) < 0 || accessTokenLifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("firewarden.smart.access-token-lifetime must be 1 second to 1 hour");
        }
        appOrigins = Set.copyOf(appOrigins);
        appOrigins.forEach(SmartSettings::requireOrigin);
    }

    /** The embedded authorization server, if it is on, with what is usual. */
    public SmartSettings(
            URI publicBaseUrl,
            @Nullable ExternalIssuer external,
            Path dataDirectory,
            Duration accessTokenLifetime,
            Set<String> appOrigins) {
        this(publicBaseUrl, external, dataDirectory, accessTokenLifetime, appOrigins, EmbeddedSettings.DEFAULT);
    }

    /** The embedded authorization server with tokens that live five minutes. */
    public static SmartSettings embedded(URI publicBaseUrl, Path dataDirectory) {
        return new SmartSettings(publicBaseUrl, null, dataDirectory, BACKEND_TOKEN_LIFETIME, Set.of());
    }

    /** The FHIR base, which is the audience of access tokens. */
    public String fhirBase() {
        return publicBaseUrl + "/fhir";
    }

    /** A relative FHIR reference as an absolute address on this server; null stays null. */
    public @Nullable String absolute(@Nullable String reference) {
        return reference == null ? null : fhirBase() + "/" + reference;
    }

    /** The issuer whose tokens are accepted. */
    public String issuer() {
        return external == null ? publicBaseUrl.toString() : external.issuer().toString();
    }

    /** True if the authorization server in this process issues the tokens. */
    public boolean isEmbedded() {
        return external == null;
    }

    /** How long a backend service's token lives. */
    public Duration backendTokenLifetime() {
        return accessTokenLifetime.compareTo(BACKEND_TOKEN_LIFETIME) < 0 ? accessTokenLifetime : BACKEND_TOKEN_LIFETIME;
    }

    private static void requireOrigin(String origin) {
        if (!Origins.of(URI.create(origin)).equals(origin)) {
            throw new IllegalArgumentException("firewarden.smart.app-origins: not an origin: " + origin);
        }
    }
}
