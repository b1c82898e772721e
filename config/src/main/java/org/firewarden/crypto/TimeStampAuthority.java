package org.firewarden.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A time stamp authority (RFC 3161), known by the certificates that it is trusted under: its own, or those of who issued it. A
 * stamp over some content says that the content was there at a time, whoever has the server's clock and keys.
 */
public final class TimeStampAuthority {

    private static final int NONCE_BITS = 64;

    private final List<X509Certificate> trusted;

    private TimeStampAuthority(List<X509Certificate> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * What a stamp says.
     *
     * @param time when the content was there
     * @param authority the name in the certificate that signed
     */
    public record Stamp(Instant time, String authority) {}

    /**
     * An authority that is trusted under these certificates.
     *
     * @param pem one certificate or more
     * @throws TimeStampException if it holds none
     */
    public static TimeStampAuthority of(byte[] pem) throws TimeStampException {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new TimeStampException("there is no certificate of a time stamp authority");
            }
            return new TimeStampAuthority(certificates);
        } catch (GeneralSecurityException e) {
            throw new TimeStampException("the certificate of a time stamp authority cannot be read", e);
        }
    }

    /** A request (TimeStampReq, DER) for a stamp over the SHA-256 of this content, with a nonce and for the certificate too. */
    public static byte[] request(byte[] content, SecureRandom random) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        try {
            return generator
                    .generate(
                            NISTObjectIdentifiers.id_sha256, Sha256.digest(content), new BigInteger(NONCE_BITS, random))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a time stamp request cannot be encoded", e);
        }
    }

    /**
     * Verifies what an authority answered to a request.
     *
     * @param request as {@link #request} made it
     * @param response TimeStampResp, DER
     * @throws TimeStampException if it is no stamp, for another request, or not of this authority
     */
    public Stamp accept(byte[] request, byte[] response) throws TimeStampException {
        try {
            TimeStampResponse answered = new TimeStampResponse(response);
            answered.validate(new TimeStampRequest(request));
            return verified(token(answered));
        } catch (TSPException | IOException | RuntimeException e) {
            // The parser throws bare exceptions for some of what is not ASN.1.
            throw new TimeStampException("the time stamp authority did not answer with a stamp for this request", e);
        }
    }

    /**
     * Verifies a stamp that was kept.
     *
     * @param content what it is over
     * @param response TimeStampResp, DER
     * @throws TimeStampException if it is no stamp, over something else, or not of this authority
     */
    public Stamp verify(byte[] content, byte[] response) throws TimeStampException {
        TimeStampToken token;
        try {
            token = token(new TimeStampResponse(response));
        } catch (TSPException | IOException | RuntimeException e) {
            // The parser throws bare exceptions for some of what is not ASN.1.
            throw new TimeStampException("this is not a time stamp", e);
        }
        boolean isSha256 = token.getTimeStampInfo().getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256);
        if (!isSha256
                || !MessageDigest.isEqual(token.getTimeStampInfo().getMessageImprintDigest(), Sha256.digest(content))) {
            throw new TimeStampException("the time stamp is over something else");
        }
        return verified(token);
    }

    private static TimeStampToken token(TimeStampResponse response) throws TimeStampException {
        TimeStampToken token = response.getTimeStampToken();
        if (token == null) {
            throw new TimeStampException("the time stamp authority refused");
        }
        return token;
    }

    /** The signature, the certificate's purpose and period, and the way from it to one that is trusted. */
    private Stamp verified(TimeStampToken token) throws TimeStampException {
        Instant time = token.getTimeStampInfo().getGenTime().toInstant();
        List<X509Certificate> sent = new ArrayList<>(trusted);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
                sent.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
            }
            for (X509Certificate certificate : sent) {
                if (token.getSID().match(new X509CertificateHolder(certificate.getEncoded()))) {
                    // Checks the signed certificate id, the extended key usage and that the time lies within the
                    // period.
                    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
                    trust(certificate, sent, time);
                    return new Stamp(time, certificate.getSubjectX500Principal().getName());
                }
            }
        } catch (TSPException | IOException | OperatorCreationException | RuntimeException e) {
            // The parser throws bare exceptions for some of what is not ASN.1.
            throw new TimeStampException("the signature of the time stamp does not hold", e);
        } catch (GeneralSecurityException e) {
            throw new TimeStampException("the time stamp is not of an authority that is trusted", e);
        }
        throw new TimeStampException("the certificate of the time stamp is not there");
    }

    private void trust(X509Certificate certificate, List<X509Certificate> others, Instant time)
            throws GeneralSecurityException {
        if (trusted.contains(certificate)) {
            return;
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(certificate);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(
                trusted.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet()), target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
        // Years later nobody answers for revocation any more; who verifies chooses whom to trust.
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(time));
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }
}
