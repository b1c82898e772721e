package org.firewarden.gate.label;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.gate.InterceptorOrder;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Labels each resource before it is stored. Labels rise and never fall: what the codes imply, what the stored version carries and
 * what the client asks for are joined, also if the client leaves labels out, removes them by a patch, or asks HAPI for a
 * snapshot of the meta element. At the end of the transaction the labels pass between Encounters and what hangs on them.
 */
@Interceptor
public final class LabelInterceptor {

    private final ResourceLabeller labeller;
    private final LabelPropagation propagation;

    /** Labels by this labeller, and passes labels on in this way. */
    public LabelInterceptor(ResourceLabeller labeller, LabelPropagation propagation) {
        this.labeller = labeller;
        this.propagation = propagation;
    }

    /** Before a resource is created. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = InterceptorOrder.LABEL)
    public void create(IBaseResource resource) {
        label(null, (Resource) resource);
    }

    /** Before a resource is changed. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = InterceptorOrder.LABEL)
    public void update(@Nullable IBaseResource before, IBaseResource after) {
        label(before == null ? null : (Resource) before, (Resource) after);
    }

    /** Before the transaction of a created resource commits, when its references are resolved. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = InterceptorOrder.LABEL)
    public void created(IBaseResource resource) {
        settleLater(
                LabelPropagation.Item.of((Resource) resource, labeller.scan((Resource) resource)), (Resource) resource);
    }

    /** Before the transaction of a changed resource commits, when its references are resolved. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = InterceptorOrder.LABEL)
    public void updated(@Nullable IBaseResource before, IBaseResource after) {
        Resource resource = (Resource) after;
        if (before != null && isSameVersion((Resource) before, resource)) {
            keep((Resource) before, resource);
        } else {
            settleLater(LabelPropagation.Item.of(resource, labeller.scan(resource)), resource);
        }
    }

    /** HAPI stores what {@code $meta-delete} asks for before it tells of it, and makes no version; what it took is put back. */
    private void keep(Resource before, Resource after) {
        LabelPropagation.Item item = LabelPropagation.Item.of(after, labeller.scan(after));
        Labels kept = item.own().join(ResourceLabeller.present(before));
        settleLater(item.with(Labels.NONE, kept), after);
    }

    private static boolean isSameVersion(Resource before, Resource after) {
        return before.getIdElement().hasVersionIdPart()
                && before.getIdElement()
                        .getVersionIdPart()
                        .equals(after.getIdElement().getVersionIdPart());
    }

    private void label(@Nullable Resource before, Resource after) {
        List<Coding> stored = before == null ? List.of() : before.getMeta().getSecurity();
        ResourceLabeller.raise(after, labeller.scan(after).labels(), stored);
        // HAPI keeps a display once for all resources with the label: a client's words would show up with other
        // patients.
        after.getMeta().getSecurity().forEach(coding -> coding.setDisplay(null));
    }

    private void settleLater(LabelPropagation.Item item, Resource resource) {
        if (item.takesPart()) {
            written().add(item, resource);
        }
    }

    private Written written() {
        Object bound = TransactionSynchronizationManager.getResource(this);
        if (bound instanceof Written written) {
            return written;
        }
        Written written = new Written();
        TransactionSynchronizationManager.registerSynchronization(written);
        TransactionSynchronizationManager.bindResource(this, written);
        return written;
    }

    /** What one transaction has written. Fails if there is no transaction, and with it the write. */
    private final class Written implements TransactionSynchronization {

        private final Map<String, LabelPropagation.Item> items = new LinkedHashMap<>();
        private final Map<String, Resource> resources = new LinkedHashMap<>();

        void add(LabelPropagation.Item item, Resource resource) {
            items.put(item.reference(), item);
            resources.put(item.reference(), resource);
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(LabelInterceptor.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(LabelInterceptor.this, this);
        }

        @Override
        public void beforeCommit(boolean isReadOnly) {
            propagation.settle(items.values()).forEach((reference, labels) -> {
                Resource resource = resources.get(reference);
                if (resource != null) {
                    ResourceLabeller.raise(resource, labels, List.of());
                }
            });
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(LabelInterceptor.this);
        }
    }
}
