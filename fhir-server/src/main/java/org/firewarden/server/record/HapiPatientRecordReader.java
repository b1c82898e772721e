package org.firewarden.server.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.CodedValue;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.gate.enforcement.SeenMatches;
import org.firewarden.record.PatientRecordReader;
import org.firewarden.record.RecordQuery;
import org.firewarden.record.RecordRead;
import org.firewarden.record.RecordTooLargeException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/** Reads from HAPI's storage, where the gate's interceptors stand. What it reads is noted in the request's audit draft. */
public final class HapiPatientRecordReader implements PatientRecordReader {

    /** The search parameter that narrows each type by its clinical date, where it has one. */
    private static final Map<String, String> DATE_PARAMETERS = Map.of(
            "Observation", "date",
            "MedicationRequest", "authoredon",
            "Procedure", "date",
            "Encounter", "date",
            "Immunization", "date",
            "DiagnosticReport", "date");

    /** A record of which more than that is there cannot be told to be complete. */
    private static final int MAXIMUM_INSPECTED = 20 * MAXIMUM_RESOURCES;

    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final GateKeeper gate;
    private final ChartResources chart;
    private final ObjectMapper json;
    private final Supplier<AuditDraft> drafts;

    /**
     * Reads through this gate.
     *
     * @param drafts the draft of the request in progress
     */
    public HapiPatientRecordReader(
            FhirContext fhir,
            DaoRegistry daos,
            GateKeeper gate,
            ChartResources chart,
            ObjectMapper json,
            Supplier<AuditDraft> drafts) {
        this.fhir = fhir;
        this.chart = chart;
        this.daos = daos;
        this.gate = gate;
        this.json = json;
        this.drafts = drafts;
    }

    @Override
    public Decision mayRead(Caller caller, String patientId, Set<String> resourceTypes) {
        for (String type : resourceTypes) {
            Interaction interaction = type.equals("Patient") ? Interaction.READ : Interaction.SEARCH;
            Decision decision = gate.decide(caller, Access.toPatient(interaction, type, patientId));
            if (!decision.isPermitted()) {
                return decision;
            }
        }
        return Decision.permit();
    }

    @Override
    public Decision mayReadEach(Caller caller, String patientId, List<ObjectNode> resources) {
        Optional<List<Resource>> read = chart.labelled(resources);
        if (read.isEmpty()) {
            return Decision.deny(DenialReason.SENSITIVITY);
        }
        for (Resource resource : read.get()) {
            Access stored = gate.consider(caller, Interaction.READ, resource).access();
            Set<String> others = new LinkedHashSet<>(stored.allPatientIds());
            others.remove(patientId);
            // Who brought the resource has shown that it is this patient's, by whatever form of reference.
            Decision decision = gate.decide(
                    caller,
                    new Access(
                            Interaction.READ,
                            stored.resourceType(),
                            stored.resourceId(),
                            Set.of(patientId),
                            others,
                            stored.facts()));
            if (!decision.isPermitted()) {
                return decision;
            }
            if (!decision.elements().isEverything()) {
                // What was computed may come from just what is hidden.
                return new Decision.Deny(DenialReason.MINIMUM_NECESSARY, decision.decidedBy());
            }
        }
        return Decision.permit();
    }

    @Override
    public RecordRead read(Caller caller, String patientId, RecordQuery query) {
        Decision decision = mayRead(caller, patientId, Set.of(query.resourceType()));
        if (decision instanceof Decision.Deny deny) {
            return new RecordRead.Refused(deny);
        }
        return query.resourceType().equals("Patient")
                ? readPatient(caller, patientId)
                : search(caller, patientId, query);
    }

    private RecordRead readPatient(Caller caller, String patientId) {
        RequestDetails request = RequestContext.as(caller, drafts.get(), RestOperationTypeEnum.READ);
        try {
            IBaseResource patient = daos.getResourceDao("Patient").read(new IdType("Patient", patientId), request);
            return new RecordRead.Granted(List.of(tree(patient)));
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            // Absent and hidden look the same here as everywhere.
            return new RecordRead.Unknown();
        }
    }

    private RecordRead search(Caller caller, String patientId, RecordQuery query) {
        SearchParameterMap parameters = new SearchParameterMap();
        parameters.add("patient", new ReferenceParam("Patient/" + patientId));
        if (!query.codes().isEmpty()) {
            TokenOrListParam codes = new TokenOrListParam();
            for (CodedValue code : query.codes()) {
                codes.add(new TokenParam(code.system(), code.code()));
            }
            parameters.add("code", codes);
        }
        String dateParameter = DATE_PARAMETERS.get(query.resourceType());
        if (query.onOrAfter() != null && dateParameter != null) {
            parameters.add(
                    dateParameter,
                    new DateParam(
                            ParamPrefixEnum.GREATERTHAN_OR_EQUALS,
                            query.onOrAfter().toString()));
        }
        // The storage cuts before the gate takes out what is hidden, so it must not cut where that could still matter.
        parameters.setLoadSynchronousUpTo(MAXIMUM_INSPECTED);
        IFhirResourceDao<?> dao = daos.getResourceDao(query.resourceType());
        RequestDetails request = RequestContext.as(caller, drafts.get(), RestOperationTypeEnum.SEARCH_TYPE);
        List<IBaseResource> found = dao.search(parameters, request).getAllResources();
        if (found.size() > MAXIMUM_RESOURCES || inspected(request) >= MAXIMUM_INSPECTED) {
            throw new RecordTooLargeException(query.resourceType());
        }
        return new RecordRead.Granted(
                found.stream().filter(Objects::nonNull).map(this::tree).toList());
    }

    private static int inspected(RequestDetails request) {
        return SeenMatches.of(request).map(SeenMatches::inspected).orElse(0);
    }

    private ObjectNode tree(IBaseResource resource) {
        try {
            return (ObjectNode) json.readTree(fhir.newJsonParser().encodeResourceToString(resource));
        } catch (JsonProcessingException e) {
            // The message of the cause could quote the resource, so it is left behind.
            throw new IllegalStateException("HAPI wrote a resource that is not JSON");
        }
    }
}
