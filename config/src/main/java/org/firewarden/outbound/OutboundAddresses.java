package org.firewarden.outbound;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The origins that this server may call ({@code firewarden.outbound.*}). Nothing is allowed that is not listed, by exact
 * scheme, host and port; a list has no wildcards. A listed origin must lead into the network it was listed for, so a name
 * that is made to point somewhere else later gets nobody into the hospital's network, and never to a link-local address.
 *
 * @param publicOrigins origins on the internet
 * @param internalOrigins origins on this machine or in the network around it
 */
public record OutboundAddresses(Set<OutboundOrigin> publicOrigins, Set<OutboundOrigin> internalOrigins) {

    /** Nothing may be called. */
    public static final OutboundAddresses NONE = new OutboundAddresses(Set.of(), Set.of());

    /** Copies the sets; plain HTTP is for internal origins only. */
    public OutboundAddresses {
        publicOrigins = Set.copyOf(publicOrigins);
        internalOrigins = Set.copyOf(internalOrigins);
        publicOrigins.forEach(origin -> {
            if (origin.scheme().equals("http")) {
                throw new IllegalArgumentException("firewarden.outbound.public-origins: with TLS only: " + origin);
            }
        });
    }

    /**
     * Reads origins as they stand in settings.
     *
     * @throws IllegalArgumentException if one is not an origin: scheme, host and port, without a path
     */
    public static OutboundAddresses parse(Collection<String> publicOrigins, Collection<String> internalOrigins) {
        return new OutboundAddresses(origins(publicOrigins), origins(internalOrigins));
    }

    /** The same, and one more internal origin: that of an address which the operator has set. */
    public OutboundAddresses withConfigured(OutboundOrigin origin) {
        return new OutboundAddresses(
                publicOrigins,
                Stream.concat(internalOrigins.stream(), Stream.of(origin)).collect(Collectors.toSet()));
    }

    /** Judges an address by its notation alone, for one that is stored now and would be called later. */
    public OutboundDecision decide(String address) {
        return OutboundOrigin.of(address)
                .map(origin -> isListed(origin)
                        ? new OutboundDecision.Allowed(origin, List.of())
                        : refused(OutboundDecision.Reason.NOT_LISTED))
                .orElseGet(() -> refused(
                        address.indexOf('@') >= 0
                                ? OutboundDecision.Reason.USER_INFORMATION
                                : OutboundDecision.Reason.NOT_PLAIN));
    }

    /**
     * Judges an address that is about to be called, with the machines that its host leads to. One machine in the wrong
     * network is enough to refuse: who answers for the name would else choose which one is called.
     */
    public OutboundDecision decide(String address, List<InetAddress> machines) {
        if (!(decide(address) instanceof OutboundDecision.Allowed allowed)) {
            return decide(address);
        }
        return decide(allowed.origin(), machines);
    }

    /** Judges a service that is about to be connected to, with the machines that its host leads to. */
    public OutboundDecision decide(OutboundOrigin origin, List<InetAddress> machines) {
        if (!isListed(origin)) {
            return refused(OutboundDecision.Reason.NOT_LISTED);
        }
        if (machines.isEmpty()) {
            return refused(OutboundDecision.Reason.UNRESOLVED);
        }
        boolean mayBePublic = publicOrigins.contains(origin);
        boolean mayBeInternal = internalOrigins.contains(origin);
        boolean fits = machines.stream().map(Network::of).allMatch(network -> switch (network) {
            // Whoever is trusted with an address inside may as well stand outside: identity providers often do.
            case PUBLIC -> mayBePublic || mayBeInternal;
            case INTERNAL -> mayBeInternal;
            case FORBIDDEN -> false;
        });
        return fits ? new OutboundDecision.Allowed(origin, machines) : refused(OutboundDecision.Reason.NETWORK);
    }

    private boolean isListed(OutboundOrigin origin) {
        return publicOrigins.contains(origin) || internalOrigins.contains(origin);
    }

    private static OutboundDecision refused(OutboundDecision.Reason reason) {
        return new OutboundDecision.Refused(reason);
    }

    private static Set<OutboundOrigin> origins(Collection<String> texts) {
        Set<OutboundOrigin> origins = new HashSet<>();
        for (String text : new TreeSet<>(texts)) {
            OutboundOrigin origin = OutboundOrigin.ofService(text)
                    .orElseThrow(() -> new IllegalArgumentException("firewarden.outbound: not an origin: " + text));
            String afterScheme = text.substring(text.indexOf("://") + 3);
            if (afterScheme.contains("/") || afterScheme.contains("?") || afterScheme.contains("#")) {
                throw new IllegalArgumentException("firewarden.outbound: an origin has no path: " + text);
            }
            origins.add(origin);
        }
        return origins;
    }
}
