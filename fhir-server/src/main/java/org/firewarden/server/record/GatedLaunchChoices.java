package org.firewarden.server.record;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ParameterUtil;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.gate.enforcement.VisibleResources;
import org.firewarden.gate.query.InnerSearch.Matches;
import org.firewarden.phi.Phi;
import org.firewarden.record.LaunchChoices;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;

/**
 * Finds what a person may choose from past the gate: hidden patients and encounters leave the matches before these are cut to a page, and
 * what is shown of each is what a read would show. If there are too many to look at, nothing is offered until more of the name is typed.
 */
final class GatedLaunchChoices implements LaunchChoices {

    private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Comparator<Object> BY_NAME = Collator.getInstance(Locale.ROOT);
    private static final String UNNAMED = "without a name that you may see";

    private final VisibleResources visible;
    private final DaoRegistry daos;
    private final Supplier<AuditDraft> drafts;

    /**
     * Looks there.
     *
     * @param drafts the draft of the request in progress
     */
    GatedLaunchChoices(VisibleResources visible, DaoRegistry daos, Supplier<AuditDraft> drafts) {
        this.visible = visible;
        this.daos = daos;
        this.drafts = drafts;
    }

    @Override
    public List<Choice> patients(Caller caller, Phi<String> name) {
        Map<String, List<String>> query =
                name.reveal().isBlank() ? Map.of() : Map.of("name", List.of(ParameterUtil.escape(name.reveal())));
        return load(caller, "Patient", find(caller, "Patient", query), new SortSpec("family"))
                .map(Patient.class::cast)
                .map(patient -> new Choice(patient.getIdElement().getIdPart(), Phi.of(label(patient))))
                // The index sorts by each name that a patient ever had; people look for the one that is shown.
                .sorted(Comparator.comparing(choice -> choice.label().reveal(), BY_NAME))
                .toList();
    }

    @Override
    public Optional<Choice> patient(Caller caller, String patientId) {
        if (!FHIR_ID.matcher(patientId).matches()) {
            return Optional.empty();
        }
        List<String> found = find(caller, "Patient", Map.of("_id", List.of(patientId)));
        return load(caller, "Patient", found, new SortSpec("family"))
                .map(Patient.class::cast)
                .map(patient -> new Choice(patient.getIdElement().getIdPart(), Phi.of(label(patient))))
                .findFirst();
    }

    @Override
    public List<Choice> encounters(Caller caller, String patientId) {
        if (!FHIR_ID.matcher(patientId).matches()) {
            return List.of();
        }
        List<String> found = find(caller, "Encounter", Map.of("patient", List.of("Patient/" + patientId)));
        return load(caller, "Encounter", found, new SortSpec("date", SortOrderEnum.DESC))
                .map(Encounter.class::cast)
                .map(encounter -> new Choice(encounter.getIdElement().getIdPart(), Phi.of(label(encounter))))
                .toList();
    }

    private List<String> find(Caller caller, String type, Map<String, List<String>> query) {
        Matches matches = visible.find(type, query, request(caller));
        return matches instanceof Matches.Visible some ? some.ids() : List.of();
    }

    private Stream<?> load(Caller caller, String type, List<String> ids, SortSpec order) {
        if (ids.isEmpty()) {
            return Stream.empty();
        }
        TokenOrListParam anyOf = new TokenOrListParam();
        ids.forEach(id -> anyOf.add(new TokenParam(id)));
        SearchParameterMap parameters = new SearchParameterMap();
        parameters.add("_id", anyOf);
        parameters.setSort(order);
        parameters.setLoadSynchronousUpTo(MAXIMUM);
        return daos.getResourceDao(type).search(parameters, request(caller)).getAllResources().stream()
                .filter(Objects::nonNull);
    }

    private RequestDetails request(Caller caller) {
        return RequestContext.as(caller, drafts.get(), RestOperationTypeEnum.SEARCH_TYPE);
    }

    private static String label(Patient patient) {
        String name = patient.getName().stream()
                .findFirst()
                .map(GatedLaunchChoices::label)
                .orElse("");
        String birth =
                patient.hasBirthDate() ? "born " + patient.getBirthDateElement().getValueAsString() : "";
        String sex = patient.hasGender() ? patient.getGender().getDisplay().toLowerCase(Locale.ROOT) : "";
        String label =
                Stream.of(name, birth, sex).filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
        return label.isEmpty() ? UNNAMED : label;
    }

    private static String label(HumanName name) {
        String parts = Stream.of(Objects.toString(name.getFamily(), ""), name.getGivenAsSingleString())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(", "));
        return parts.isBlank() ? Objects.toString(name.getText(), "") : parts;
    }

    private static String label(Encounter encounter) {
        String kind = encounter.getType().stream()
                .map(type -> type.hasText()
                        ? type.getText()
                        : type.getCodingFirstRep().getDisplay())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Objects.toString(encounter.getClass_().getDisplay(), "visit"));
        String since = encounter.getPeriod().hasStart()
                ? ", from " + encounter.getPeriod().getStartElement().getValueAsString()
                : "";
        String until = encounter.getPeriod().hasEnd()
                ? " to " + encounter.getPeriod().getEndElement().getValueAsString()
                : "";
        return kind + since + until;
    }
}
