package org.firewarden.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** A private key that signs, with its public half. It is stored sealed by the {@link KeyRing}. Safe for many threads. */
public final class SigningKey {

    private final PrivateKey secret;
    private final VerifyingKey verifyingKey;

    private SigningKey(PrivateKey secret, VerifyingKey verifyingKey) {
        this.secret = secret;
        this.verifyingKey = verifyingKey;
    }

    /** A new key. */
    public static SigningKey generate(SignatureAlgorithm algorithm, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.jcaName(), SignatureAlgorithm.PROVIDER);
            if (algorithm == SignatureAlgorithm.ED25519) {
                generator.initialize(255, random);
            }
            KeyPair pair = generator.generateKeyPair();
            byte[] info = pair.getPublic().getEncoded();
            byte[] encoded = Arrays.copyOfRange(info, info.length - algorithm.publicKeyBytes(), info.length);
            return new SigningKey(pair.getPrivate(), VerifyingKey.of(algorithm, encoded));
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("making a signing key failed", e);
        }
    }

    /**
     * Opens a key that was sealed by {@link #sealedBy}.
     *
     * @throws KeyRingException if it was sealed for another purpose or subject
     */
    public static SigningKey open(
            KeyRing ring, KeyPurpose purpose, String subject, VerifyingKey verifyingKey, byte[] sealed) {
        byte[] bytes = ring.open(purpose, subject, sealed);
        try {
            PrivateKey secret = KeyFactory.getInstance(verifyingKey.algorithm().jcaName(), SignatureAlgorithm.PROVIDER)
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            return new SigningKey(secret, verifyingKey);
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("not a signing key", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The private key, sealed to be stored. */
    public byte[] sealedBy(KeyRing ring, KeyPurpose purpose, String subject) {
        byte[] bytes = secret.getEncoded();
        byte[] sealed = ring.seal(purpose, subject, bytes);
        Arrays.fill(bytes, (byte) 0);
        return sealed;
    }

    /** The private key as PKCS #8 has it, not sealed. */
    byte[] encoded() {
        return secret.getEncoded();
    }

    /** A private key as PKCS #8 has it, with its public half. */
    static SigningKey of(VerifyingKey verifyingKey, byte[] encoded) {
        try {
            PrivateKey secret = KeyFactory.getInstance(verifyingKey.algorithm().jcaName(), SignatureAlgorithm.PROVIDER)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new SigningKey(secret, verifyingKey);
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("not a signing key", e);
        }
    }

    /** The public half. */
    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** Signs. */
    public byte[] sign(byte[] content) {
        try {
            Signature signature =
                    Signature.getInstance(verifyingKey.algorithm().jcaName(), SignatureAlgorithm.PROVIDER);
            signature.initSign(secret);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("signing failed", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + verifyingKey.algorithm() + "]";
    }
}
