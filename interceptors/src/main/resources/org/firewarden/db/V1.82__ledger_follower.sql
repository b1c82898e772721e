-- How far each follower of the ledger has read: outputs to a SIEM, the watch over patterns. next is the place of the next event.
-- One node at a time reads for each of them; held_until is by the clock of the database.
CREATE TABLE firewarden.ledger_follower (
    name        text PRIMARY KEY,
    next        bigint NOT NULL DEFAULT 0 CHECK (next >= 0),
    node        uuid,
    held_until  timestamptz NOT NULL DEFAULT now()
);
