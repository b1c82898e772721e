package org.firewarden.server.demo;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ResearchStudy;

/** The approved protocol of {@code rita}. It opens no record: that takes a research Consent of each patient. */
final class DemoProtocol {

    private static final String STUDY = "demo-protocol";

    private DemoProtocol() {}

    static Bundle transaction() {
        ResearchStudy study = new ResearchStudy();
        study.setId(STUDY);
        study.setStatus(ResearchStudy.ResearchStudyStatus.ACTIVE);
        study.setTitle("Cardiovascular risk in primary care");
        study.getPrincipalInvestigator().setReference("Practitioner/rita");
        Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        transaction
                .addEntry()
                .setResource(study)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("ResearchStudy/" + STUDY);
        return transaction;
    }
}
