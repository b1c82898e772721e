package org.firewarden.model.admission;

/** The only way into the registry: what is admitted becomes a candidate, what is not is refused with every reason. */
public interface ModelAdmission {

    /** Examines a version that a submitter has signed, and stores it as a candidate if nothing speaks against it. */
    AdmissionResult submit(Submission submission);

    /**
     * The same for a version that this server itself has made, by training or at its build; it is signed with the server's
     * own key first.
     *
     * @param artifact the ONNX file
     * @param manifest in the form of {@link org.firewarden.model.manifest.ManifestJson}
     * @param author the subject of the person for whom it was made, who may not approve it; {@code firewarden} for none
     */
    AdmissionResult submitOwn(byte[] artifact, byte[] manifest, String author);
}
