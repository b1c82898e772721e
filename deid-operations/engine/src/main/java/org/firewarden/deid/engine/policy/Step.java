package org.firewarden.deid.engine.policy;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One property that may come out.
 *
 * @param name its JSON name, encoded once
 * @param type the name of its type
 * @param treatment what is done with it
 * @param child the node of its type, for what is entered
 * @param codes the codes that are kept, for {@link Treatment#CODE}
 */
public record Step(
        SerializedString name,
        String type,
        Treatment treatment,
        @Nullable ElementNode child,
        @Nullable Set<String> codes) {}
