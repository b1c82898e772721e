package org.firewarden.server.settings;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads {@code firewarden.*} once and hands each module its own record. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    ServerSettings serverSettings(Environment environment) {
        return new ServerSettings(
                environment.getRequiredProperty("firewarden.public-base-url", URI.class),
                environment
                        .getRequiredProperty("firewarden.data-directory", Path.class)
                        .toAbsolutePath(),
                environment.getRequiredProperty("firewarden.maximum-body-bytes", Long.class));
    }

    @Bean
    DatabaseSettings databaseSettings(Environment environment) {
        return new DatabaseSettings(
                environment.getProperty("firewarden.database.url"),
                environment.getProperty("firewarden.database.username"),
                environment.getProperty("firewarden.database.password-file", Path.class),
                environment.getRequiredProperty("firewarden.database.maximum-connections", Integer.class));
    }

    @Bean
    KeyRing keyRing(Environment environment, SecureRandom random, Clock clock) {
        return KeyRing.open(
                new KeyRingSettings(
                        environment.getRequiredProperty("firewarden.keys.keystore", Path.class),
                        environment.getRequiredProperty("firewarden.keys.passphrase-file", Path.class),
                        environment.getRequiredProperty("firewarden.keys.create-if-absent", Boolean.class),
                        environment.getRequiredProperty("firewarden.keys.key-lifetime", Duration.class)),
                random,
                clock);
    }
}
