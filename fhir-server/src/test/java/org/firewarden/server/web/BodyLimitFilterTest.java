package org.firewarden.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BodyLimitFilterTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/fhir/Patient");
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final List<Integer> passed = new ArrayList<>();

    private void send() throws Exception {
        new BodyLimitFilter(10)
                .doFilter(
                        request,
                        response,
                        (in, out) -> passed.add(in.getInputStream().readAllBytes().length));
    }

    @Test
    void aBodyUpToTheLimitPasses() throws Exception {
        request.setContent(new byte[10]);
        send();

        assertThat(passed).containsExactly(10);
    }

    @Test
    void aLargerBodyIsRefused() throws Exception {
        request.setContent(new byte[11]);
        send();

        assertThat(passed).isEmpty();
        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(response.getContentAsString()).contains("body-too-large");
    }

    @Test
    void aBodyOfUnknownLengthIsReadUpToTheLimit() throws Exception {
        MockHttpServletRequest chunked = new MockHttpServletRequest("POST", "/fhir/Patient") {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        chunked.addHeader("Transfer-Encoding", "chunked");
        chunked.setContent(new byte[11]);
        new BodyLimitFilter(10).doFilter(chunked, response, (in, out) -> passed.add(1));

        assertThat(passed).isEmpty();
        assertThat(response.getStatus()).isEqualTo(413);
    }

    @Test
    void aCompressedBodyIsRefused() throws Exception {
        request.addHeader("Content-Encoding", "gzip");
        request.setContent(new byte[1]);
        send();

        assertThat(passed).isEmpty();
        assertThat(response.getStatus()).isEqualTo(415);
    }
}
