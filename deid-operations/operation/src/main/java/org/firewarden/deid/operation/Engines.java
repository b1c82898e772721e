package org.firewarden.deid.operation;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.crypto.KeyRing;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.deid.operation.vault.PassingVault;

/** The engine for each shipped policy, on one vault. Policies are compiled once. Safe for many threads. */
public final class Engines {

    private final R4Structure structure = R4Structure.load();
    private final Map<String, Policy> policies = new ConcurrentHashMap<>();
    private final TokenVault vault;
    private final KeyRing keys;
    private final Clock clock;

    /** Ties the policies to a vault. */
    public Engines(TokenVault vault, KeyRing keys, Clock clock) {
        this.vault = vault;
        this.keys = keys;
        this.clock = clock;
    }

    /** A shipped policy by its own name. */
    public Policy policy(String name) {
        return policies.computeIfAbsent(
                name, shipped -> Policy.shipped(shipped, structure).orElseThrow());
    }

    /**
     * The engine for a policy on the terms asked for.
     *
     * @throws org.firewarden.deid.engine.release.TermsException if the policy demands more
     */
    public Parts parts(String policy, AskedTerms terms) {
        return Parts.of(
                structure,
                policy(policy),
                vault,
                keys,
                terms.asOf(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    }

    /**
     * The engine for data that the caller brought. Its tokens are of this call alone and are kept nowhere: those of a data set could
     * be found by trying ids otherwise.
     *
     * @throws org.firewarden.deid.engine.release.TermsException if the policy demands more
     */
    public Parts partsOfBroughtData(String policy, AskedTerms terms) {
        AskedTerms alone = new AskedTerms("call-" + UUID.randomUUID(), terms.agreement(), terms.expert());
        return Parts.of(
                structure,
                policy(policy),
                new PassingVault(),
                keys,
                alone.asOf(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    }

    /** The keys that seal what is held back. */
    public KeyRing keys() {
        return keys;
    }
}
