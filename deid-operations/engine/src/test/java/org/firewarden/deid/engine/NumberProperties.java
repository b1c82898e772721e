package org.firewarden.deid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** FHIR R4, decimal: precision is significant, so numbers come out bit for bit. */
final class NumberProperties {

    private static EngineFixture newEngine() {
        try {
            return new EngineFixture(Files.createTempDirectory("deid-numbers"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Provide
    Arbitrary<List<String>> decimals() {
        Arbitrary<String> whole = Arbitraries.integers().between(0, 99999).map(String::valueOf);
        Arbitrary<String> fraction =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(20).map(f -> "." + f);
        Arbitrary<String> exponent = Arbitraries.of("", "E2", "e-5", "E+10");
        return Combinators.combine(
                        Arbitraries.of("", "-"), whole, Arbitraries.oneOf(fraction, Arbitraries.just("")), exponent)
                .as((sign, w, f, e) -> sign + w + f + e)
                .list()
                .ofSize(200);
    }

    @Property(tries = 5)
    void aQuantityKeepsItsNumberAsItWasWritten(@ForAll("decimals") List<String> numbers) throws IOException {
        // One engine for each try would spend the time on opening vaults: all numbers of a try go into one Bundle.
        StringBuilder bundle = new StringBuilder("{\"entry\":[");
        for (String number : numbers) {
            bundle.append(bundle.length() > 10 ? "," : "")
                    .append("{\"resource\":{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":")
                    .append(number)
                    .append(",\"unit\":\"mg\"}}}");
        }
        String out;
        try (EngineFixture engine = newEngine()) {
            out = engine.bundle(bundle.append("]}").toString());
        }
        for (String number : numbers) {
            assertThat(out).contains("\"valueQuantity\":{\"value\":" + number + ",\"unit\":\"mg\"}");
        }
    }
}
