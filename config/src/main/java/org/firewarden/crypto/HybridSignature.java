package org.firewarden.crypto;

import java.util.Arrays;
import java.util.Base64;

/** A signature of Ed25519 and one of ML-DSA-65 over the same bytes. Both must hold. */
public final class HybridSignature {

    private final byte[] classical;
    private final byte[] postQuantum;

    HybridSignature(byte[] classical, byte[] postQuantum) {
        this.classical = classical.clone();
        this.postQuantum = postQuantum.clone();
    }

    /**
     * Reads {@link #toString}: both signatures in base64 with a dot between them.
     *
     * @throws KeyRingException if it has another form; whether it holds is for the {@link HybridPublicKey} to say
     */
    public static HybridSignature parse(String text) {
        byte[][] parts = parts(text, "not a hybrid signature");
        return new HybridSignature(parts[0], parts[1]);
    }

    byte[] classical() {
        return classical.clone();
    }

    byte[] postQuantum() {
        return postQuantum.clone();
    }

    /** Both signatures in base64, Ed25519 first, with a dot between them. */
    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(classical) + "." + base64.encodeToString(postQuantum);
    }

    static byte[][] parts(String text, String problem) {
        String[] parts = text.strip().split("\\.", -1);
        if (parts.length != 2) {
            throw new KeyRingException(problem);
        }
        try {
            return new byte[][] {
                Base64.getDecoder().decode(parts[0]), Base64.getDecoder().decode(parts[1])
            };
        } catch (IllegalArgumentException e) {
            throw new KeyRingException(problem, e);
        }
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
