package org.firewarden.phi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhiTest {

    /** A record as our own classes hold patient values. */
    record Holder(Phi<String> name, int count) {}

    @Test
    void neitherTextNorJsonSaysTheValue() throws Exception {
        Holder holder = new Holder(Phi.of("Canary"), 1);

        assertThat(holder.toString()).doesNotContain("Canary");
        assertThat(new ObjectMapper().writeValueAsString(holder)).isEqualTo("{\"count\":1}");
        assertThat(Map.of("key", Phi.of("Canary")).toString()).doesNotContain("Canary");
    }

    @Test
    void theValueIsThereForWhoAsksForIt() {
        assertThat(Phi.of("Canary").map(String::length).reveal()).isEqualTo(6);
    }
}
