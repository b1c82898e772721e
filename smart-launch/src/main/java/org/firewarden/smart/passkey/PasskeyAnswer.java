package org.firewarden.smart.passkey;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;

/**
 * What a browser sends of a ceremony, by a form: fields in base64url without padding. What is missing or no base64url is empty, and no
 * ceremony takes that for good.
 *
 * @param credential the id that the device knows the passkey by
 * @param clientData {@code clientDataJSON}
 * @param attestation {@code attestationObject} of a new passkey
 * @param authenticatorData of a sign-in
 * @param signature of a sign-in
 * @param userHandle of a sign-in, empty if the device sends none
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
public record PasskeyAnswer(
        byte[] credential,
        byte[] clientData,
        byte[] attestation,
        byte[] authenticatorData,
        byte[] signature,
        byte[] userHandle) {

    private static final int LONGEST = 16_384;

    /** Reads the fields of a form. */
    public static PasskeyAnswer of(HttpServletRequest request) {
        return new PasskeyAnswer(
                bytes(request, "credential"),
                bytes(request, "clientData"),
                bytes(request, "attestation"),
                bytes(request, "authenticatorData"),
                bytes(request, "signature"),
                bytes(request, "userHandle"));
    }

    private static byte[] bytes(HttpServletRequest request, String name) {
        String text = request.getParameter(name);
        if (text == null || text.length() > LONGEST) {
            return new byte[0];
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Nothing that a browser of ours sends; the ceremony fails for want of it.
            return new byte[0];
        }
    }
}
