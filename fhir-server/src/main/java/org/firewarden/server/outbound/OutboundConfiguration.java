package org.firewarden.server.outbound;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.firewarden.outbound.OutboundAddresses;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.outbound.OutboundOrigin;
import org.firewarden.outbound.OutboundTls;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.UpstreamProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The list of the settings, and the calls that keep to it. */
@Configuration(proxyBeanMethods = false)
class OutboundConfiguration {

    /** What the operator lists. Clients' addresses are judged by this list alone. */
    @Bean
    OutboundAddresses outboundAddresses(Environment environment) {
        Outbound outbound = Binder.get(environment).bindOrCreate("firewarden.outbound", Outbound.class);
        return OutboundAddresses.parse(
                outbound.publicOrigins == null ? Set.of() : outbound.publicOrigins,
                outbound.internalOrigins == null ? Set.of() : outbound.internalOrigins);
    }

    /**
     * The server's own calls: what is listed, and the addresses of the external issuers and of the provider where people
     * sign in, which the operator has set in so many words. That it was set does not make a subscription to the same machine allowed.
     */
    @Bean
    OutboundCalls outboundCalls(OutboundAddresses listed, SmartSettings smart) {
        OutboundAddresses addresses = listed;
        for (URI configured : configured(smart)) {
            addresses = addresses.withConfigured(OutboundOrigin.of(configured.toString())
                    .orElseThrow(() -> new IllegalArgumentException("a jwk-set-uri or an endpoint of firewarden.smart"
                            + " is not a plain http or https address")));
        }
        return new ListedCalls(addresses, HostNames.SYSTEM);
    }

    private static List<URI> configured(SmartSettings smart) {
        ExternalIssuer external = smart.external();
        UpstreamProvider upstream = smart.embedded().upstream();
        if (external != null) {
            return external.calledAddresses();
        }
        return upstream == null ? List.of() : upstream.calledAddresses();
    }

    /** Services that do not speak HTTP: what the operator lists, and nothing else. */
    @Bean
    OutboundTls outboundTls(OutboundAddresses listed) {
        return new ListedTls(listed, HostNames.SYSTEM);
    }

    /**
     * {@code firewarden.outbound.*}.
     *
     * @param publicOrigins origins on the internet, with TLS only
     * @param internalOrigins origins on this machine or in the network around it
     */
    record Outbound(
            @Nullable Set<String> publicOrigins, @Nullable Set<String> internalOrigins) {}
}
