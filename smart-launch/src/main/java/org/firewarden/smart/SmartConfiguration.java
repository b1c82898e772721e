package org.firewarden.smart;

import org.firewarden.smart.authorization.AuthorizationServerChains;
import org.firewarden.smart.authorization.AuthorizationServerConfiguration;
import org.firewarden.smart.demo.DemoConfiguration;
import org.firewarden.smart.discovery.DiscoveryConfiguration;
import org.firewarden.smart.resource.ResourceChains;
import org.firewarden.smart.resource.ResourceServerConfiguration;
import org.firewarden.smart.signing.SigningConfiguration;
import org.firewarden.smart.web.WebConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;

/**
 * All of this module. The application imports it and provides {@link SmartSettings}, a
 * {@link org.firewarden.crypto.KeyRing}, a {@link java.time.Clock} and, in the profile {@code demo}, a
 * {@link org.firewarden.smart.demo.DemoSettings}. It may provide a {@link org.firewarden.smart.people.People} and registered
 * clients.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import({
    SigningConfiguration.class,
    AuthorizationServerConfiguration.class,
    AuthorizationServerChains.class,
    ResourceServerConfiguration.class,
    ResourceChains.class,
    DiscoveryConfiguration.class,
    WebConfiguration.class,
    DemoConfiguration.class
})
public class SmartConfiguration {}
