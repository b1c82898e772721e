package org.firewarden.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.gate.limits.RequestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

class BodyLimitFilterTest {

    private static final RequestLimits LIMITS = new RequestLimits(
            DataSize.ofBytes(2000), DataSize.ofBytes(1024), DataSize.ofBytes(1024), 5, 8, 1, 100, 4, 1, 1, 1, 1, 1);

    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/fhir/Patient");
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final List<Integer> passed = new ArrayList<>();

    private void send() throws Exception {
        new BodyLimitFilter(LIMITS)
                .doFilter(
                        request,
                        response,
                        (in, out) -> passed.add(in.getInputStream().readAllBytes().length));
    }

    @Test
    void aBodyUpToTheLimitPasses() throws Exception {
        request.setContent("1".repeat(90).concat(" ".repeat(1910)).getBytes(UTF_8));
        send();

        assertThat(passed).containsExactly(2000);
    }

    @Test
    void aLargerBodyIsRefused() throws Exception {
        request.setContent(new byte[2001]);
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
        chunked.setContent(new byte[2001]);
        new BodyLimitFilter(LIMITS).doFilter(chunked, response, (in, out) -> passed.add(1));

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

    @Test
    void theFormOfASearchIsReadWithItsQueryAndNothingIsLeftOut() throws Exception {
        Map<String, String[]> seen = new HashMap<>();
        MockHttpServletRequest search = search("patient=1%2C2&code=%C3%A4&flag");
        search.setQueryString("_count=5&patient=3");
        new BodyLimitFilter(LIMITS).doFilter(search, response, (in, out) -> seen.putAll(in.getParameterMap()));

        assertThat(seen.get("patient")).containsExactly("3", "1,2");
        assertThat(seen.get("code")).containsExactly("ä");
        assertThat(seen.get("flag")).containsExactly("");
        assertThat(seen.get("_count")).containsExactly("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&b=2&c=3&d=4&e=5", "a=%zz", "a=%"})
    void aFormThatCannotBeReadWholeIsRefused(String form) throws Exception {
        new BodyLimitFilter(LIMITS).doFilter(search(form), response, (in, out) -> passed.add(1));

        assertThat(passed).isEmpty();
        assertThat(response.getStatus()).isEqualTo(400);
    }

    @Test
    void aFormWithoutALengthIsReadUpToItsOwnLimit() throws Exception {
        new BodyLimitFilter(LIMITS).doFilter(search("a=" + "x".repeat(1100)), response, (in, out) -> passed.add(1));

        assertThat(passed).isEmpty();
        assertThat(response.getStatus()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+xml",
                "multipart/form-data; boundary=x",
                "application/fhir+json; charset=UTF-16",
                "application/fhir+json; charset=no such"
            })
    void whatIsNotJsonInUtf8IsRefused(String type) throws Exception {
        request.setContentType(type);
        request.setContent(new byte[1]);
        send();

        assertThat(passed).isEmpty();
        assertThat(response.getStatus()).isEqualTo(415);
    }

    private static MockHttpServletRequest search(String form) {
        MockHttpServletRequest search = new MockHttpServletRequest("POST", "/fhir/Patient/_search") {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        search.addHeader("Transfer-Encoding", "chunked");
        search.setContentType("application/x-www-form-urlencoded");
        search.setContent(form.getBytes(UTF_8));
        return search;
    }
}
