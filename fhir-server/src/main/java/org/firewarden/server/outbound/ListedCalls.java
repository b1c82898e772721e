package org.firewarden.server.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.firewarden.outbound.OutboundAddresses;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.outbound.OutboundDecision;
import org.firewarden.outbound.OutboundOrigin;
import org.firewarden.outbound.OutboundRefusedException;
import org.firewarden.phi.Phi;

/**
 * Calls what the list allows. The name is resolved once, before the decision; the connection goes to the machine that was
 * decided on, while TLS still checks the name. A redirect is an answer like any other that is not 200: a failure.
 */
final class ListedCalls implements OutboundCalls {

    private static final Timeout PATIENCE = Timeout.ofSeconds(2);

    private final OutboundAddresses addresses;
    private final HostNames names;
    private final CloseableHttpClient client;

    ListedCalls(OutboundAddresses addresses, HostNames names) {
        this.addresses = addresses;
        this.names = names;
        this.client = HttpClients.custom()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(PATIENCE)
                        .setResponseTimeout(PATIENCE)
                        .build())
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(PATIENCE)
                                .setSocketTimeout(PATIENCE)
                                .build())
                        .build())
                .build();
    }

    @Override
    public OutboundAnswer get(URI address, int largest) throws IOException {
        return call(address, largest, new HttpGet(address));
    }

    @Override
    public OutboundAnswer get(URI address, int largest, Phi<String> token) throws IOException {
        HttpGet request = new HttpGet(address);
        request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token.reveal());
        request.setHeader(HttpHeaders.ACCEPT, "application/fhir+json, application/json");
        return call(address, largest, request);
    }

    @Override
    public byte[] post(URI address, String type, byte[] body, int largest) throws IOException {
        HttpPost request = new HttpPost(address);
        request.setEntity(new ByteArrayEntity(body, ContentType.parse(type)));
        return client.execute(target(address), request, answer -> bytes(answer, largest));
    }

    private OutboundAnswer call(URI address, int largest, HttpGet request) throws IOException {
        return client.execute(target(address), request, answer -> read(answer, largest));
    }

    /** The machine that the address leads to, if it may be called. */
    private HttpHost target(URI address) throws OutboundRefusedException {
        OutboundDecision byNotation = addresses.decide(address.toString());
        if (byNotation instanceof OutboundDecision.Refused refused) {
            throw new OutboundRefusedException(refused.reason());
        }
        OutboundOrigin origin = ((OutboundDecision.Allowed) byNotation).origin();
        OutboundDecision decision = addresses.decide(address.toString(), machines(origin.host()));
        if (decision instanceof OutboundDecision.Refused refused) {
            throw new OutboundRefusedException(refused.reason());
        }
        InetAddress machine = ((OutboundDecision.Allowed) decision).machines().get(0);
        return new HttpHost(origin.scheme(), machine, plain(origin.host()), origin.port());
    }

    private List<InetAddress> machines(String host) {
        try {
            return names.machines(plain(host));
        } catch (UnknownHostException e) {
            // Leads to no machine, and is refused for it.
            return List.of();
        }
    }

    private static String plain(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static OutboundAnswer read(ClassicHttpResponse answer, int largest) throws IOException {
        byte[] body = bytes(answer, largest);
        String type = answer.getEntity().getContentType();
        Header caching = answer.getFirstHeader(HttpHeaders.CACHE_CONTROL);
        return new OutboundAnswer(
                type == null ? "" : type,
                new String(body, StandardCharsets.UTF_8),
                caching == null || caching.getValue() == null ? "" : caching.getValue());
    }

    private static byte[] bytes(ClassicHttpResponse answer, int largest) throws IOException {
        HttpEntity entity = answer.getEntity();
        if (answer.getCode() != HttpStatus.SC_OK || entity == null) {
            throw new IOException("an outbound call was answered with " + answer.getCode());
        }
        try (InputStream content = entity.getContent()) {
            byte[] body = content.readNBytes(largest + 1);
            if (body.length > largest) {
                throw new IOException("the answer to an outbound call is too large");
            }
            return body;
        }
    }
}
