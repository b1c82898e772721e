package org.firewarden.smart.passkey;

import com.webauthn4j.converter.AttestationObjectConverter;
import com.webauthn4j.converter.AuthenticatorDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionAuthenticatorOutput;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.firewarden.crypto.Sha256;

/** Somebody's device with one passkey, and the browser in front of it: as they are, or as an attacker would have them. */
final class Device {

    private static final byte PRESENT = 0x01;
    private static final byte RECOGNISED = 0x04;
    private static final byte CREDENTIAL = 0x40;

    private final ObjectConverter objects = new ObjectConverter();
    private final KeyPair keys;
    private final byte[] credential;
    private String origin;
    private String domain;
    private byte flags = PRESENT | RECOGNISED;
    private String owner = "";
    private long counter;

    Device(String origin, String domain) {
        this.origin = origin;
        this.domain = domain;
        this.credential = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    Device at(String otherOrigin) {
        origin = otherOrigin;
        return this;
    }

    Device forDomain(String other) {
        domain = other;
        return this;
    }

    /** Does not make sure who holds it. */
    Device thatRecognisesNobody() {
        flags = PRESENT;
        return this;
    }

    /** Knows its owner by this handle from now on, as a device does that was asked to add a passkey. */
    Device of(String handle) {
        owner = handle;
        return this;
    }

    Device counting(long next) {
        counter = next;
        return this;
    }

    /** The fields with which a passkey is added. */
    Map<String, String> made(String challenge) {
        AuthenticatorData<RegistrationExtensionAuthenticatorOutput> data = new AuthenticatorData<>(
                hashOfDomain(),
                (byte) (flags | CREDENTIAL),
                counter,
                new AttestedCredentialData(
                        AAGUID.ZERO,
                        credential,
                        EC2COSEKey.create((ECPublicKey) keys.getPublic(), COSEAlgorithmIdentifier.ES256)));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("clientData", text(clientData("webauthn.create", challenge)));
        fields.put(
                "attestation",
                text(new AttestationObjectConverter(objects)
                        .convertToBytes(new AttestationObject(data, new NoneAttestationStatement()))));
        return fields;
    }

    /** The fields with which it is shown. */
    Map<String, String> shown(String challenge) {
        return shown("webauthn.get", challenge, keys.getPrivate(), owner);
    }

    Map<String, String> shown(String type, String challenge, PrivateKey key, String userHandle) {
        AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data =
                new AuthenticatorData<>(hashOfDomain(), flags, counter);
        byte[] bytes = new AuthenticatorDataConverter(objects).convert(data);
        byte[] clientData = clientData(type, challenge);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("credential", text(credential));
        fields.put("clientData", text(clientData));
        fields.put("authenticatorData", text(bytes));
        fields.put("signature", text(sign(key, bytes, Sha256.digest(clientData))));
        fields.put("userHandle", userHandle);
        return fields;
    }

    PrivateKey key() {
        return keys.getPrivate();
    }

    private byte[] hashOfDomain() {
        return Sha256.digest(domain.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] clientData(String type, String challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sign(PrivateKey key, byte[] data, byte[] hash) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(data);
            all.writeBytes(hash);
            signature.update(all.toByteArray());
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
