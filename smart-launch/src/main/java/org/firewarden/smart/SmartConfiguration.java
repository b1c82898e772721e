package org.firewarden.smart;

import org.firewarden.smart.admin.AdminConfiguration;
import org.firewarden.smart.authorization.AuthorizationServerChains;
import org.firewarden.smart.authorization.AuthorizationServerConfiguration;
import org.firewarden.smart.client.ClientConfiguration;
import org.firewarden.smart.demo.DemoConfiguration;
import org.firewarden.smart.discovery.DiscoveryConfiguration;
import org.firewarden.smart.journey.JourneyConfiguration;
import org.firewarden.smart.passkey.PasskeyConfiguration;
import org.firewarden.smart.resource.OtherLaunchConfiguration;
import org.firewarden.smart.resource.ResourceChains;
import org.firewarden.smart.resource.ResourceServerConfiguration;
import org.firewarden.smart.session.SessionConfiguration;
import org.firewarden.smart.signin.SignInConfiguration;
import org.firewarden.smart.signin.UpstreamSignInConfiguration;
import org.firewarden.smart.signing.SigningConfiguration;
import org.firewarden.smart.web.WebConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;

/**
 * All of this module. The application imports it and provides {@link SmartSettings}, a
 * {@link org.firewarden.crypto.KeyRing}, a {@link java.time.Clock}, a
 * {@link org.springframework.jdbc.core.JdbcTemplate} on a database with this module's tables, and, in the profile {@code demo}, a
 * {@link org.firewarden.smart.demo.DemoSettings}. It may provide {@link org.firewarden.smart.people.People}, a
 * {@link org.firewarden.record.LaunchChoices}, {@link org.firewarden.outbound.OutboundCalls} and
 * {@link org.firewarden.smart.client.ClientRegistration}s.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import({
    ClientConfiguration.class,
    SigningConfiguration.class,
    AuthorizationServerConfiguration.class,
    AuthorizationServerChains.class,
    SessionConfiguration.class,
    PasskeyConfiguration.class,
    SignInConfiguration.class,
    UpstreamSignInConfiguration.class,
    JourneyConfiguration.class,
    AdminConfiguration.class,
    ResourceServerConfiguration.class,
    ResourceChains.class,
    OtherLaunchConfiguration.class,
    DiscoveryConfiguration.class,
    WebConfiguration.class,
    DemoConfiguration.class
})
public class SmartConfiguration {

    /** Refuses settings that contradict what is there. */
    public SmartConfiguration(SmartSettings settings, Environment environment) {
        if (settings.isEmbedded() == environment.containsProperty(EmbeddedIssuer.EXTERNAL)) {
            throw new IllegalStateException(EmbeddedIssuer.EXTERNAL + " and the settings disagree");
        }
    }
}
