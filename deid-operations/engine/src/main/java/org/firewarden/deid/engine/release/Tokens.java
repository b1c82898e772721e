package org.firewarden.deid.engine.release;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.vault.Token;
import org.firewarden.deid.engine.vault.TokenVault;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one project under one policy. Another project, or another policy of the same one, gives tokens that nobody can
 * join with these without the vault: who holds a limited data set could otherwise put its dates beside a Safe Harbor release.
 *
 * <p>Random where the policy says so (45 CFR 164.514(c)(1)); keyed, hence the same on each node without talking to another,
 * under expert determination only. Both lie in the vault, which alone maps them back. Safe for many threads.
 */
public final class Tokens {

    private static final String KEYED = "deid-token\n";

    private final TokenVault vault;
    private final @Nullable KeyRing keys;
    private final String scope;

    /**
     * Ties tokens to a vault.
     *
     * @param keys derives keyed tokens; may be null for a policy with random ones
     */
    public Tokens(TokenVault vault, @Nullable KeyRing keys, Policy policy, Project project) {
        if (policy.hasKeyedIds() && keys == null) {
            throw new IllegalArgumentException("policy " + policy.name() + " derives its ids, which takes a key ring");
        }
        this.vault = vault;
        this.keys = policy.hasKeyedIds() ? keys : null;
        this.scope = scope(policy.name(), project);
    }

    /** What a vault puts before the identities of a project and policy; empty for the oldest of them. */
    public static String scope(String policy, Project project) {
        return project.equals(Project.DEFAULT) && policy.equals("safe-harbor")
                ? ""
                : project.name() + "/" + policy + " ";
    }

    /** The token of an identity, for example {@code Patient/123}; durable when the vault was flushed. */
    public Token token(String identity) {
        String scoped = scope.isEmpty() ? identity : scope + identity;
        KeyRing ring = keys;
        return ring == null ? vault.token(scoped) : vault.token(scoped, () -> keyed(ring, scoped));
    }

    private static Token keyed(KeyRing ring, String scoped) {
        ByteBuffer mac = ByteBuffer.wrap(ring.mac(KeyPurpose.VAULT, (KEYED + scoped).getBytes(StandardCharsets.UTF_8)));
        return new Token(mac.getLong(), mac.getLong());
    }
}
