package org.firewarden.server.demo;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.PrivateFile;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.server.demo.population.Population;
import org.firewarden.server.demo.population.PopulationBundle;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;

/**
 * Loads the demo's population once, as the interface engine {@code loader} and through the gate: one transaction and one
 * audit event for each file. Each entry has its final id, so that a load that was interrupted is simply done again.
 */
final class DemoLoad {

    private static final String LOADER = "loader";

    private final FhirContext fhir;
    private final IFhirSystemDao<Bundle, Meta> system;
    private final AuditTrail trail;
    private final Clock clock;
    private final Path marker;

    DemoLoad(FhirContext fhir, IFhirSystemDao<Bundle, Meta> system, AuditTrail trail, Clock clock, Path dataDirectory) {
        this.fhir = fhir;
        this.system = system;
        this.trail = trail;
        this.clock = clock;
        this.marker = dataDirectory.resolve("population.loaded");
    }

    /**
     * Loads the population, unless one of this name has been loaded into this data directory.
     *
     * @param name tells populations apart
     * @param out where the progress goes
     */
    void loadOnce(Population population, String name, PrintStream out) throws IOException {
        if (Files.exists(marker) && Files.readString(marker).strip().equals(marked(name))) {
            return;
        }
        int[] done = new int[2];
        try (Stream<PopulationBundle> bundles = population.bundles()) {
            bundles.forEach(bundle -> {
                load(bundle);
                done[0]++;
                done[1] += bundle.resourceCount();
                out.printf(
                        "\rLoading the demo population: file %d of %d, %d resources",
                        done[0], population.size(), done[1]);
                out.flush();
            });
        }
        out.println();
        load(DemoProtocol.transaction());
        PrivateFile.replace(marker, marked(name).getBytes(StandardCharsets.UTF_8));
    }

    /** A population that was loaded without care teams or the protocol is loaded again. */
    private static String marked(String name) {
        return name + " with care teams and a protocol";
    }

    private void load(PopulationBundle bundle) {
        Bundle transaction = fhir.newJsonParser().parseResource(Bundle.class, bundle.toJson());
        DemoCareTeam.addTo(transaction);
        load(transaction);
    }

    private void load(Bundle transaction) {
        AuditDraft draft = new AuditDraft(LOADER, "localhost");
        Caller loader = new Caller(
                LOADER,
                "demo-load",
                Set.of(Role.INTERFACE_ENGINE),
                SmartScopes.parse("system/*.cruds"),
                PurposeOfUse.HOPERAT,
                null,
                null,
                null,
                null,
                null);
        draft.caller(loader);
        draft.interaction(AuditAction.EXECUTE, "transaction");
        draft.detail("resources", String.valueOf(transaction.getEntry().size()));
        system.transaction(RequestContext.as(loader, draft, RestOperationTypeEnum.TRANSACTION), transaction);
        trail.appendAll(draft.toEntries(clock.instant(), 200));
    }
}
