package org.firewarden.model.operation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.registry.ModelReports;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/** A model version as a FHIR R4 Device, and its cards as a DocumentReference. Both hold no data of a patient. */
public final class ModelDevice {

    /** The system of the tag that states the stage. */
    public static final String STAGE = "https://firewarden.org/stage";

    /** The type by which these Devices are told from those of patients. */
    public static final String TYPE_SYSTEM = "https://firewarden.org/device-type";

    /** Its code. */
    public static final String TYPE = "model-version";

    /** The type of the documents. */
    public static final String DOCUMENT_SYSTEM = "https://firewarden.org/document-type";

    private static final String MODEL = "https://firewarden.org/model";
    private static final String VERSION = "https://firewarden.org/model-version";

    private ModelDevice() {}

    /** The code of a stage. */
    public static String code(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /** The Device. */
    public static Device device(ModelVersion version, ModelManifest manifest, URI base) {
        Device device = new Device();
        device.setId(DeviceId.of(version).toString());
        device.getMeta().addTag(STAGE, code(version.stage()), null);
        device.addIdentifier(new Identifier().setSystem(MODEL).setValue(version.modelId()));
        device.addIdentifier(new Identifier().setSystem(VERSION).setValue(version.modelId() + "-" + version.version()));
        boolean isOut = version.stage() == Stage.DISABLED || version.stage() == Stage.RETIRED;
        device.setStatus(isOut ? Device.FHIRDeviceStatus.INACTIVE : Device.FHIRDeviceStatus.ACTIVE);
        device.setManufacturer(version.card().developer());
        device.setModelNumber(version.modelId());
        device.addDeviceName().setName(version.card().title()).setType(Device.DeviceNameType.USERFRIENDLYNAME);
        device.addDeviceName().setName(version.modelId()).setType(Device.DeviceNameType.MODELNAME);
        device.setType(new CodeableConcept(new Coding(TYPE_SYSTEM, TYPE, "Version of a model")));
        device.addVersion().setValue(version.version());
        property(device, "artifact-sha256", version.sha256());
        property(device, "feature-inputs", String.join(",", manifest.inputs()));
        device.setUrl(card(version, base));
        device.addNote().setText(version.card().intendedUse());
        return device;
    }

    /** The cards: for people, for CHAI's schema, and the whole manifest. */
    public static DocumentReference cards(ModelVersion version, URI base) {
        DocumentReference cards = new DocumentReference();
        cards.setId(DeviceId.of(version) + "-card");
        cards.setStatus(
                version.stage() == Stage.DISABLED
                        ? DocumentReferenceStatus.SUPERSEDED
                        : DocumentReferenceStatus.CURRENT);
        cards.setType(new CodeableConcept(new Coding(DOCUMENT_SYSTEM, "model-card", "Model card")));
        cards.setSubject(new Reference("Device/" + DeviceId.of(version)));
        cards.setDescription(version.card().title());
        String card = card(version, base);
        attach(cards, "text/html", card, "Model card");
        attach(cards, "application/xml", card + "/card.xml", "Applied model card (CHAI)");
        attach(cards, "application/json", card + "/manifest.json", "Signed manifest");
        return cards;
    }

    /** The evaluation report of a version that was trained; its digest stands in the signed manifest. */
    public static DocumentReference report(ModelVersion version, ModelReports.ModelReport report) {
        DocumentReference document = new DocumentReference();
        document.setId(DeviceId.of(version) + "-report");
        document.setStatus(
                version.stage() == Stage.DISABLED
                        ? DocumentReferenceStatus.SUPERSEDED
                        : DocumentReferenceStatus.CURRENT);
        // It belongs to the card, and whoever may read that may read this.
        document.setType(new CodeableConcept(new Coding(DOCUMENT_SYSTEM, "evaluation-report", "Evaluation report"))
                .addCoding(new Coding(DOCUMENT_SYSTEM, "model-card", "Model card")));
        document.setSubject(new Reference("Device/" + DeviceId.of(version)));
        document.setDescription("Evaluation of " + version.card().title());
        inline(document, "text/html", report.page(), "Evaluation report");
        inline(document, "application/json", report.json(), "Evaluation report, whose digest the manifest holds");
        return document;
    }

    private static void inline(DocumentReference document, String type, String text, String title) {
        document.addContent()
                .setAttachment(new Attachment()
                        .setContentType(type)
                        .setData(text.getBytes(StandardCharsets.UTF_8))
                        .setTitle(title));
    }

    private static void attach(DocumentReference cards, String type, String url, String title) {
        cards.addContent()
                .setAttachment(new Attachment().setContentType(type).setUrl(url).setTitle(title));
    }

    private static void property(Device device, String code, String value) {
        device.addProperty()
                .setType(new CodeableConcept(new Coding("https://firewarden.org/device-property", code, null)))
                .addValueCode(new CodeableConcept().setText(value));
    }

    private static String card(ModelVersion version, URI base) {
        return base.resolve("/models/" + version.modelId() + "/" + version.version())
                .toString();
    }
}
