package org.firewarden.model.card;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.firewarden.model.manifest.Evaluation;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.TransparencyStatement;
import org.firewarden.model.manifest.TransparencyStatement.KeyMetric;
import org.firewarden.model.registry.ModelVersion;

/**
 * The applied model card of the Coalition for Health AI in XML (mc-schema 0.2: element names and order are those of its schema).
 * What the manifest does not state is 'Not available'; nothing is made up.
 */
final class AppliedModelCard {

    private static final String NAMESPACE = "https://mc.chai.org/v0.2/schema.xsd";
    private static final String NOT_AVAILABLE = "Not available";
    private static final KeyMetric UNSTATED =
            new KeyMetric(NOT_AVAILABLE, NOT_AVAILABLE, NOT_AVAILABLE, NOT_AVAILABLE, NOT_AVAILABLE);
    private static final TransparencyStatement NONE = new TransparencyStatement(
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            List.of(),
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            NOT_AVAILABLE,
            UNSTATED,
            UNSTATED,
            UNSTATED);

    private final ModelVersion version;
    private final ModelManifest manifest;
    private final TransparencyStatement stated;
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private AppliedModelCard(ModelVersion version, ModelManifest manifest) throws XMLStreamException {
        this.version = version;
        this.manifest = manifest;
        TransparencyStatement statement = manifest.transparency();
        this.stated = statement == null ? NONE : statement;
        this.xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
    }

    /** The whole document. */
    static String of(ModelVersion version, ModelManifest manifest) {
        try {
            AppliedModelCard card = new AppliedModelCard(version, manifest);
            card.write();
            return card.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a card is always XML", e);
        }
    }

    private void write() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("AppliedModelCard");
        xml.writeDefaultNamespace(NAMESPACE);
        begin("BasicInfo");
        element("ModelName", version.card().title());
        element("ModelDeveloper", version.card().developer());
        element("DeveloperContact", stated.contact());
        end();
        begin("ReleaseInfo");
        element("ReleaseStage", version.stage().name().toLowerCase(Locale.ROOT));
        element("ReleaseDate", stated.released());
        element("ReleaseVersion", version.version());
        element("GlobalAvailability", stated.availability());
        end();
        begin("ModelSummary");
        element("Summary", version.card().intendedUse());
        begin("Keywords");
        for (String keyword : stated.keywords()) {
            element("Keyword", keyword);
        }
        end();
        end();
        uses();
        trust();
        begin("KeyMetrics");
        metric("UsefulnessUsabilityEfficacy", stated.usefulness(), false);
        metric("FairnessEquity", stated.fairness(), true);
        metric("SafetyReliability", stated.safety(), false);
        end();
        begin("Resources");
        element("EvaluationReferences", version.card().performance());
        element("PeerReviewedPublications", version.card().citation());
        element("PatientConsentOrDisclosure", NOT_AVAILABLE);
        end();
        element("Bibliography", version.card().citation());
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.flush();
    }

    private void uses() throws XMLStreamException {
        begin("UsesAndDirections");
        element("IntendedUseAndWorkflow", version.card().intendedUse());
        element("PrimaryIntendedUsers", stated.primaryUsers());
        element("HowToUse", stated.howToUse());
        element("TargetedPatientPopulation", version.card().population());
        element("CautionedOutOfScopeSettings", lines(version.card().outOfScope()));
        end();
        begin("Warnings");
        element("KnownRisksAndLimitations", lines(version.card().limits()));
        element("KnownBiasesOrEthicalConsiderations", stated.biases());
        element("ClinicalRiskLevel", stated.clinicalRisk());
        end();
    }

    private void trust() throws XMLStreamException {
        begin("TrustIngredients");
        begin("AISystemFacts");
        element("OutcomesAndOutputs", lines(version.card().outputs()));
        element("ModelType", stated.modelType());
        element("InputDataSource", stated.inputSource());
        element("OutputAndInputDataTypes", stated.dataTypes());
        element("DevelopmentDataCharacterization", stated.developmentData());
        element("BiasMitigationApproaches", stated.biasMitigation());
        element("OngoingMaintenance", stated.maintenance());
        element(
                "Security",
                "Artifact of SHA-256 " + version.sha256() + ", signed with Ed25519 and ML-DSA-65 over its manifest.");
        element("Transparency", lines(version.card().inputs()));
        end();
        begin("TransparencyInformation");
        element("FundingSource", stated.funding());
        element("StakeholdersConsulted", stated.stakeholders());
        end();
        end();
    }

    private void metric(String name, KeyMetric metric, boolean isOfSubgroups) throws XMLStreamException {
        begin(name);
        element("MetricGoal", metric.goal());
        begin("Results");
        List<Evaluation.Metric> figures = manifest.evaluations().stream()
                .flatMap(report -> report.metrics().stream())
                .filter(figure -> (figure.subgroup() != null) == isOfSubgroups)
                .toList();
        for (Evaluation.Metric figure : figures) {
            result(figure.subgroup() == null ? figure.name() : figure.name() + " " + figure.subgroup(), number(figure));
        }
        if (figures.isEmpty()) {
            result(NOT_AVAILABLE, "null");
        }
        end();
        element("Interpretation", metric.interpretation());
        element("TestType", metric.testType());
        element("TestingDataDescription", metric.testData());
        element("ValidationProcessAndJustification", metric.validation());
        end();
    }

    private void result(String label, String json) throws XMLStreamException {
        begin("MetricResult");
        element("Label", label);
        element("ValueJson", json);
        end();
    }

    private static String number(Evaluation.Metric figure) {
        return String.valueOf(figure.value());
    }

    private static String lines(List<String> texts) {
        return texts.stream().collect(Collectors.joining("\n"));
    }

    private void begin(String name) throws XMLStreamException {
        xml.writeStartElement(name);
    }

    private void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    private void element(String name, String content) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(harmless(content));
        xml.writeEndElement();
    }

    /** Characters that XML 1.0 cannot hold become question marks. */
    private static String harmless(String content) {
        return content.codePoints()
                .map(c ->
                        c == 0x9 || c == 0xA || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c > 0xFFFF
                                ? c
                                : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
