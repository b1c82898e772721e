package org.firewarden.gate.content;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.problem.Problem;

/**
 * Answers in FHIR JSON only. Who accepts JSON besides XML or RDF gets JSON; who accepts nothing else gets 406 (FHIR R4,
 * Content Types and encodings). One writer of answers is one place at which what is hidden can slip out.
 */
@Interceptor
public final class AnswerFormat {

    private static final int NOT_ACCEPTABLE = 406;
    private static final String FORMAT = "_format";

    /** Before anything is answered. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = InterceptorOrder.LIMITS)
    public void demandJson(RequestDetails request) {
        String[] formats = request.getParameters().get(FORMAT);
        boolean isOther = formats != null && Arrays.stream(formats).anyMatch(AnswerFormat::isOther);
        List<String> accepted = new ArrayList<>();
        request.getHeaders(Constants.HEADER_ACCEPT)
                .forEach(header -> accepted.addAll(Arrays.asList(header.split(",", -1))));
        boolean saysWhat = accepted.stream().anyMatch(type -> !type.isBlank());
        accepted.removeIf(type -> type.isBlank() || isOther(type));
        // Also for the refusal, which is written in what the request accepts.
        request.setHeaders(Constants.HEADER_ACCEPT, accepted);
        if (isOther || (saysWhat && accepted.isEmpty() && formats == null)) {
            request.removeParameter(FORMAT);
            throw Refusals.of(
                    new UnclassifiedServerFailureException(NOT_ACCEPTABLE, "not JSON"),
                    new Problem("not-supported", "answer-format", "Answers are given in FHIR JSON only."));
        }
    }

    private static boolean isOther(String type) {
        int parameters = type.indexOf(';');
        String name =
                (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        EncodingEnum encoding = EncodingEnum.forContentType(name);
        // HAPI's own names for a page that shows a resource begin so.
        return encoding == EncodingEnum.XML || encoding == EncodingEnum.RDF || name.startsWith("html/");
    }
}
