package org.firewarden.server.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.firewarden.server.settings.ServerSettings;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** TLS of the one port that clients use, and a look at the other one. */
@Configuration(proxyBeanMethods = false)
class TransportConfiguration {

    private static final String MANAGEMENT = "management.server.";

    @Bean
    Transport transport(Environment environment, ServerSettings server) {
        requireSafeManagement(environment);
        return new Transport(
                Binder.get(environment).bindOrCreate("firewarden.tls", TlsSettings.class), server.publicBaseUrl());
    }

    /** A management port of its own takes tokens too, and has settings of its own. */
    static void requireSafeManagement(Environment environment) {
        if (!environment.containsProperty(MANAGEMENT + "port")
                || environment.containsProperty(MANAGEMENT + "ssl.key-store")
                || environment.containsProperty(MANAGEMENT + "ssl.bundle")) {
            return;
        }
        String address = environment.getProperty(MANAGEMENT + "address", "0.0.0.0");
        try {
            if (!Transport.isLoopback(InetAddress.getByName(address))) {
                throw new UnsafeTransportException(
                        "management.server.port is set, management.server.address is not an address of this machine"
                                + " alone, and management.server.ssl is not set");
            }
        } catch (UnknownHostException e) {
            throw new UnsafeTransportException("management.server.address is not known on this machine");
        }
    }
}
