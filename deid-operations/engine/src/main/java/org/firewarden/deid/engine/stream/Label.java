package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;

/** The security label that says how a resource was made (HL7 v3-ObservationValue, FHIR R4 Security Labels). */
final class Label {

    private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    private static final SerializedString META = new SerializedString("meta");
    private static final SerializedString SECURITY = new SerializedString("security");
    private static final SerializedString SYSTEM_NAME = new SerializedString("system");
    private static final SerializedString CODE_NAME = new SerializedString("code");

    private Label() {}

    /** Writes {@code meta} with nothing but the label. */
    static void write(LazyOutput out, String code) throws IOException {
        JsonGenerator generator = out.at(META);
        generator.writeStartObject();
        generator.writeFieldName(SECURITY);
        generator.writeStartArray();
        generator.writeStartObject();
        generator.writeFieldName(SYSTEM_NAME);
        generator.writeString(SYSTEM);
        generator.writeFieldName(CODE_NAME);
        generator.writeString(code);
        generator.writeEndObject();
        generator.writeEndArray();
        generator.writeEndObject();
    }
}
