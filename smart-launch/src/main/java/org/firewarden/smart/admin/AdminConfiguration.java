package org.firewarden.smart.admin;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.firewarden.smart.EmbeddedIssuer;
import org.firewarden.smart.EmbeddedSettings;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.Revocations;
import org.firewarden.smart.approval.SecretValues;
import org.firewarden.smart.client.ClientRegister;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.client.StoredClients;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.people.KnownPeople;
import org.firewarden.smart.people.Passwords;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.PersonJson;
import org.firewarden.smart.people.StoredPeople;
import org.firewarden.smart.session.StoredSessions;
import org.firewarden.smart.signin.StepUp;
import org.firewarden.smart.signing.SigningKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

/** People and clients of the database, and the ways by which they come there. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedIssuer.class)
public class AdminConfiguration {

    private static final String FIRST =
            "{\"name\": \"administrator\", \"roles\": [\"administrator\"], \"purposes\": [\"HOPERAT\"]}";

    /** The first administrator comes from a file with a password, if there is nobody at all. */
    @Bean
    StoredPeople storedPeople(JdbcTemplate jdbc, Revocations revocations, SmartSettings settings, Clock clock) {
        StoredPeople people = new StoredPeople(jdbc, revocations, clock);
        if (settings.embedded().administratorPasswordFile() != null && people.isEmpty()) {
            String password = firstLine(settings.embedded());
            people.write(
                    PersonJson.parse(FIRST), Optional.of(Passwords.encoder().encode(Passwords.require(password))));
        }
        return people;
    }

    @Bean
    @Primary
    People knownPeople(List<People> all) {
        return new KnownPeople(all);
    }

    @Bean
    ClientRegister clientRegister(
            StoredClients stored, Clients clients, Revocations revocations, SecretValues secrets) {
        return new ClientRegister(stored, clients, revocations, secrets);
    }

    @Bean
    AdminController adminController(
            People people,
            StoredPeople stored,
            ClientRegister register,
            JWKSource<SecurityContext> tokenKeys,
            StoredSessions sessions,
            Approvals approvals,
            SecondFactors factors,
            StepUp stepUp) {
        return new AdminController(
                people, stored, register, (SigningKeys) tokenKeys, sessions, approvals, factors, stepUp);
    }

    @Bean
    RegistrationController registrationController(ClientRegister register, SmartSettings settings, Clock clock) {
        return new RegistrationController(register, statements(settings.embedded(), clock), clock);
    }

    private static @Nullable SoftwareStatements statements(EmbeddedSettings settings, Clock clock) {
        if (settings.registration() == null) {
            return null;
        }
        try {
            return new SoftwareStatements(
                    settings.registration().statementIssuer(),
                    JWKSet.load(settings.registration().statementKeys().toFile()),
                    clock);
        } catch (IOException | ParseException e) {
            throw new IllegalStateException("the keys of software statements cannot be read", e);
        }
    }

    private static String firstLine(EmbeddedSettings settings) {
        try {
            return Files.readString(Objects.requireNonNull(settings.administratorPasswordFile()))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException("firewarden.smart.embedded.administrator-password-file cannot be read", e);
        }
    }
}
