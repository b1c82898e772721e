package org.firewarden.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.problem.Problem;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class FailureTranslatorTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final FailureTranslator translator = new FailureTranslator();

    FailureTranslatorTest() {
        request.setAttribute(AuditDraft.REQUEST_ATTRIBUTE, new AuditDraft("c-1", "127.0.0.1"));
    }

    private String shown(Throwable failure) {
        BaseServerResponseException exception = translator.translate(failure, request);
        return exception.getStatusCode() + " "
                + FHIR.newJsonParser().encodeResourceToString(exception.getOperationOutcome());
    }

    @Test
    void anUnexpectedFailureSaysNothingOfItself() {
        assertThat(shown(new IllegalStateException("Canary in SELECT * FROM hfj_resource")))
                .startsWith("500")
                .contains("c-1")
                .doesNotContain("Canary", "SELECT", "IllegalState");
    }

    @Test
    void aValueInOneOfHapisMessagesIsNotShown() {
        assertThat(shown(new InvalidRequestException("HAPI-1882: Invalid date/time format: \"Canary\"")))
                .startsWith("400")
                .contains("HAPI-1882")
                .doesNotContain("Canary");
        assertThat(shown(new InvalidRequestException("Canary"))).doesNotContain("Canary");
    }

    @Test
    void aMessageThatNamesParametersOnlyIsShown() {
        assertThat(shown(new InvalidRequestException(
                        "HAPI-0524: Unknown search parameter \"foo\" for type \"Patient\"")))
                .contains("unknown-search-parameter", "foo");
    }

    @Test
    void deletedAndAbsentLookTheSame() {
        assertThat(shown(new ResourceGoneException("HAPI-0001: gone")))
                .isEqualTo(shown(new ResourceNotFoundException("HAPI-2001: Resource Patient/Canary is not known")))
                .startsWith("404")
                .doesNotContain("Canary");
    }

    @Test
    void malformedJsonNamesItsPlaceOnly() {
        assertThat(shown(new DataFormatException("Canary"))).startsWith("400").doesNotContain("Canary");
    }

    @Test
    void aLedgerThatCannotBeWrittenIs503() {
        assertThat(shown(new RuntimeException(new AuditUnavailableException(new IllegalStateException()))))
                .startsWith("503");
    }

    @Test
    void ourOwnProblemsAreShownWhole() {
        assertThat(shown(Refusals.of(
                        new UnprocessableEntityException("x"),
                        List.of(Problem.invalid("one", "First."), Problem.invalid("two", "Second.")))))
                .startsWith("422")
                .contains("First.", "Second.", "c-1");
    }
}
