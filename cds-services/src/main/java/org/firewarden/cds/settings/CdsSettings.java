package org.firewarden.cds.settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/**
 * The settings of the CDS Hooks endpoint.
 *
 * @param publicBaseUrl the address under which EHRs reach this server, without a slash at its end; tokens name it as their
 *     audience and cards link below it. It is configured, because a {@code Host} header is the caller's word
 * @param clients the EHRs that may call; none is a legal setting that admits nobody
 * @param maximumBody the largest request body that is read
 * @param answers how the services answer
 */
public record CdsSettings(
        URI publicBaseUrl, List<CdsClientSettings> clients, DataSize maximumBody, AnswerSettings answers) {

    private static final DataSize DEFAULT_MAXIMUM_BODY = DataSize.ofMegabytes(8);

    /** Checks the address, drops a slash at its end and refuses two clients of one issuer. */
    public CdsSettings {
        publicBaseUrl = withoutSlash(new SecureUrl(publicBaseUrl).value());
        if (publicBaseUrl.getRawQuery() != null) {
            throw new IllegalArgumentException("the public base URL has no query");
        }
        clients = List.copyOf(clients);
        if (clients.stream().map(CdsClientSettings::issuer).distinct().count() != clients.size()) {
            throw new IllegalArgumentException("each CDS client has an issuer of its own");
        }
        if (maximumBody.toBytes() <= 0 || maximumBody.toBytes() >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the largest request body is more than nothing and less than 2 GiB");
        }
    }

    /** Settings with request bodies of at most 8 MiB. */
    public CdsSettings(URI publicBaseUrl, List<CdsClientSettings> clients) {
        this(publicBaseUrl, clients, DEFAULT_MAXIMUM_BODY);
    }

    /** Settings whose services answer in the usual way. */
    public CdsSettings(URI publicBaseUrl, List<CdsClientSettings> clients, DataSize maximumBody) {
        this(publicBaseUrl, clients, maximumBody, AnswerSettings.STANDARD);
    }

    /** Settings with request bodies of at most 8 MiB. */
    public CdsSettings(URI publicBaseUrl, List<CdsClientSettings> clients, AnswerSettings answers) {
        this(publicBaseUrl, clients, DEFAULT_MAXIMUM_BODY, answers);
    }

    /** The address of a service: {@code {base}/cds-services/{id}}. */
    public URI serviceUrl(String serviceId) {
        return URI.create(publicBaseUrl + "/cds-services/" + serviceId);
    }

    /** The address for feedback on a service's cards: {@code {base}/cds-services/{id}/feedback}. */
    public URI feedbackUrl(String serviceId) {
        return URI.create(serviceUrl(serviceId) + "/feedback");
    }

    /** The page of a model version: {@code {base}/models/{modelId}/{version}}. */
    public URI modelCardUrl(String modelId, String version) {
        return URI.create(publicBaseUrl + "/models/" + modelId + "/" + version);
    }

    /** The client of that issuer. */
    public Optional<CdsClientSettings> client(String issuer) {
        return clients.stream().filter(client -> client.issuer().equals(issuer)).findFirst();
    }

    /** True if the ids of that EHR are ours. Where it has a record of its own, the same id may be another person here. */
    public boolean isRecordShared(String issuer) {
        return client(issuer).map(CdsClientSettings::isRecordShared).orElse(false);
    }

    private static URI withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? withoutSlash(URI.create(text.substring(0, text.length() - 1))) : url;
    }
}
