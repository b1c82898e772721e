package org.firewarden.it.benchmark;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Blocking calls on kept connections: the client takes its time from the cores of the server, so it must take little. */
final class LoopbackClient implements AutoCloseable {

    private final CloseableHttpClient http;

    LoopbackClient(int connections) {
        http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .build())
                .disableAutomaticRetries()
                .disableCookieManagement()
                .build();
    }

    /** Whether the answer is 200 with such a body. */
    boolean call(ClassicHttpRequest request, Predicate<String> good) throws IOException {
        return http.execute(request, answer -> {
            String body = EntityUtils.toString(answer.getEntity());
            return answer.getCode() == 200 && good.test(body);
        });
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
