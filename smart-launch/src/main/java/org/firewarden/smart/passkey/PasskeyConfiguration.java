package org.firewarden.smart.passkey;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.EmbeddedIssuer;
import org.firewarden.smart.SmartSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Passkeys, for a server that has a name: there are none for an IP address. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedIssuer.class)
public class PasskeyConfiguration {

    @Bean
    @Nullable
    Passkeys passkeys(JdbcTemplate jdbc, KeyRing keys, SmartSettings settings, Clock clock) {
        URI base = settings.publicBaseUrl();
        return RelyingParty.of(base, settings.embedded().signIn().passkeyDomain())
                .map(party -> new Passkeys(party, jdbc, keys, clock))
                .orElse(null);
    }

    @Bean
    @Nullable
    PasskeyForms passkeyForms(ObjectProvider<Passkeys> passkeys, ObjectProvider<SecureRandom> random, Clock clock) {
        Passkeys found = passkeys.getIfAvailable();
        return found == null ? null : new PasskeyForms(found, random.getIfAvailable(SecureRandom::new), clock);
    }

    @Bean
    PasskeyScriptController passkeyScriptController() {
        return new PasskeyScriptController();
    }
}
