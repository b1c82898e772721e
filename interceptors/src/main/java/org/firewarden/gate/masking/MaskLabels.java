package org.firewarden.gate.masking;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseCoding;
import org.hl7.fhir.instance.model.api.IBaseMetaType;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Meta;

/** How a masked resource and a masked element say that they are. */
public final class MaskLabels {

    static final String DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private static final String OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    private static final String SUBSETTED = "SUBSETTED";
    private static final String REDACTED = "REDACTED";
    private static final Set<String> INCOMPLETE = Set.of(SUBSETTED, REDACTED);
    private static final String MASKED = "masked";

    private MaskLabels() {}

    /**
     * True if the resource says of itself that it is not all there is: a mask, {@code _elements} or {@code _summary} has
     * taken something out. Such a resource must not be written over the full one (FHIR R4, Search, {@code _summary}).
     */
    public static boolean isIncomplete(IBaseResource resource) {
        IBaseMetaType meta = resource.getMeta();
        return meta != null && (hasOne(meta.getTag()) || hasOne(meta.getSecurity()));
    }

    /** Says that something was taken out. Says it once. */
    static void label(Meta meta) {
        if (meta.getTag(OBSERVATION_VALUE, SUBSETTED) == null) {
            meta.addTag(new Coding(OBSERVATION_VALUE, SUBSETTED, null));
        }
        if (meta.getSecurity(OBSERVATION_VALUE, REDACTED) == null) {
            meta.addSecurity(new Coding(OBSERVATION_VALUE, REDACTED, null));
        }
    }

    /** Says of an element that what it held is masked. */
    static void label(Element element) {
        element.addExtension(new Extension(DATA_ABSENT_REASON, new CodeType(MASKED)));
    }

    /** True if the element holds nothing but the word that it is masked. */
    static boolean isLabel(List<Extension> extensions) {
        return extensions.size() == 1 && isLabel(extensions.get(0));
    }

    private static boolean isLabel(Extension extension) {
        return DATA_ABSENT_REASON.equals(extension.getUrl())
                && extension.getValue() instanceof CodeType code
                && MASKED.equals(code.getValue())
                && !code.hasExtension()
                && !code.hasId()
                && !extension.hasExtension()
                && !extension.hasId();
    }

    private static boolean hasOne(List<? extends IBaseCoding> codings) {
        return codings.stream()
                .anyMatch(coding ->
                        OBSERVATION_VALUE.equals(coding.getSystem()) && INCOMPLETE.contains(coding.getCode()));
    }
}
