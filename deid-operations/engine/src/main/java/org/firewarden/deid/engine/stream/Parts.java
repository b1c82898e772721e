package org.firewarden.deid.engine.stream;

import org.firewarden.deid.engine.place.Territories;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.unit.Units;
import org.firewarden.deid.engine.vault.TokenVault;

/** What every walk of an engine shares. All of it is safe for many threads. */
public record Parts(
        R4Structure structure,
        Policy policy,
        TokenVault vault,
        ZipAreas zipAreas,
        Territories territories,
        Units units) {

    /** The parts of an engine for a policy and a vault. */
    public static Parts of(R4Structure structure, Policy policy, TokenVault vault) {
        return new Parts(structure, policy, vault, new ZipAreas(), new Territories(), new Units());
    }
}
