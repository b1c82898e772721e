package org.firewarden.smart.client;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The registered clients: those that the application brings along, and those in the database if there is one. */
@Configuration(proxyBeanMethods = false)
public class ClientConfiguration {

    @Bean
    Clients clients(ObjectProvider<ClientRegistration> fixed, ObjectProvider<StoredClients> stored, Clock clock) {
        return new Clients(fixed.stream().toList(), stored.getIfAvailable(), clock);
    }
}
