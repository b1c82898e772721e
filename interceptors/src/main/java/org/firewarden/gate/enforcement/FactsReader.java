package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.TokenValues;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseCoding;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/** Reads from a resource what a decision needs to know of its content. */
final class FactsReader {

    private final FhirContext fhir;

    FactsReader(FhirContext fhir) {
        this.fhir = fhir;
    }

    ResourceFacts of(IBaseResource resource) {
        return new ResourceFacts(
                labels(resource), Set.of(), Set.of(), Set.of(), Set.of(), null, null, tokens(resource));
    }

    private static Set<CodedValue> labels(IBaseResource resource) {
        List<? extends IBaseCoding> security = resource.getMeta().getSecurity();
        if (security.isEmpty()) {
            return Set.of();
        }
        Set<CodedValue> labels = new HashSet<>();
        security.forEach(coding -> add(labels, coding.getSystem(), coding.getCode()));
        return labels;
    }

    /** Reads a token only if a constrained scope asks for it. */
    private TokenValues tokens(IBaseResource resource) {
        return parameter -> {
            if (parameter.equals("_security")) {
                return labels(resource);
            }
            RuntimeSearchParam definition = fhir.getResourceDefinition(resource).getSearchParam(parameter);
            if (definition == null || definition.getParamType() != RestSearchParameterTypeEnum.TOKEN) {
                return Set.of();
            }
            Set<CodedValue> codes = new HashSet<>();
            for (String path : definition.getPathsSplitForResourceType(fhir.getResourceType(resource))) {
                for (IBase value : fhir.newTerser().getValues(resource, path.trim(), IBase.class)) {
                    add(codes, value);
                }
            }
            return codes;
        };
    }

    private static void add(Set<CodedValue> codes, IBase value) {
        if (value instanceof CodeableConcept concept) {
            concept.getCoding().forEach(coding -> add(codes, coding));
        } else if (value instanceof Coding coding) {
            add(codes, coding.getSystem(), coding.getCode());
        } else if (value instanceof IPrimitiveType<?> primitive) {
            add(codes, "", primitive.getValueAsString());
        }
    }

    private static void add(Set<CodedValue> codes, @Nullable String system, @Nullable String code) {
        if (code != null) {
            codes.add(new CodedValue(system == null ? "" : system, code));
        }
    }
}
