package org.firewarden.server.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.firewarden.cds.recommendation.Evidence;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.StringType;

/**
 * One recommendation as RiskAssessment and Provenance (FHIR R4). Inputs are named by reference and never copied; both
 * resources bear the labels of the inputs, and hang on the encounter, whose labels they take too. Decimal probabilities of a RiskAssessment are percentages (R4, invariant ras-2).
 */
final class RecommendedResources {

    private static final String EXTENSIONS = "https://firewarden.org/fhir/";
    private static final String MODEL_SYSTEM = "https://firewarden.org/model";
    private static final int SIGNIFICANT_DIGITS = 12;

    private final StoredRecommendation made;
    private final JsonNode answer;
    private final JsonNode origins;
    private final LocalReferences local;

    /**
     * The resources of a recommendation.
     *
     * @param local which references may be made to resources of this server
     */
    RecommendedResources(StoredRecommendation made, Evidence evidence, LocalReferences local) {
        this.made = made;
        this.answer = evidence.answer();
        this.origins = evidence.resources().path("origins");
        this.local = local;
    }

    RiskAssessment assessment() {
        RiskAssessment assessment = new RiskAssessment();
        assessment.setId(made.card().toString());
        ArtificialAssertion.label(assessment, local.inputLabels());
        assessment.addIdentifier(new Identifier()
                .setSystem("https://firewarden.org/recommendation")
                .setValue(made.card().toString()));
        assessment.setStatus(RiskAssessment.RiskAssessmentStatus.FINAL);
        assessment.setMethod(new CodeableConcept()
                .addCoding(new Coding(MODEL_SYSTEM, made.modelId(), null).setVersion(made.modelVersion())));
        assessment.setCode(new CodeableConcept()
                .addCoding(new Coding(
                        "https://firewarden.org/cds-service", made.origin().serviceId(), null)));
        assessment.setSubject(new Reference("Patient/" + made.origin().patientId()));
        if (local.encounter() != null) {
            assessment.setEncounter(new Reference("Encounter/" + local.encounter()));
        }
        assessment.setOccurrence(new DateTimeType(Date.from(made.madeAt())));
        assessment.setPerformer(ArtificialAssertion.device(made, local.isDeviceHere()));
        inputs().forEach(assessment::addBasis);
        answer.path("outputs").forEach(output -> assessment.addPrediction(prediction(output)));
        answer.path("reasons").forEach(reason -> assessment.addNote().setText("Not applicable: " + reason.asText()));
        answer.path("inputs").forEach(input -> {
            if (input.has("missing")) {
                assessment
                        .addNote()
                        .setText("Missing: " + input.path("title").asText() + ", "
                                + input.path("missing").asText());
            }
        });
        assessment.addExtension(new Extension(EXTENSIONS + "answer-kind", new CodeType(made.kind())));
        assessment.addExtension(new Extension(EXTENSIONS + "model-sha256", new StringType(made.modelSha256())));
        assessment.addExtension(new Extension(
                EXTENSIONS + "inputs-recorded",
                new DecimalType(answer.path("inputsRecorded").asDouble())));
        answer.path("contributions").path("each").forEach(each -> assessment.addExtension(contribution(each)));
        return assessment;
    }

    private RiskAssessment.RiskAssessmentPredictionComponent prediction(JsonNode output) {
        RiskAssessment.RiskAssessmentPredictionComponent prediction =
                new RiskAssessment.RiskAssessmentPredictionComponent();
        prediction.setOutcome(new CodeableConcept()
                .setText(output.path("title").asText())
                .addCoding(new Coding(
                        "https://firewarden.org/outcome", output.path("outcome").asText(), null)));
        double value = output.path("value").asDouble();
        if (output.path("kind").asText().equals("probability")) {
            prediction.setProbability(new DecimalType(rounded(value).movePointRight(2)));
        } else {
            Quantity quantity = new Quantity();
            quantity.setValue(rounded(value));
            quantity.setSystem("http://unitsofmeasure.org")
                    .setCode(output.path("unit").asText());
            prediction.addExtension(new Extension(EXTENSIONS + "prediction-value", quantity));
        }
        JsonNode band = answer.path("band");
        if (band.path("outcome").asText().equals(output.path("outcome").asText())) {
            prediction.setQualitativeRisk(new CodeableConcept()
                    .setText(band.path("name").asText() + " ("
                            + band.path("source").asText() + ")"));
        }
        return prediction;
    }

    /** The exact number is kept with the recommendation; twelve digits are more than anybody reads. */
    private static BigDecimal rounded(double value) {
        return new BigDecimal(value, new MathContext(SIGNIFICANT_DIGITS));
    }

    private Extension contribution(JsonNode each) {
        JsonNode contributions = answer.path("contributions");
        Extension extension = new Extension(EXTENSIONS + "contribution");
        extension.addExtension(new Extension(
                "outcome", new CodeType(contributions.path("outcome").asText())));
        extension.addExtension(
                new Extension("feature", new CodeType(each.path("feature").asText())));
        extension.addExtension(
                new Extension("title", new StringType(each.path("title").asText())));
        extension.addExtension(new Extension(
                "amount", new DecimalType(rounded(each.path("amount").asDouble()))));
        extension.addExtension(new Extension(
                "method", new CodeType(contributions.path("isExact").asBoolean() ? "exact" : "shapley-sampling")));
        return extension;
    }

    Provenance provenance() {
        Provenance provenance = new Provenance();
        provenance.setId(made.card().toString());
        ArtificialAssertion.label(provenance, local.inputLabels());
        provenance.addTarget(new Reference("RiskAssessment/" + made.card()));
        provenance.setRecorded(Date.from(made.madeAt()));
        provenance.setOccurred(new DateTimeType(Date.from(made.madeAt())));
        provenance.setActivity(new CodeableConcept()
                .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "CREATE", "create")));
        provenance
                .addAgent()
                .setType(new CodeableConcept()
                        .addCoding(new Coding(
                                "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                                "assembler",
                                "Assembler")))
                .setWho(ArtificialAssertion.device(made, local.isDeviceHere()));
        // The patient is among the sources, so that who may not see the patient does not see this either.
        provenance
                .addEntity()
                .setRole(Provenance.ProvenanceEntityRole.SOURCE)
                .setWhat(new Reference("Patient/" + made.origin().patientId()));
        inputs().forEach(input -> provenance
                .addEntity()
                .setRole(Provenance.ProvenanceEntityRole.SOURCE)
                .setWhat(input));
        return provenance;
    }

    /** Each resource that an input was read from, once. */
    private List<Reference> inputs() {
        List<String> seen = new ArrayList<>();
        List<Reference> references = new ArrayList<>();
        for (JsonNode input : answer.path("inputs")) {
            String reference = input.path("reference").asText("");
            if (!reference.isEmpty() && !reference.startsWith("Patient/") && !seen.contains(reference)) {
                seen.add(reference);
                references.add(toReference(reference));
            }
        }
        return references;
    }

    private Reference toReference(String reference) {
        String type = reference.substring(0, Math.max(0, reference.indexOf('/')));
        String origin = origins.path(keyOf(type)).asText("supplied");
        if (local.mayPointTo(origin)) {
            return new Reference(reference);
        }
        Reference elsewhere = new Reference();
        elsewhere.setType(type);
        elsewhere
                .getIdentifier()
                .setSystem("https://firewarden.org/ehr-resource")
                .setValue(reference);
        return elsewhere;
    }

    /** The prefetch keys are the plurals of the types in lower case, more or less. */
    private String keyOf(String type) {
        return switch (type) {
            case "MedicationRequest", "Medication" -> "medications";
            default -> type.toLowerCase(Locale.ROOT) + "s";
        };
    }
}
