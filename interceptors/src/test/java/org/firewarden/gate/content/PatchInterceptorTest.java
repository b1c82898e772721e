package org.firewarden.gate.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchInterceptorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"op\":\"add\",\"path\":\"/active\",\"value\":null}]",
                "[{\"op\":\"remove\",\"path\":\"/active\"},{\"op\":\"move\",\"from\":\"/a\",\"path\":\"\"}]"
            })
    void aPatchIsOne(String body) {
        assertThat(PatchInterceptor.isPatch(body.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "[1]",
                "[{}]",
                "[null",
                "[{\"op\":\"add\",\"path\":\"/x\"}]",
                "[{\"op\":\"nothing\",\"path\":\"/x\",\"value\":1}]",
                "[{\"op\":\"remove\"}]",
                "[{\"op\":\"remove\",\"path\":1}]",
                "[{\"op\":\"remove\",\"path\":\"x\"}]",
                "[{\"op\":\"move\",\"path\":\"/x\"}]"
            })
    void whatIsNoneIsNot(String body) {
        assertThat(PatchInterceptor.isPatch(body.getBytes(UTF_8))).isFalse();
    }
}
