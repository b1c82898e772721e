package org.firewarden.access;

import java.util.Set;

/** What a resource holds under its token search parameters. */
@FunctionalInterface
public interface TokenValues {

    /** Holds nothing, so that no constrained scope reaches it. */
    TokenValues NONE = parameter -> Set.of();

    /** The codes under a token search parameter; empty if it holds none or the parameter is not known. */
    Set<CodedValue> of(String parameter);
}
