package org.firewarden.model.risk;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.model.registry.ModelReports;

/** Reports in memory. */
final class KeptReports implements ModelReports {

    private final Map<String, ModelReport> reports = new ConcurrentHashMap<>();

    @Override
    public void keep(String modelId, String version, ModelReport report) {
        reports.putIfAbsent(modelId + "/" + version, report);
    }

    @Override
    public Optional<ModelReport> find(String modelId, String version) {
        return Optional.ofNullable(reports.get(modelId + "/" + version));
    }
}
