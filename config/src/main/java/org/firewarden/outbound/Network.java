package org.firewarden.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** How far away a machine is, judged by its address (RFC 6890). */
enum Network {
    /** Reachable from everywhere. */
    PUBLIC,

    /** This machine, or the network that it stands in: loopback, RFC 1918, RFC 6598, RFC 4193. */
    INTERNAL,

    /** Never called: link-local (where clouds keep credentials of machines), multicast, unspecified, reserved. */
    FORBIDDEN;

    /** Addresses at which clouds answer with credentials although they are neither link-local nor reserved. */
    private static final String[] METADATA = {
        "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254"
    };

    static Network of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (Arrays.stream(METADATA).anyMatch(metadata -> Arrays.equals(literal(metadata), bytes))) {
            return FORBIDDEN;
        }
        return address instanceof Inet6Address ? ofSix(bytes) : ofFour(bytes);
    }

    private static Network ofFour(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        if (first == 127 || first == 10 || (first == 172 && (second & 0xf0) == 16) || (first == 192 && second == 168)) {
            return INTERNAL;
        }
        if (first == 100 && (second & 0xc0) == 64) {
            return INTERNAL;
        }
        boolean isReserved = first == 0
                || first >= 224
                || (first == 169 && second == 254)
                || (first == 192 && second == 0 && (third == 0 || third == 2))
                || (first == 192 && second == 88 && third == 99)
                || (first == 198 && (second & 0xfe) == 18)
                || (first == 198 && second == 51 && third == 100)
                || (first == 203 && second == 0 && third == 113);
        return isReserved ? FORBIDDEN : PUBLIC;
    }

    private static Network ofSix(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        boolean isLow = allZero(bytes, 0, 10);
        if (isLow && bytes[10] == -1 && bytes[11] == -1) {
            return ofFour(Arrays.copyOfRange(bytes, 12, 16));
        }
        if (allZero(bytes, 0, 15)) {
            return bytes[15] == 1 ? INTERNAL : FORBIDDEN;
        }
        if ((first & 0xfe00) == 0xfc00) {
            return INTERNAL;
        }
        // Only 2000::/3 is given out, and in it what leads to an IPv4 address (6to4, Teredo) is judged by no name of
        // ours.
        boolean isGivenOut = (first & 0xe000) == 0x2000;
        boolean isTunnel = first == 0x2002 || (first == 0x2001 && (bytes[2] & 0xff) < 2);
        boolean isDocumentation = first == 0x2001 && (bytes[2] & 0xff) == 0x0d && (bytes[3] & 0xff) == 0xb8;
        return isGivenOut && !isTunnel && !isDocumentation ? PUBLIC : FORBIDDEN;
    }

    private static boolean allZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] literal(String address) {
        try {
            // A literal: no name service is asked.
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet4Address || parsed instanceof Inet6Address ? parsed.getAddress() : new byte[0];
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not a literal address", e);
        }
    }
}
