package org.firewarden.server.demo;

import java.io.PrintStream;

/** What the demo prints when it is ready: addresses, sign-ins, and three calls to copy. */
final class DemoGreeting {

    private DemoGreeting() {}

    static void print(String base, String patientId, PrintStream out) {
        out.println("""

                Firewarden is ready.

                  FHIR R4           %1$s/fhir
                  SMART             %1$s/fhir/.well-known/smart-configuration
                  CDS Hooks         %1$s/cds-services
                  Model card        %1$s/models/prevent-base-10y/1.0.0
                  Health            %1$s/actuator/health/readiness

                Sign-ins, all with the password firewarden-demo, and what each may ask for:
                  alice   clinician                      user/*.cruds
                  cody    clinician, another practice    user/*.cruds
                  pat     patient                        patient/*.rs
                  rita    researcher                     user/*.rs
                  audrey  auditor, privacy officer       user/AuditEvent.rs user/Task.rus
                  loader  interface engine               system/*.cruds
                  bill    billing office                 user/*.cruds
                  quinn   quality office                 user/*.cruds
                  max     ML engineer                    user/Device.crus (Device?_tag=production)
                  mira    ML engineer, approves models    user/Device.crus
                  sofia   clinical safety officer        user/Device.rus  (Device?_tag=candidate)
                  root    administrator                  no scope; /actuator/prometheus, no patient data

                Three calls to copy and paste:

                1. Read a patient as alice, with a token.
                %2$s

                2. Ask for the patient's cardiovascular risk, as an EHR does through CDS Hooks.
                %3$s

                3. De-identify the patient's record as rita, a researcher.
                %4$s

                Ctrl-C stops everything, the database included.
                """.formatted(base, read(base, patientId), hook(base, patientId), deidentify(base, patientId)));
        out.flush();
    }

    private static String read(String base, String patientId) {
        return "curl -s -H \"Authorization: Bearer " + token(base, "alice", "user/*.rs") + "\" " + base
                + "/fhir/Patient/" + patientId;
    }

    private static String hook(String base, String patientId) {
        String service = base + "/cds-services/prevent-cvd-risk";
        return "curl -s -H \"Authorization: Bearer $(curl -s -d aud=" + service + " " + base + "/demo/ehr-token)\""
                + " -H 'Content-Type: application/json' -d '{\"hook\":\"patient-view\","
                + "\"hookInstance\":\"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea\","
                + "\"context\":{\"userId\":\"Practitioner/alice\",\"patientId\":\"" + patientId + "\"}}' " + service;
    }

    private static String deidentify(String base, String patientId) {
        return "curl -s -H \"Authorization: Bearer " + token(base, "rita", "user/*.rs") + "\""
                + " -H 'Content-Type: application/fhir+json' -d '{\"resourceType\":\"Parameters\",\"parameter\":["
                + "{\"name\":\"policy\",\"valueString\":\"safe-harbor\"},"
                + "{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/" + patientId + "\"}}]}' " + base
                + "/fhir/\\$deidentify";
    }

    private static String token(String base, String user, String scope) {
        return "$(curl -s -d user=" + user + " -d 'scope=" + scope + "' " + base
                + "/demo/token | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')";
    }
}
