package org.firewarden.server.export;

import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Interaction;
import org.firewarden.access.SmartScopes;
import org.firewarden.gate.enforcement.GateKeeper;

/** Who may export what, as far as that can be told before any resource is known: by policy, purpose and scopes. */
final class ExportRights {

    /** The name of the operation. */
    static final String OPERATION = "$export";

    private final GateKeeper gate;

    ExportRights(GateKeeper gate) {
        this.gate = gate;
    }

    /** True if a policy allows bulk for a role and the purpose of the caller. */
    boolean mayExport(Caller caller) {
        return gate.mayCall(caller, OPERATION);
    }

    /** True if a policy that allows bulk and a scope beyond one patient open the type (Bulk Data Access, {@code system/*.rs}). */
    boolean mayExport(Caller caller, String type) {
        return gate.decideInBulk(caller, Interaction.SEARCH, type).isPermitted()
                && caller.scopes().allowsBeyondPatient(Interaction.SEARCH, type)
                && caller.scopes().allowsBeyondPatient(Interaction.READ, type);
    }

    /** True if the caller has now all rights to the type with which a file of it was made. */
    boolean mayFetch(Caller caller, ExportFiles files, String type) {
        SmartScopes made = new SmartScopes(Set.copyOf(files.scopes().allowing(Interaction.SEARCH, type)));
        return caller.purpose() == files.purpose()
                && caller.roles().containsAll(files.roles())
                && made.meet(caller.scopes()).equals(made)
                && mayExport(caller)
                && mayExport(caller, type);
    }
}
