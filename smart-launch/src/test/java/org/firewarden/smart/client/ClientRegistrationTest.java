package org.firewarden.smart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRegistrationTest {

    private static final SmartScopes APP = SmartScopes.parse("patient/*.rs");
    private static final SmartScopes SYSTEM = SmartScopes.parse("system/*.rs");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://elsewhere.example/cb",
                "https://app.example/cb#x",
                "javascript:alert(1)",
                "data:text/html,x",
                "relative",
                "myapp:/cb"
            })
    void aRedirectThatCouldLeakACodeIsNotRegistered(String redirect) {
        assertThatThrownBy(() -> app(redirect)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example/cb?x=1", "http://127.0.0.1:1/cb", "org.example.app:/cb"})
    void aRedirectThatIsSafeIsRegisteredAndComparedExactly(String redirect) {
        assertThat(app(redirect).redirectsTo(redirect)).isTrue();
        assertThat(app(redirect).redirectsTo(redirect + "x")).isFalse();
    }

    @Test
    @Requirement({344})
    void aBackendHasKeysAndSystemScopesAndNothingElse() {
        Proof secret = new Proof.Secret("00");
        Proof keys = new Proof.Keys(new JWKSet(TestKeys.es384("k")));
        assertThatThrownBy(() -> backend(secret, SYSTEM)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend(new Proof.None(), SYSTEM)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend(keys, APP)).isInstanceOf(IllegalArgumentException.class);
        assertThat(backend(keys, SYSTEM).isBackend()).isTrue();
        assertThatThrownBy(
                        () -> ClientRegistration.publicApp("a", "A", Set.of(URI.create("https://a.example")), SYSTEM))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> app("https://a.example/").with(Ability.INTROSPECT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRegistrationSurvivesBeingWrittenDown() {
        ClientRegistration backend = ClientRegistration.backendService(
                        "b:1",
                        "B",
                        new Proof.Keys(new JWKSet(TestKeys.es384("k"))),
                        SYSTEM,
                        Set.of(Role.INTERFACE_ENGINE),
                        PurposeOfUse.HPAYMT)
                .with(Ability.INTROSPECT);
        ClientRegistration read = RegistrationJson.read(RegistrationJson.write(backend), null);

        assertThat(RegistrationJson.write(read)).isEqualTo(RegistrationJson.write(backend));
        assertThat(RegistrationJson.write(backend).toString()).doesNotContain("\"d\"");
        ClientRegistration secret = ClientRegistration.app(
                "s", "S", new Proof.Secret("abc"), Set.of(URI.create("https://a.example/")), APP);
        assertThat(RegistrationJson.write(secret).toString()).doesNotContain("abc");
        assertThat(RegistrationJson.read(RegistrationJson.write(secret), "abc")).isEqualTo(secret);
    }

    private static ClientRegistration app(String redirect) {
        return ClientRegistration.publicApp("a", "A", Set.of(URI.create(redirect)), APP);
    }

    private static ClientRegistration backend(Proof proof, SmartScopes scopes) {
        return ClientRegistration.backendService("b", "B", proof, scopes, Set.of(), PurposeOfUse.HOPERAT);
    }
}
