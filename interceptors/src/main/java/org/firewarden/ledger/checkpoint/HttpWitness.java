package org.firewarden.ledger.checkpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.firewarden.ledger.note.Checkpoint;

/** An address that takes checkpoints by POST as {@code text/plain} and answers 2xx once it has stored one. */
public final class HttpWitness implements Witness {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI address;
    private final HttpClient http;

    /** Posts to this address; redirects are not followed. */
    public HttpWitness(URI address) {
        this.address = address;
        this.http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public String name() {
        return "http " + address.getHost() + ":" + address.getPort() + address.getPath();
    }

    @Override
    public void publish(Checkpoint checkpoint, String note) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(note))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status < 200 || status > 299) {
            throw new IOException("the witness answered " + status);
        }
    }
}
