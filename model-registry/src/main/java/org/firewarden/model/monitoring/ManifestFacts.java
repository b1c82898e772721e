package org.firewarden.model.monitoring;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.model.manifest.Distribution;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.MonitoringLimits;
import org.firewarden.model.registry.ModelStore;

/** References and limits of versions, remembered: a version never changes. */
public final class ManifestFacts {

    private static final Facts NONE = new Facts(Map.of(), MonitoringLimits.standard());

    private final ModelStore store;
    private final Map<String, Facts> known = new ConcurrentHashMap<>();

    /** Reads manifests from this store. */
    public ManifestFacts(ModelStore store) {
        this.store = store;
    }

    /** The distributions that drift is measured against; none for a version that there is not. */
    public Map<String, Distribution> references(String model, String version) {
        return facts(model, version).references;
    }

    /** The limits of a version. */
    public MonitoringLimits limits(String model, String version) {
        return facts(model, version).limits;
    }

    private Facts facts(String model, String version) {
        String key = model + " " + version;
        Facts facts = known.get(key);
        if (facts != null) {
            return facts;
        }
        Optional<Facts> read = store.manifest(model, version)
                .map(signed -> ManifestJson.read(signed.manifest()))
                .map(ManifestFacts::of);
        read.ifPresent(found -> known.put(key, found));
        return read.orElse(NONE);
    }

    private static Facts of(ModelManifest manifest) {
        return new Facts(manifest.reference(), manifest.limits());
    }

    private record Facts(Map<String, Distribution> references, MonitoringLimits limits) {}
}
