package org.firewarden.cds.hook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The answer to a hook (CDS Hooks 2.0.1, CDS Service Response).
 *
 * @param cards an empty array when there is no advice
 */
public record Cards(@JsonInclude(JsonInclude.Include.ALWAYS) List<Card> cards) {

    /** Copies the list. */
    public Cards {
        cards = List.copyOf(cards);
    }

    /** No advice. */
    public static Cards none() {
        return new Cards(List.of());
    }
}
