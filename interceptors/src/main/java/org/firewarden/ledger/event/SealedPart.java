package org.firewarden.ledger.event;

import java.util.UUID;

/** What the ciphertexts of an event are of, for their additional authenticated data. */
final class SealedPart {

    /** In place of a key's id: the part that needs the keys of all patients. */
    static final String SHARED = "shared";

    /** In place of a key's id: what was asked, which needs the keys of all patients of the request. */
    static final String ASKED = "sealed";

    private SealedPart() {}

    static String subject(UUID eventId, String keyId) {
        return "ledger event " + eventId + ", part " + keyId;
    }
}
