package org.firewarden.gate.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.firewarden.access.ElementRules.Visibility;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.BackboneElement;
import org.hl7.fhir.r4.model.BackboneType;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** One walk through a copy of one resource that takes out of it what is hidden. */
final class MaskWalk {

    private static final String EXTENSION = "extension";
    private static final String MODIFIER = "modifierExtension";

    private final FhirContext fhir;
    private final Function<String, @Nullable MaskNode> nested;
    private final Set<String> goneContained = new HashSet<>();
    private boolean hasHidden;

    MaskWalk(FhirContext fhir, Function<String, @Nullable MaskNode> nested) {
        this.fhir = fhir;
        this.nested = nested;
    }

    /** True if something was taken out. */
    boolean hasHidden() {
        return hasHidden;
    }

    void resource(Resource resource, MaskNode node) {
        if (resource instanceof DomainResource domain) {
            contained(domain, node);
            extensions(domain.getExtension(), node, EXTENSION);
            extensions(domain.getModifierExtension(), node, MODIFIER);
        }
        children(resource, node);
    }

    /** Contained resources come first, so that references to those that go can go too. */
    private void contained(DomainResource resource, MaskNode node) {
        boolean isShown = node.child("contained").visibility() == Visibility.VISIBLE;
        resource.getContained().removeIf(inner -> {
            boolean isGone = !isShown || nested.apply(inner.fhirType()) == null;
            if (isGone) {
                goneContained.add(localId(inner));
                hasHidden = true;
            }
            return isGone;
        });
        resource.getContained()
                .forEach(inner -> resource(inner, Objects.requireNonNull(nested.apply(inner.fhirType()))));
    }

    private static String localId(Resource contained) {
        String id = String.valueOf(contained.getIdElement().getIdPart());
        return id.startsWith("#") ? id : "#" + id;
    }

    private void children(Base element, MaskNode node) {
        BaseRuntimeElementDefinition<?> definition = fhir.getElementDefinition(element.getClass());
        if (element instanceof Resource resource) {
            definition = fhir.getResourceDefinition(resource);
        }
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
            return;
        }
        for (BaseRuntimeChildDefinition child : composite.getChildren()) {
            String name = child.getElementName();
            if (name.equals(EXTENSION) || name.equals(MODIFIER) || name.equals("contained")) {
                continue;
            }
            List<IBase> values = child.getAccessor().getValues(element);
            if (!values.isEmpty()) {
                // HAPI leaves the [x] of a choice out.
                boolean isChoice = child instanceof RuntimeChildChoiceDefinition;
                child(element, child, values, node.child(isChoice ? name + "[x]" : name));
            }
        }
    }

    private void child(Base parent, BaseRuntimeChildDefinition child, List<IBase> values, MaskNode node) {
        switch (node.visibility()) {
            case ABSENT -> remove(parent, child);
            case MASKED -> {
                if (!isMasked(values)) {
                    Base masked = masked(values.get(0));
                    if (masked == null) {
                        remove(parent, child);
                    } else {
                        child.getMutator().setValue(parent, masked);
                        hasHidden = true;
                    }
                }
            }
            case VISIBLE -> {
                for (IBase value : List.copyOf(values)) {
                    if (value instanceof Resource inner) {
                        inner(parent, child, values, inner);
                    } else if (value instanceof Element element) {
                        element(element, node);
                    }
                }
            }
        }
    }

    /** A resource in an entry of a Bundle or a parameter of Parameters. */
    private void inner(Base parent, BaseRuntimeChildDefinition child, List<IBase> values, Resource inner) {
        MaskNode rules = nested.apply(inner.fhirType());
        if (rules != null) {
            resource(inner, rules);
        } else if (values.size() == 1) {
            remove(parent, child);
        } else {
            throw new IllegalStateException("R4 has no element with several resources but contained");
        }
    }

    private void element(Element element, MaskNode node) {
        extensions(element.getExtension(), node, EXTENSION);
        if (element instanceof BackboneElement backbone) {
            extensions(backbone.getModifierExtension(), node, MODIFIER);
        } else if (element instanceof BackboneType backbone) {
            extensions(backbone.getModifierExtension(), node, MODIFIER);
        }
        if (element instanceof Reference reference) {
            reference(reference);
        }
        children(element, node);
    }

    /** The object that a parser may have put behind the reference would be encoded as a contained one. */
    private void reference(Reference reference) {
        reference.setResource(null);
        if (reference.hasDisplayElement()) {
            reference.setDisplayElement(null);
            hasHidden = true;
        }
        if (reference.hasIdentifier()) {
            reference.setIdentifier(null);
            hasHidden = true;
        }
        if (reference.hasReference() && goneContained.contains(reference.getReference())) {
            reference.setReference(null);
            hasHidden = true;
        }
    }

    /** A modifier that is hidden stays as one that holds nothing: without it what it modifies would be misread. */
    private void extensions(List<Extension> extensions, MaskNode parent, String name) {
        if (extensions.isEmpty()) {
            return;
        }
        boolean isModifier = name.equals(MODIFIER);
        extensions.removeIf(extension -> {
            if (MaskLabels.isLabel(List.of(extension))) {
                return false;
            }
            MaskNode node = parent.extension(name, String.valueOf(extension.getUrl()));
            boolean isMasked =
                    node.visibility() == Visibility.MASKED || (isModifier && node.visibility() == Visibility.ABSENT);
            if (isMasked) {
                empty(extension);
                return false;
            }
            if (node.visibility() == Visibility.ABSENT) {
                hasHidden = true;
                return true;
            }
            element(extension, node);
            return false;
        });
    }

    private void empty(Extension extension) {
        boolean isEmptied = !extension.hasValue() && !extension.hasId() && MaskLabels.isLabel(extension.getExtension());
        if (!isEmptied) {
            extension.setValue(null);
            extension.setId(null);
            extension.getExtension().clear();
            MaskLabels.label(extension);
            hasHidden = true;
        }
    }

    private void remove(Base parent, BaseRuntimeChildDefinition child) {
        child.getMutator().setValue(parent, null);
        hasHidden = true;
    }

    private boolean isMasked(List<IBase> values) {
        if (values.size() != 1 || !(values.get(0) instanceof Element element)) {
            return false;
        }
        if (element instanceof PrimitiveType<?> primitive && primitive.hasValue()) {
            return false;
        }
        return MaskLabels.isLabel(element.getExtension())
                && element.equalsDeep(Objects.requireNonNull(masked(element)));
    }

    /** An element of the same type that only says that it is masked; null for what cannot say it. */
    private @Nullable Base masked(IBase value) {
        Element blank;
        if (value instanceof PrimitiveType<?> primitive) {
            PrimitiveType<?> copy = (PrimitiveType<?>) primitive.copy();
            copy.setValueAsString(null);
            copy.setExtension(null);
            copy.setId(null);
            blank = copy;
        } else if (value instanceof Element element
                && !(value instanceof Narrative)
                && fhir.getElementDefinition(element.getClass())
                        instanceof BaseRuntimeElementCompositeDefinition<?> type) {
            blank = (Element) type.newInstance();
        } else {
            return null;
        }
        MaskLabels.label(blank);
        return blank;
    }
}
