package org.firewarden.ledger.http;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.firewarden.ledger.event.CanonicalJson;
import org.firewarden.ledger.store.LedgerTree;
import org.firewarden.ledger.tree.ConsistencyProof;
import org.firewarden.ledger.tree.InclusionProof;
import org.firewarden.ledger.tree.TreeHash;

/**
 * Answers {@code GET /audit/proof}: with {@code index} and {@code size} an inclusion proof, with {@code first} and {@code second}
 * a consistency proof (RFC 6962, sections 2.1.1 and 2.1.2). Left out, {@code size} and {@code second} are those of the newest
 * checkpoint.
 */
final class LedgerProofs {

    private static final String JSON = "application/json";

    private final LedgerTree tree;

    LedgerProofs(LedgerTree tree) {
        this.tree = tree;
    }

    AuditAnswer answer(Map<String, String[]> query, OptionalLong signedSize) {
        RangeParameters parameters = new RangeParameters(query, Set.of("index", "size", "first", "second"));
        if (!parameters.problems().isEmpty()) {
            return AuditAnswer.invalid(parameters.problems());
        }
        boolean isInclusion = parameters.has("index");
        boolean isConsistency = parameters.has("first");
        if (isInclusion == isConsistency
                || (isInclusion && parameters.has("second"))
                || (isConsistency && parameters.has("size"))) {
            return AuditAnswer.invalid(
                    "invalid-parameter", "Give index and size for an inclusion, or first and second for consistency.");
        }
        OptionalLong size = parameters.get(isInclusion ? "size" : "second");
        if (size.isEmpty()) {
            size = signedSize;
        }
        if (size.isEmpty()) {
            return AuditAnswer.notFound("There is no checkpoint yet.");
        }
        if (size.getAsLong() > tree.head().size()) {
            return AuditAnswer.notFound("The ledger does not have that many events.");
        }
        return isInclusion
                ? inclusion(parameters.get("index").orElseThrow(), size.getAsLong())
                : consistency(parameters.get("first").orElseThrow(), size.getAsLong());
    }

    private AuditAnswer inclusion(long index, long size) {
        if (index >= size) {
            return AuditAnswer.notFound("A ledger of this size has no such event.");
        }
        InclusionProof proof = InclusionProof.of(index, size, tree);
        return new AuditAnswer.Document(
                JSON,
                CanonicalJson.write(Map.of(
                        "index",
                        index,
                        "leaf",
                        tree.root(0, index).toString(),
                        "path",
                        texts(proof.path()),
                        "size",
                        size)));
    }

    private AuditAnswer consistency(long first, long second) {
        if (first < 1 || first > second) {
            return AuditAnswer.invalid("invalid-range", "The first size is at least 1 and at most the second.");
        }
        ConsistencyProof proof = ConsistencyProof.of(first, second, tree);
        return new AuditAnswer.Document(
                JSON, CanonicalJson.write(Map.of("first", first, "path", texts(proof.path()), "second", second)));
    }

    private static List<String> texts(List<TreeHash> path) {
        return path.stream().map(TreeHash::toString).toList();
    }
}
