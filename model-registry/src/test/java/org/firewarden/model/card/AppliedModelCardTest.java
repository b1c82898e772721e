package org.firewarden.model.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.firewarden.model.admission.Submissions;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.onnx.PoisonedFiles;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.yaml.ShippedFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The structure of mc-schema 0.2, written down again: for each element its children in their order, '?' for optional ones. */
class AppliedModelCardTest {

    private static final Map<String, List<String>> SCHEMA = Map.ofEntries(
            Map.entry(
                    "AppliedModelCard",
                    List.of(
                            "BasicInfo",
                            "ReleaseInfo",
                            "ModelSummary",
                            "UsesAndDirections",
                            "Warnings",
                            "TrustIngredients",
                            "KeyMetrics",
                            "Resources",
                            "Bibliography")),
            Map.entry("BasicInfo", List.of("ModelName", "ModelDeveloper", "DeveloperContact")),
            Map.entry(
                    "ReleaseInfo",
                    List.of(
                            "ReleaseStage",
                            "ReleaseDate",
                            "ReleaseVersion",
                            "GlobalAvailability",
                            "EHRCompatibility?",
                            "RegulatoryApproval?")),
            Map.entry("ModelSummary", List.of("Summary", "Keywords")),
            Map.entry("Keywords", List.of("Keyword*")),
            Map.entry(
                    "UsesAndDirections",
                    List.of(
                            "IntendedUseAndWorkflow",
                            "PrimaryIntendedUsers",
                            "HowToUse",
                            "TargetedPatientPopulation",
                            "CautionedOutOfScopeSettings")),
            Map.entry(
                    "Warnings",
                    List.of("KnownRisksAndLimitations", "KnownBiasesOrEthicalConsiderations", "ClinicalRiskLevel")),
            Map.entry("TrustIngredients", List.of("AISystemFacts", "TransparencyInformation")),
            Map.entry(
                    "AISystemFacts",
                    List.of(
                            "OutcomesAndOutputs",
                            "ModelType",
                            "FoundationModels?",
                            "InputDataSource",
                            "OutputAndInputDataTypes",
                            "DevelopmentDataCharacterization",
                            "BiasMitigationApproaches",
                            "OngoingMaintenance",
                            "Security?",
                            "Transparency?")),
            Map.entry(
                    "TransparencyInformation",
                    List.of("FundingSource", "ThirdPartyInformation?", "StakeholdersConsulted")),
            Map.entry("KeyMetrics", List.of("UsefulnessUsabilityEfficacy", "FairnessEquity", "SafetyReliability")),
            Map.entry("Results", List.of("MetricResult*")),
            Map.entry("MetricResult", List.of("Label", "ValueJson")),
            Map.entry(
                    "Resources",
                    List.of(
                            "EvaluationReferences?",
                            "ClinicalTrial?",
                            "PeerReviewedPublications",
                            "ReimbursementStatus?",
                            "PatientConsentOrDisclosure")));

    private static final List<String> METRIC = List.of(
            "MetricGoal",
            "Results",
            "Interpretation",
            "TestType",
            "TestingDataDescription",
            "ValidationProcessAndJustification");

    @ParameterizedTest
    @ValueSource(strings = {"news2", "prevent-full-30y", "lace", "bare"})
    void theCardHasTheStructureOfTheSchema(String name) throws Exception {
        ModelManifest manifest = name.equals("bare")
                ? Submissions.manifest(PoisonedFiles.good())
                : ManifestJson.read(ShippedFile.bytes("models/" + name + "-1.0.0.manifest.json"));
        ModelVersion version = new ModelVersion(
                manifest.model(), manifest.version(), manifest.artifact().sha256(), Stage.PRODUCTION, manifest.card());
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Element root = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        AppliedModelCard.of(version, manifest).getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();

        assertThat(root.getNamespaceURI()).isEqualTo("https://mc.chai.org/v0.2/schema.xsd");
        check(root);
    }

    private static void check(Element element) {
        List<String> expected = SCHEMA.getOrDefault(element.getLocalName(), List.of());
        boolean isMetric =
                element.getParentNode() instanceof Element parent && "KeyMetrics".equals(parent.getLocalName());
        List<Element> children = children(element);
        List<String> rest = new ArrayList<>(isMetric ? METRIC : expected);
        for (Element child : children) {
            assertThat(child.getNamespaceURI()).isEqualTo(element.getNamespaceURI());
            while (!rest.isEmpty() && rest.get(0).endsWith("?") && !rest.get(0).equals(child.getLocalName() + "?")) {
                rest.remove(0);
            }
            assertThat(rest).as(element.getLocalName()).isNotEmpty();
            if (!rest.get(0).equals(child.getLocalName() + "*")) {
                assertThat(rest.remove(0).replace("?", "")).isEqualTo(child.getLocalName());
            }
            check(child);
        }
        assertThat(rest).as(element.getLocalName()).allMatch(name -> name.endsWith("?") || name.endsWith("*"));
        if (element.getLocalName().equals("Results")) {
            assertThat(children).isNotEmpty();
        }
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }
}
