package org.firewarden.model.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the charts of invented patients for tests. The day of each test is {@link #TODAY}. */
public final class Charts {

    public static final LocalDate TODAY = LocalDate.of(2026, 6, 15);
    public static final String RECENT = "2026-05-01T09:30:00+02:00";

    private static final ObjectMapper JSON = new ObjectMapper();

    private String patient = "{'resourceType':'Patient','id':'p','gender':'female','birthDate':'1976-06-01'}";
    private final List<String> resources = new ArrayList<>();
    private int ids;

    private Charts() {}

    public static Charts empty() {
        return new Charts();
    }

    /** The patient of the published check values of PREVENT: a woman of 50. */
    public static Charts published() {
        return empty().quantity("2093-3", "200", "mg/dL", RECENT)
                .quantity("2085-9", "45", "mg/dL", RECENT)
                .bloodPressure("160", RECENT)
                .quantity("39156-5", "35", "kg/m2", RECENT)
                .quantity("62238-1", "90", "mL/min/{1.73_m2}", RECENT)
                .smoking("266919005", RECENT)
                .condition("http://snomed.info/sct", "44054006", "active")
                .medication("314076");
    }

    public Charts patient(String gender, String birthDate) {
        patient = "{'resourceType':'Patient','id':'p','gender':'%s','birthDate':'%s'}".formatted(gender, birthDate);
        return this;
    }

    public Charts quantity(String loinc, String value, String unit, String date) {
        return resource("""
                {'resourceType':'Observation','id':'%s','status':'final',
                 'code':{'coding':[{'system':'http://loinc.org','code':'%s'}]},'effectiveDateTime':'%s',
                 'valueQuantity':{'value':%s,'system':'http://unitsofmeasure.org','code':'%s'}}""".formatted(id(), loinc, date, value, unit));
    }

    public Charts bloodPressure(String systolic, String date) {
        return resource("""
                {'resourceType':'Observation','id':'%s','status':'final',
                 'code':{'coding':[{'system':'http://loinc.org','code':'85354-9'}]},'effectiveDateTime':'%s',
                 'component':[
                  {'code':{'coding':[{'system':'http://loinc.org','code':'8462-4'}]},
                   'valueQuantity':{'value':70,'system':'http://unitsofmeasure.org','code':'mm[Hg]'}},
                  {'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},
                   'valueQuantity':{'value':%s,'system':'http://unitsofmeasure.org','code':'mm[Hg]'}}]}""".formatted(id(), date, systolic));
    }

    public Charts smoking(String snomed, String date) {
        return resource("""
                {'resourceType':'Observation','id':'%s','status':'final',
                 'code':{'coding':[{'system':'http://loinc.org','code':'72166-2'}]},'effectiveDateTime':'%s',
                 'valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct','code':'%s'}]}}""".formatted(id(), date, snomed));
    }

    public Charts condition(String system, String code, String clinicalStatus) {
        return resource("""
                {'resourceType':'Condition','id':'%s','recordedDate':'2020-01-01',
                 'clinicalStatus':{'coding':[{'code':'%s'}]},'code':{'coding':[{'system':'%s','code':'%s'}]}}""".formatted(id(), clinicalStatus, system, code));
    }

    public Charts medication(String rxNorm) {
        return resource("""
                {'resourceType':'MedicationRequest','id':'%s','status':'active','intent':'order','authoredOn':'2026-01-10',
                 'medicationCodeableConcept':{'coding':[
                  {'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'%s'}]}}""".formatted(id(), rxNorm));
    }

    /** An Observation with a coded answer. */
    public Charts answer(String system, String code, String answerSystem, String answer, String date) {
        return resource("""
                {'resourceType':'Observation','id':'%s','status':'final',
                 'code':{'coding':[{'system':'%s','code':'%s'}]},'effectiveDateTime':'%s',
                 'valueCodeableConcept':{'coding':[{'system':'%s','code':'%s'}]}}""".formatted(id(), system, code, date, answerSystem, answer));
    }

    /** An Encounter; no end for null. */
    public Charts encounter(
            String encounter, String classCode, String status, String start, @Nullable String end, String source) {
        return resource(
                """
                {'resourceType':'Encounter','id':'%s','status':'%s',
                 'class':{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'%s'},
                 'period':{'start':'%s'%s},'hospitalization':{'admitSource':{'coding':[
                  {'system':'http://terminology.hl7.org/CodeSystem/admit-source','code':'%s'}]}}}""".formatted(encounter, status, classCode, start, end == null ? "" : ",'end':'" + end + "'", source));
    }

    /** Any resource; single quotes stand for double ones. */
    public Charts resource(String json) {
        resources.add(json);
        return this;
    }

    /** Replaces a part of the resource added last. */
    public Charts but(String part, String replacement) {
        String last = resources.remove(resources.size() - 1);
        if (!last.contains(part)) {
            throw new IllegalArgumentException("there is no " + part);
        }
        resources.add(last.replace(part, replacement));
        return this;
    }

    public PatientChart chart() {
        return new PatientChart(
                tree(patient), resources.stream().map(Charts::tree).toList());
    }

    private String id() {
        return "r" + ++ids;
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
