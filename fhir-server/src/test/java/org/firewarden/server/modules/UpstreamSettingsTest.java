package org.firewarden.server.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.smart.EmbeddedSettings;
import org.firewarden.smart.UpstreamProvider;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** The settings of a hospital's own OpenID provider, as somebody writes them. */
class UpstreamSettingsTest {

    private static final String WRITTEN = """
            firewarden.smart.embedded.upstream:
              name: St. Mary's
              issuer: https://id.example.org/realms/staff
              authorization-endpoint: https://id.example.org/realms/staff/protocol/openid-connect/auth
              token-endpoint: https://id.example.org/realms/staff/protocol/openid-connect/token
              jwk-set-uri: https://id.example.org/realms/staff/protocol/openid-connect/certs
              client-id: firewarden
              roles-claim: realm_access.roles
              strong-amr: mfa, hwk
              rights:
                - value: fw-privacy
                  roles: privacy-officer, auditor
                  scope: user/AuditEvent.rs user/Task.rus
                  purposes: HOPERAT
                - value: fw-clinicians
                  roles: clinician
                  scope: user/*.cruds patient/*.cruds
                  purposes: TREAT, ETREAT
            """;

    private static EmbeddedSettings read(String yaml) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("written", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addFirst);
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment)
                .bind("firewarden.smart.embedded", ModulesConfiguration.EmbeddedSmart.class)
                .map(ModulesConfiguration.EmbeddedSmart::read)
                .orElse(EmbeddedSettings.DEFAULT);
    }

    @Test
    void whatIsWrittenIsReadAndTheRestIsAsUsual() throws IOException {
        UpstreamProvider provider = Objects.requireNonNull(read(WRITTEN).upstream());

        assertThat(provider.name()).isEqualTo("St. Mary's");
        assertThat(provider.scopes()).containsExactly("openid");
        assertThat(provider.fhirUserClaim()).isEqualTo("fhirUser");
        assertThat(provider.clientSecretFile()).isNull();
        assertThat(provider.longest()).isEqualTo(Duration.ofHours(12));
        assertThat(provider.strongAcr()).isEmpty();
        assertThat(provider.strongAmr()).containsExactlyInAnyOrder("mfa", "hwk");
        assertThat(provider.rights())
                .containsExactly(
                        new UpstreamProvider.Rights(
                                "fw-privacy",
                                Set.of(Role.PRIVACY_OFFICER, Role.AUDITOR),
                                "user/AuditEvent.rs user/Task.rus",
                                List.of(PurposeOfUse.HOPERAT)),
                        new UpstreamProvider.Rights(
                                "fw-clinicians",
                                Set.of(Role.CLINICIAN),
                                "user/*.cruds patient/*.cruds",
                                List.of(PurposeOfUse.TREAT, PurposeOfUse.ETREAT)));
        assertThat(read("").upstream()).isNull();
    }

    @Test
    void whatIsIncompleteOrInTheOpenDoesNotStart() {
        for (String wrong : List.of(
                WRITTEN.replaceAll("(?m)^  token-endpoint:.*$", ""),
                WRITTEN.replaceAll("(?m)^  client-id:.*$", ""),
                WRITTEN.replace("https://id.example.org/realms/staff/protocol/openid-connect/token", "http://id/token"),
                WRITTEN.replace("roles: clinician", "roles: app"))) {
            assertThat(wrong).isNotEqualTo(WRITTEN);
            assertThatThrownBy(() -> read(wrong)).isInstanceOf(BindException.class);
        }
    }
}
