package org.firewarden.model.risk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.firewarden.model.admission.TrustedKeys;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.registry.StageEntry;
import org.firewarden.model.runtime.SessionPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registered models, answered by the stage at which the registry has them. Where they stand is read anew after a second, so
 * that a change of stage on one node reaches them all, and at once after a change on this node; if it cannot be read, the question
 * fails. Versions that may be asked are
 * loaded beforehand, on another thread: until then, and if it cannot be loaded, a version is not answered.
 */
public final class RegisteredRiskModels implements RiskModels {

    private static final Logger LOG = LoggerFactory.getLogger(RegisteredRiskModels.class);
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** Stages whose versions may be asked now, or again after a roll-back. */
    private static final Set<Stage> LOADED =
            Set.of(Stage.VALIDATED, Stage.SILENT, Stage.CANARY, Stage.PRODUCTION, Stage.RETIRED);

    private final ModelStore store;
    private final SessionPool sessions;
    private final TrustedKeys keys;
    private final UnitConversion units;
    private final ChartReader reader;
    private final Clock clock;
    private final Executor loader;
    private final Map<String, LoadedModel> loaded = new ConcurrentHashMap<>();
    private final Map<String, Instant> refused = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Snapshot snapshot;

    /**
     * Answers from this store.
     *
     * @param loader loads versions, one after the other
     */
    public RegisteredRiskModels(
            ModelStore store,
            SessionPool sessions,
            TrustedKeys keys,
            UnitConversion units,
            Clock clock,
            Executor loader) {
        this.store = store;
        this.sessions = sessions;
        this.keys = keys;
        this.units = units;
        this.reader = new ChartReader(units);
        this.clock = clock;
        this.loader = loader;
    }

    /** Loads what may be asked, before the first question comes. */
    public void start() {
        store.stages().stream().filter(this::isToBeLoaded).forEach(this::load);
    }

    @Override
    public Optional<RiskModel> inProduction(String modelId) {
        return line(modelId).stream()
                .filter(entry -> entry.stage() == Stage.PRODUCTION)
                .findFirst()
                .flatMap(this::model);
    }

    @Override
    public Selection select(String modelId, CallSubject subject) {
        List<StageEntry> line = line(modelId);
        Optional<StageEntry> canary = line.stream()
                .filter(entry -> entry.stage() == Stage.CANARY)
                .filter(entry -> CanaryShare.includes(entry, subject))
                .findFirst();
        Optional<RiskModel> shown = canary.flatMap(this::model);
        List<RiskModel> silent = line.stream()
                .filter(entry -> entry.stage() == Stage.SILENT)
                .map(this::model)
                .flatMap(Optional::stream)
                .toList();
        return shown.isPresent()
                ? new Selection(shown, true, silent)
                : new Selection(inProduction(modelId), false, silent);
    }

    @Override
    public boolean isDisabled(ModelVersion version) {
        return line(version.modelId()).stream()
                .anyMatch(entry -> entry.version().equals(version.version()) && entry.stage() == Stage.DISABLED);
    }

    /** Has the next question read where versions stand. What is being read meanwhile is not kept. */
    public void forgetStages() {
        changes.incrementAndGet();
    }

    @Override
    public Optional<RiskModel> version(String modelId, String version) {
        return line(modelId).stream()
                .filter(entry -> entry.version().equals(version) && entry.stage() != Stage.DISABLED)
                .findFirst()
                .flatMap(this::model);
    }

    private List<StageEntry> line(String modelId) {
        return snapshot().lines().getOrDefault(modelId, List.of());
    }

    private Snapshot snapshot() {
        Instant now = clock.instant();
        Snapshot known = snapshot;
        long change = changes.get();
        if (known == null
                || known.change() != change
                || !now.isBefore(known.readAt().plus(FRESH))) {
            known = read(now, change);
            snapshot = known;
        }
        return known;
    }

    private Snapshot read(Instant now, long change) {
        Map<String, List<StageEntry>> lines = new HashMap<>();
        for (StageEntry entry : store.stages()) {
            lines.computeIfAbsent(entry.model(), model -> new ArrayList<>()).add(entry);
            if (isToBeLoaded(entry) && !loaded.containsKey(key(entry)) && !isRefused(entry, now)) {
                loader.execute(() -> load(entry));
            }
        }
        return new Snapshot(now, change, Map.copyOf(lines));
    }

    private boolean isToBeLoaded(StageEntry entry) {
        return LOADED.contains(entry.stage());
    }

    private boolean isRefused(StageEntry entry, Instant now) {
        Instant since = refused.get(key(entry));
        return since != null && now.isBefore(since.plus(Duration.ofMinutes(1)));
    }

    private void load(StageEntry entry) {
        if (loaded.containsKey(key(entry))) {
            return;
        }
        try {
            store.content(entry.model(), entry.version())
                    .map(content -> LoadedModel.of(entry, content, keys.find(content.keyId()), sessions, units))
                    .ifPresent(model -> loaded.put(key(entry), model));
        } catch (RuntimeException e) {
            // The version stays unanswered; the others must not suffer from it.
            refused.put(key(entry), clock.instant());
            LOG.error(
                    "A model version cannot be loaded: {} {}, {}",
                    entry.model(),
                    entry.version(),
                    e.getClass().getName());
        }
    }

    private Optional<RiskModel> model(StageEntry entry) {
        LoadedModel model = loaded.get(key(entry));
        if (model == null) {
            return Optional.empty();
        }
        ModelVersion version = new ModelVersion(
                entry.model(),
                entry.version(),
                entry.sha256(),
                entry.stage(),
                model.definition().manifest().card());
        return Optional.of(new OnnxRiskModel(version, model.definition(), reader, model.session()));
    }

    private static String key(StageEntry entry) {
        return entry.model() + " " + entry.version() + " " + entry.sha256();
    }

    private record Snapshot(Instant readAt, long change, Map<String, List<StageEntry>> lines) {}
}
