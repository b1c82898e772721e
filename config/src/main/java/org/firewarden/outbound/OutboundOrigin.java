package org.firewarden.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scheme, host and port of an address, in the one notation in which they are compared. An address that two readers could
 * read differently has none.
 *
 * @param scheme {@code https}, {@code http} or {@code syslog-tls}
 * @param host a DNS name in lower-case ASCII, a dotted IPv4 address, or an IPv6 address in brackets
 * @param port 1 to 65535
 */
public record OutboundOrigin(String scheme, String host, int port) {

    /** Syslog over TLS (RFC 5425). There is no registered scheme for it; this is the customary one. */
    public static final String SYSLOG_TLS = "syslog-tls";

    private static final Map<String, Integer> HTTP_PORTS = Map.of("https", 443, "http", 80);
    private static final Map<String, Integer> ALL_PORTS = Map.of("https", 443, "http", 80, SYSLOG_TLS, 6514);

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+\\]|[a-z0-9.-]+)(?::([0-9]{1,5}))?");
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern DOTTED = Pattern.compile(
            "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

    /** A last label that old parsers take for a number, and so the whole for an IPv4 address ({@code 127.1}, {@code 0x7f.1}). */
    private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final int HIGHEST_PORT = 65_535;

    /** Refuses what {@link #of} would not have made. */
    public OutboundOrigin {
        if (!ALL_PORTS.containsKey(scheme)) {
            throw new IllegalArgumentException("an origin is one of http, https or syslog-tls");
        }
        if (port < 1 || port > HIGHEST_PORT || !isPlainHost(host)) {
            throw new IllegalArgumentException("not the host and port of an origin");
        }
    }

    /** The origin of an address, or empty if the address is not absolute, not http(s), or can be read in two ways. */
    public static Optional<OutboundOrigin> of(String address) {
        return of(address, HTTP_PORTS);
    }

    /** The same for what an operator lists, which may be the address of a service that does not speak HTTP. */
    public static Optional<OutboundOrigin> ofService(String address) {
        return of(address, ALL_PORTS);
    }

    private static Optional<OutboundOrigin> of(String address, Map<String, Integer> ports) {
        // RFC 3986 has ASCII only. What else looks like a dot or a letter is not one, whatever a name service makes of
        // it.
        if (!address.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            // No address at all, and so none that is called.
            return Optional.empty();
        }
        if (uri.getScheme() == null || uri.getRawAuthority() == null) {
            return Optional.empty();
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        Matcher authority = AUTHORITY.matcher(uri.getRawAuthority().toLowerCase(Locale.ROOT));
        if (!ports.containsKey(scheme) || !authority.matches()) {
            return Optional.empty();
        }
        int port = authority.group(2) == null ? defaultPort(scheme) : Integer.parseInt(authority.group(2));
        if (port < 1 || port > HIGHEST_PORT || !isPlainHost(authority.group(1))) {
            return Optional.empty();
        }
        return Optional.of(new OutboundOrigin(scheme, authority.group(1), port));
    }

    /** The origin as one writes it in a setting. */
    @Override
    public String toString() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }

    private static int defaultPort(String scheme) {
        return Objects.requireNonNull(ALL_PORTS.get(scheme));
    }

    private static boolean isPlainHost(String host) {
        if (host.startsWith("[")) {
            return AUTHORITY.matcher(host).matches();
        }
        return NUMERIC_END.matcher(host).matches()
                ? DOTTED.matcher(host).matches()
                : NAME.matcher(host).matches();
    }
}
