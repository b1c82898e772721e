package org.firewarden.gate.relationship;

import java.util.function.Consumer;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The resources as they are stored, past the gate: for what the server keeps of them itself, never for an answer. */
public interface StoredResources {

    /** Shows each current resource of a type once, in any order. */
    void forEach(String resourceType, Consumer<IBaseResource> reader);
}
