package org.firewarden.server.web;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.HashSet;
import java.util.Set;
import org.firewarden.gate.limits.RequestLimits;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonShapeTest {

    private static final RequestLimits LIMITS = RequestLimits.standard();
    private static final int DEPTH = LIMITS.depth();

    private static String code(String json) {
        return JsonShape.check(json.getBytes(UTF_8), LIMITS)
                .map(refusal -> refusal.status() + " " + refusal.problem().code())
                .orElse("passed");
    }

    @Test
    void whatLiesAtTheBoundPasses() {
        assertThat(code("[".repeat(DEPTH) + "]".repeat(DEPTH))).isEqualTo("passed");
        assertThat(code("[" + "1,".repeat(LIMITS.elements() - 1) + "1]")).isEqualTo("passed");
        assertThat(code("{\"a\":\"" + "x".repeat((int) LIMITS.string().toBytes()) + "\"}"))
                .isEqualTo("passed");
        assertThat(code("{\"value\": -1.5e-300}")).isEqualTo("passed");
        assertThat(code("{\"text\": \"1e9999 [[[[ , , , {{\\\" \\\\\"}")).isEqualTo("passed");
    }

    @Test
    void whatLiesBeyondIsRefused() {
        assertThat(code("[".repeat(DEPTH + 1))).isEqualTo("400 nesting-too-deep");
        assertThat(code("{\"a\":".repeat(1001))).isEqualTo("400 nesting-too-deep");
        assertThat(code("[" + "{},".repeat(LIMITS.elements()) + "{}]")).isEqualTo("413 too-many-elements");
        assertThat(code("{\"a\":\"" + "x".repeat((int) LIMITS.string().toBytes() + 1) + "\"}"))
                .isEqualTo("413 string-too-long");
        assertThat(code("{\"a\": 1e1000}")).isEqualTo("400 number-too-large");
        assertThat(code("{\"a\": -2.5E+20000}")).isEqualTo("400 number-too-large");
        assertThat(code("{\"a\": " + "1".repeat(1001) + "}")).isEqualTo("400 number-too-large");
    }

    @Test
    void binaryContentMayFillTheBody() {
        String large = "A".repeat((int) LIMITS.string().toBytes() + 4);

        assertThat(code("{\"resourceType\":\"Binary\",\"data\":\"" + large + "\"}"))
                .isEqualTo("passed");
        assertThat(code("{\"name\":\"artifact\",\"valueBase64Binary\" : \"" + large + "\"}"))
                .isEqualTo("passed");
        assertThat(code("{\"data\":\"x\",\"title\":\"" + large + "\"}")).isEqualTo("413 string-too-long");
    }

    /** Hashes and bar codes are short, queries stand in AuditEvents, which nobody writes; what is long must be one of the names that the check knows. */
    @Test
    void r4HasLargeBinaryContentUnderNoOtherName() {
        FhirContext fhir = FhirContext.forR4Cached();
        Set<String> names = new HashSet<>();
        Set<Class<?>> seen = new HashSet<>();
        fhir.getResourceTypes().forEach(type -> collect(fhir.getResourceDefinition(type), seen, names));

        assertThat(names).contains("data", "valueBase64Binary");
        names.removeIf(name -> name.equals("data") || name.endsWith("Base64Binary"));
        assertThat(names).containsExactlyInAnyOrder("hash", "carrierAIDC", "query");
    }

    private static void collect(BaseRuntimeElementDefinition<?> definition, Set<Class<?>> seen, Set<String> names) {
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)
                || !seen.add(definition.getImplementingClass())) {
            return;
        }
        for (BaseRuntimeChildDefinition child : composite.getChildren()) {
            if (child.getElementName().equals("extension")
                    || child.getElementName().equals("modifierExtension")) {
                continue;
            }
            for (String name : child.getValidChildNames()) {
                BaseRuntimeElementDefinition<?> of = child.getChildByName(name);
                if (of != null && of.getImplementingClass() == Base64BinaryType.class) {
                    names.add(name);
                } else if (of != null) {
                    collect(of, seen, names);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b>", "\\u003cb\\u003e", "<b title=\\\"x\\\">"})
    void aNarrativeThatNestsTooDeepIsRefused(String element) {
        assertThat(code("{\"div\":\"" + element.repeat(DEPTH) + "\"}")).isEqualTo("passed");
        assertThat(code("{\"div\":\"" + element.repeat(DEPTH + 1) + "\"}")).isEqualTo("400 nesting-too-deep");
    }

    @Test
    void aNarrativeMayHaveManyElementsBesideEachOther() {
        assertThat(code("{\"div\":\"<div>" + "<b>x<\\/b><br/><i>y</i>".repeat(5000) + "</div>\"}"))
                .isEqualTo("passed");
    }

    @Test
    void textInAnotherEncodingIsRefused() {
        assertThat(JsonShape.check("{\"a\": 1e9999}".getBytes(UTF_16), LIMITS))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.problem().code()).isEqualTo("not-utf-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\"\\", "]]]]", "{\"a\"", "-", "nonsense", "{\"div\":\"<\\u00"})
    void whatIsNotJsonIsLeftToTheParser(String text) {
        assertThat(code(text)).isEqualTo("passed");
    }
}
