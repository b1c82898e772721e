package org.firewarden.server.fhir;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.gate.enforcement.VisibleResources;
import org.firewarden.gate.query.InnerSearch;
import org.firewarden.ledger.fhir.AuditSource;
import org.firewarden.ledger.fhir.PatientIdentifiers;
import org.firewarden.server.settings.ServerSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the view on the audit trail knows of this server. */
@Configuration(proxyBeanMethods = false)
class AuditTrailConfiguration {

    /**
     * Auditors see the trail and no patients, but look for one by an identifier. It is resolved as the interface engine would
     * find it; the auditor is shown events and never the Patient.
     */
    private static final Caller RESOLVER = new Caller(
            "audit-trail",
            "audit-trail",
            Set.of(Role.INTERFACE_ENGINE),
            SmartScopes.parse("system/Patient.rs"),
            PurposeOfUse.HOPERAT,
            null,
            null,
            null,
            null,
            null);

    @Bean
    AuditSource auditSource(ServerSettings settings) {
        return new AuditSource("firewarden", settings.fhirBase().toString());
    }

    @Bean
    PatientIdentifiers patientIdentifiers(VisibleResources visible) {
        return (system, value) -> {
            String token = (system == null ? "" : escape(system) + "|") + escape(value);
            // Whom the search is about is noted by who searches.
            AuditDraft unused = new AuditDraft("audit-trail", "localhost");
            return visible.find(
                                    "Patient",
                                    Map.of("identifier", List.of(token)),
                                    RequestContext.as(RESOLVER, unused, RestOperationTypeEnum.SEARCH_TYPE))
                            instanceof InnerSearch.Matches.Visible found
                    ? Set.copyOf(found.ids())
                    : Set.of();
        };
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace(",", "\\,")
                .replace("$", "\\$")
                .replace("|", "\\|");
    }
}
