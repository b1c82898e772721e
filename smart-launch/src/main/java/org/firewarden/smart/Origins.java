package org.firewarden.smart;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Web origins (RFC 6454) and the rule for which of them plain HTTP is good enough: only this machine (SMART App Launch 2.2,
 * App protection: all exchanges of tokens and patient data are over TLS).
 */
public final class Origins {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Origins() {}

    /**
     * Scheme, host and port of an address, as a browser writes them in {@code Origin}.
     *
     * @throws IllegalArgumentException if the address is not an absolute {@code http} or {@code https} one
     */
    public static String of(URI address) {
        requireWeb(address);
        String port = address.getPort() == -1 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost().toLowerCase(Locale.ROOT) + port;
    }

    /** True if the address is on this machine. */
    public static boolean isLoopback(URI address) {
        String host = address.getHost();
        return host != null && isLoopback(host);
    }

    /** True if the host name, as it stands in an address, is this machine's own. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }

    /**
     * True for plain HTTP to a loopback IP literal: an app that listens there takes a free port, so only the port may differ from what
     * is registered (RFC 8252, section 7.3).
     */
    public static boolean isOfAnyPort(URI address) {
        return "http".equals(address.getScheme())
                && ("127.0.0.1".equals(address.getHost()) || "[::1]".equals(address.getHost()));
    }

    /** Refuses plain HTTP to another machine. */
    public static void requireSafe(URI address) {
        requireWeb(address);
        if (!isSafe(address)) {
            throw new IllegalArgumentException("plain http is for loopback addresses only: " + address);
        }
    }

    /** True for https, and for plain HTTP on this machine. */
    public static boolean isSafe(URI address) {
        return address.getHost() != null
                && ("https".equals(address.getScheme()) || ("http".equals(address.getScheme()) && isLoopback(address)));
    }

    private static void requireWeb(URI address) {
        if (address.getHost() == null || !Set.of("http", "https").contains(String.valueOf(address.getScheme()))) {
            throw new IllegalArgumentException("not an absolute http or https address: " + address);
        }
    }
}
