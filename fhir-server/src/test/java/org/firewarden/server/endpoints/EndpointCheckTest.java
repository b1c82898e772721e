package org.firewarden.server.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.Set;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

class EndpointCheckTest {

    private static final String DECLARED = """
            # comment
            mvc GET /declared # the tests ask for it
            [demo] mvc GET /demo # the demo does
            """;

    private static EndpointCheck check(boolean isDemo, Class<?>... beans) {
        MockServletContext servlets = new MockServletContext();
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.setServletContext(servlets);
        context.register(Mvc.class);
        context.register(beans);
        context.refresh();
        return new EndpointCheck(
                context, servlets, DeclaredEndpoints.parse(DECLARED, isDemo ? Set.of("demo") : Set.of()));
    }

    @Test
    void whatIsDeclaredMayBeMapped() {
        EndpointCheck check = check(false, Declared.class);
        check.start();

        assertThat(check.isRunning()).isTrue();
        assertThat(check.mapped()).containsExactly("mvc GET /declared");
        assertThat(check.unmapped()).isEmpty();
    }

    @Test
    void whatIsNotDeclaredEndsTheStartWithItsName() {
        EndpointCheck check = check(false, Declared.class, Forgotten.class);

        assertThatThrownBy(check::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mvc GET /forgotten")
                .hasMessageNotContaining("/declared");
        assertThat(check.isRunning()).isFalse();
    }

    @Test
    void whatTheDemoDeclaresCountsInTheDemoOnly() {
        check(true, Demo.class).start();

        assertThatThrownBy(check(false, Demo.class)::start).hasMessageContaining("mvc GET /demo");
    }

    @Test
    void anOperationOfAProviderIsAnEndpoint() {
        RestfulServer server = new RestfulServer(FhirContext.forR4Cached());
        server.registerProvider(new Peek());

        assertThat(FhirEndpoints.of(server))
                .isEqualTo(Set.of(
                        "fhir operation $peek system",
                        "fhir operation $peek-at Patient",
                        "fhir operation $peek-in Task"));
    }

    @Test
    void aDeclarationHasAReason() {
        assertThatThrownBy(() -> DeclaredEndpoints.parse("mvc GET /x", Set.of()))
                .hasMessageContaining("without a reason");
        assertThatThrownBy(() -> DeclaredEndpoints.parse("mvc GET /x # a\nmvc GET /x # b", Set.of()))
                .hasMessageContaining("twice");
    }

    @EnableWebMvc
    static class Mvc {}

    @RestController
    static class Declared {
        @GetMapping("/declared")
        String get() {
            return "";
        }
    }

    @RestController
    static class Forgotten {
        @GetMapping("/forgotten")
        String get() {
            return "";
        }
    }

    @RestController
    static class Demo {
        @GetMapping("/demo")
        String get() {
            return "";
        }
    }

    static final class Peek {
        @Operation(name = "$peek", idempotent = true)
        public void peek() {
            // What it does is of no interest here.
        }

        @Operation(name = "$peek-in", type = Task.class)
        public void peekIn() {
            // Nor this.
        }

        @Operation(name = "peek-at", typeName = "Patient")
        public void peekAt() {
            // Nor this.
        }
    }
}
