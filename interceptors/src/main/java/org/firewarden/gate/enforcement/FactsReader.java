package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.firewarden.access.CodedValue;
import org.firewarden.access.ResourceContent;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.TokenValues;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseCoding;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Reads from a resource what a decision needs to know of its content. */
final class FactsReader {

    private static final int REMEMBERED = 20_000;

    private final FhirContext fhir;
    private final Map<String, ResourceContent> byVersion = new ConcurrentHashMap<>();

    FactsReader(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** The facts of a resource that may yet change. */
    ResourceFacts of(IBaseResource resource) {
        return new ResourceFacts(labels(resource), new ReadOnce(resource), tokens(resource));
    }

    /**
     * The facts of a stored resource. A stored version never changes, so its content is remembered by its id and version; the
     * caller must be sure that the version is committed. Labels may change without a new version and are read each time.
     */
    ResourceFacts ofCommitted(IBaseResource resource) {
        IIdType id = resource.getIdElement();
        if (!id.hasIdPart() || !id.hasVersionIdPart()) {
            return of(resource);
        }
        return new ResourceFacts(labels(resource), () -> remembered(resource), tokens(resource));
    }

    private ResourceContent remembered(IBaseResource resource) {
        IIdType id = resource.getIdElement();
        String version = resource.fhirType() + "/" + id.getIdPart() + "/" + id.getVersionIdPart();
        ResourceContent known = byVersion.get(version);
        if (known == null) {
            known = content(resource);
            if (byVersion.size() >= REMEMBERED) {
                byVersion.clear();
            }
            byVersion.put(version, known);
        }
        return known;
    }

    private static ResourceContent content(IBaseResource resource) {
        if (resource instanceof Resource r4) {
            return ContentReader.read(r4);
        }
        throw new IllegalStateException("not an R4 resource");
    }

    /** Reads the content when it is asked for, and once. */
    private static final class ReadOnce implements Supplier<ResourceContent> {

        private final IBaseResource resource;
        private @Nullable ResourceContent content;

        ReadOnce(IBaseResource resource) {
            this.resource = resource;
        }

        @Override
        public ResourceContent get() {
            ResourceContent read = content;
            if (read == null) {
                read = content(resource);
                content = read;
            }
            return read;
        }
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
