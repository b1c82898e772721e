package org.firewarden.model.stage;

/** How versions are seen from outside, as FHIR Devices. It follows the registry and decides nothing. */
public interface ModelVersionView {

    /** Shows each version where it stands now. Does not fail: what cannot be shown now is shown later. */
    void follow();
}
