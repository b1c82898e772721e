package org.firewarden.it.browser;

/** A FHIR server with an authorization server, and the three apps and the EHR that both know. */
interface Surroundings {

    /** The folder of the app that keeps no secret. */
    String PUBLIC = "";

    /** The folder of the app with a shared secret. */
    String SECRET = "/secret";

    /** The folder of the app with a key. */
    String KEY = "/key";

    /** Where the apps are. */
    TestApp apps();

    /** The FHIR base. */
    String fhirBase();

    /** The pages on the way. */
    Login login();

    /** What people call an app on those pages. */
    String nameOf(String folder);

    /**
     * What {@code POST /smart/launch} gives the EHR.
     *
     * @param body whom and what the launch is for
     */
    String prepareLaunch(String body);

    /** The family name of the patient demo-prevent. */
    String familyOfPrevent();
}
