package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.content.ContentInterceptor;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.operation.ModelDevice;
import org.firewarden.model.registry.ModelReports;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.stage.ModelVersionView;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DocumentReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Model versions as Devices in HAPI's storage, beside those of patients, so that each search that FHIR knows finds them. What is
 * stored follows {@code firewarden.model_version}, which notes as what it was shown last; a step of a version is in the ledger by
 * itself, so following it leaves no event of its own.
 */
final class StoredModelDevices implements ModelVersionView {

    private static final Logger LOG = LoggerFactory.getLogger(StoredModelDevices.class);
    private static final String NAME = "firewarden";

    private final ModelStore store;
    private final ModelReports reports;
    private final JdbcTemplate jdbc;
    private final DaoRegistry daos;
    private final URI base;

    StoredModelDevices(ModelStore store, ModelReports reports, JdbcTemplate jdbc, DaoRegistry daos, URI base) {
        this.store = store;
        this.reports = reports;
        this.jdbc = jdbc;
        this.daos = daos;
        this.base = base;
    }

    @Override
    public synchronized void follow() {
        List<String[]> behind = jdbc.query(
                "SELECT model_id, version FROM firewarden.model_version WHERE shown_as IS DISTINCT FROM stage",
                (row, number) -> new String[] {row.getString("model_id"), row.getString("version")});
        for (String[] version : behind) {
            try {
                store.find(version[0], version[1]).ifPresent(this::show);
            } catch (RuntimeException e) {
                // The registry decides what is used, not its view; the next turn tries again.
                LOG.warn("A model version cannot be shown: {} {}", version[0], version[1]);
            }
        }
    }

    private void show(ModelVersion version) {
        store.manifest(version.modelId(), version.version()).ifPresent(signed -> {
            Device device = ModelDevice.device(version, ManifestJson.read(signed.manifest()), base);
            daos.getResourceDao(Device.class).update(device, request());
            daos.getResourceDao(DocumentReference.class).update(ModelDevice.cards(version, base), request());
            reports.find(version.modelId(), version.version())
                    .ifPresent(report -> daos.getResourceDao(DocumentReference.class)
                            .update(ModelDevice.report(version, report), request()));
            jdbc.update(
                    "UPDATE firewarden.model_version SET shown_as = ? WHERE model_id = ? AND version = ?",
                    version.stage().name(),
                    version.modelId(),
                    version.version());
        });
    }

    /** Tags are what is sent, not what was there before: a version stands at one stage. */
    private static RequestDetails request() {
        AuditDraft draft = new AuditDraft(UUID.randomUUID().toString(), "localhost");
        return ContentInterceptor.ofServer(RequestContext.replacingTags(
                new Caller(
                        NAME,
                        NAME,
                        Set.of(Role.INTERFACE_ENGINE),
                        SmartScopes.parse("system/*.cruds"),
                        PurposeOfUse.HOPERAT,
                        null,
                        null,
                        null,
                        null,
                        null),
                draft));
    }
}
