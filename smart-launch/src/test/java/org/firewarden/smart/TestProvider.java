package org.firewarden.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.test.util.TestSocketUtils;

/**
 * The OpenID provider of a hospital: Spring Authorization Server on a port of its own, which demands PKCE and a secret. Tests say what
 * it claims of somebody, and how its next id tokens are wrong.
 */
public final class TestProvider {

    private static final int PORT = TestSocketUtils.findAvailableTcpPort();

    /** Where it is: another host name than the server's, so that they do not share cookies. */
    public static final String BASE = "http://127.0.0.1:" + PORT;

    /** The password of everybody there. */
    public static final String PASSWORD = "known-there-only";

    /** Its name on the sign-in page. */
    public static final String NAME = "Clinic <b>&";

    private static final String SECRET = "a secret+of/the=test & nothing else";
    private static final RSAKey KEY = rsa();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, Map<String, Object>> CLAIMS = new ConcurrentHashMap<>();

    private static volatile Consumer<Map<String, Object>> change = claims -> {};
    private static volatile Signing signing = Signing.GOOD;
    private static boolean isStarted;

    private TestProvider() {}

    /** How id tokens are signed. */
    public enum Signing {
        /** As they should be. */
        GOOD,
        /** Not at all. */
        NONE,
        /** With the client's secret. */
        SECRET,
        /** With a key that is not published. */
        OTHER_KEY,
        /** As an access token. */
        ACCESS_TOKEN
    }

    /** The settings of a server that knows it. */
    static UpstreamProvider settings(Path folder) {
        try {
            return new UpstreamProvider(
                    NAME,
                    URI.create(BASE),
                    URI.create(BASE + "/oauth2/authorize"),
                    URI.create(BASE + "/oauth2/token"),
                    URI.create(BASE + "/oauth2/jwks"),
                    "firewarden",
                    Files.writeString(folder.resolve("upstream-secret"), SECRET + "\n"),
                    Set.of(),
                    "realm_access.roles",
                    "fhirUser",
                    List.of(
                            new UpstreamProvider.Rights(
                                    "fw-clinician",
                                    Set.of(Role.CLINICIAN),
                                    "user/*.cruds patient/*.cruds",
                                    List.of(PurposeOfUse.TREAT, PurposeOfUse.ETREAT)),
                            new UpstreamProvider.Rights(
                                    "fw-auditor",
                                    Set.of(Role.AUDITOR),
                                    "user/AuditEvent.rs",
                                    List.of(PurposeOfUse.HOPERAT)),
                            new UpstreamProvider.Rights(
                                    "fw-patient", Set.of(Role.PATIENT), "patient/*.rs", List.of(PurposeOfUse.PATRQT))),
                    Set.of("gold"),
                    Set.of("mfa"),
                    Duration.ofHours(12));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins with good tokens, and starts it if it is not running. */
    public static synchronized void reset() {
        change = claims -> {};
        signing = Signing.GOOD;
        if (!isStarted) {
            new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.SERVLET)
                    .logStartupInfo(false)
                    .properties("server.port=" + PORT, "server.address=127.0.0.1", "spring.main.banner-mode=off")
                    .run();
            isStarted = true;
        }
    }

    /** What it says of somebody from now on. */
    public static void says(String user, Map<String, Object> claims) {
        CLAIMS.put(user, claims);
    }

    /** What is changed in id tokens before they are signed, and how they are signed. */
    public static void makesWrong(Consumer<Map<String, Object>> wrong, Signing how) {
        change = wrong;
        signing = how;
    }

    static boolean isAt(URI address) {
        return address.toString().startsWith(BASE + "/");
    }

    static String get(URI address) throws IOException {
        return new String(call(HttpRequest.newBuilder(address).build()), StandardCharsets.UTF_8);
    }

    static byte[] post(URI address, String type, byte[] body) throws IOException {
        if (!isAt(address)) {
            throw new IOException("nothing is there");
        }
        return call(HttpRequest.newBuilder(address)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private static byte[] call(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048).keyID("upstream-key").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The token that is sent; access tokens, which nobody looks at, stay as they are. */
    private static String serialize(Map<String, Object> stated) {
        boolean isIdToken = stated.containsKey("nonce");
        Map<String, Object> claims = new HashMap<>(stated);
        if (isIdToken) {
            claims.putAll(CLAIMS.getOrDefault(String.valueOf(stated.get("sub")), Map.of()));
            change.accept(claims);
        }
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach((name, value) -> set.claim(name, value instanceof Instant at ? Date.from(at) : value));
        return sign(set.build(), isIdToken ? signing : Signing.GOOD);
    }

    private static String sign(JWTClaimsSet claims, Signing how) {
        JWSHeader.Builder rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID());
        return switch (how) {
            case GOOD -> TestKeys.sign(rs256.build(), KEY, claims);
            case OTHER_KEY -> TestKeys.sign(rs256.build(), rsa(), claims);
            case ACCESS_TOKEN ->
                TestKeys.sign(rs256.type(new JOSEObjectType("at+jwt")).build(), KEY, claims);
            case NONE -> new PlainJWT(claims).serialize();
            case SECRET -> withSecret(claims);
        };
    }

    private static String withSecret(JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(new MACSigner(SECRET));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The application. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ServletWebServerFactoryAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        SecurityAutoConfiguration.class,
        SecurityFilterAutoConfiguration.class
    })
    static class Application {

        @Bean
        @Order(1)
        SecurityFilterChain authorizationServer(HttpSecurity http) throws Exception {
            OAuth2AuthorizationServerConfigurer server = OAuth2AuthorizationServerConfigurer.authorizationServer();
            return http.securityMatcher(server.getEndpointsMatcher())
                    .with(server, all -> all.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .exceptionHandling(handling ->
                            handling.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain signIn(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService people() {
            return name -> User.withUsername(name)
                    .password("{noop}" + PASSWORD)
                    .authorities("person")
                    .build();
        }

        @Bean
        RegisteredClientRepository clients() {
            return new InMemoryRegisteredClientRepository(RegisteredClient.withId("1")
                    .clientId("firewarden")
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri(SmartServer.BASE + Endpoints.UPSTREAM_ANSWER)
                    .scope("openid")
                    .clientSettings(
                            ClientSettings.builder().requireProofKey(true).build())
                    .build());
        }

        @Bean
        AuthorizationServerSettings issuer() {
            return AuthorizationServerSettings.builder().issuer(BASE).build();
        }

        @Bean
        JWKSource<SecurityContext> keys() {
            return new ImmutableJWKSet<>(new JWKSet(KEY));
        }

        /** The library wants one for its user info endpoint. */
        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        JwtEncoder encoder() {
            return parameters -> Jwt.withTokenValue(
                            serialize(parameters.getClaims().getClaims()))
                    .header("alg", "RS256")
                    .claims(claims -> claims.putAll(parameters.getClaims().getClaims()))
                    .build();
        }
    }
}
