package org.firewarden.model.risk;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.admission.AdmissionResult;
import org.firewarden.model.admission.SignedModelAdmission;
import org.firewarden.model.registry.ModelContent;
import org.firewarden.model.registry.ModelReports;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.yaml.ShippedFile;

/**
 * The models that ship with Firewarden, as the build has listed them. Who installs a release takes its models with it: they are
 * registered where they stand at delivery, once, and move like all others afterwards.
 */
public final class ShippedModels {

    private static final String AUTHOR = "firewarden";

    private final ModelStore store;
    private final SignedModelAdmission admission;
    private final ModelReports reports;

    /** Registers through this admission, and keeps the reports of those that were trained. */
    public ShippedModels(ModelStore store, SignedModelAdmission admission, ModelReports reports) {
        this.store = store;
        this.admission = admission;
        this.reports = reports;
    }

    /**
     * Registers each shipped version that the registry does not have yet.
     *
     * @throws RegistrationException if the registry has another manifest or artifact under a number, or refuses one
     */
    public void register() {
        for (ShippedModel model : load()) {
            String id = model.manifest().model();
            String version = model.manifest().version();
            if (store.find(id, version).isEmpty()) {
                model.report().ifPresent(report -> reports.keep(id, version, report));
                AdmissionResult result =
                        admission.submitOwn(model.artifact(), model.manifestBytes(), AUTHOR, model.stage());
                if (result instanceof AdmissionResult.Refused refused
                        && refused.reasons().stream()
                                .noneMatch(reason -> reason.code().equals("version-exists"))) {
                    throw RegistrationException.refused(id, version, refused.reasons());
                }
            }
            Optional<ModelContent> stored = store.content(id, version);
            boolean isSame = stored.isPresent()
                    && Arrays.equals(stored.get().manifest(), model.manifestBytes())
                    && Arrays.equals(stored.get().artifact(), model.artifact());
            if (!isSame) {
                throw new RegistrationException(
                        id,
                        version,
                        Sha256.hex(model.manifestBytes()),
                        stored.map(content -> Sha256.hex(content.manifest())).orElse("none"));
            }
        }
    }

    static List<ShippedModel> load() {
        return ShippedFile.text("models/index.txt")
                .lines()
                .map(line -> line.split(" ", -1))
                .map(parts -> ShippedModel.load(parts[0], Stage.valueOf(parts[1].toUpperCase(Locale.ROOT))))
                .toList();
    }
}
