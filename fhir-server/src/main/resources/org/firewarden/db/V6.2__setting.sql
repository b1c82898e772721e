-- The settings of the last start, by name, with a keyed hash of each value.
CREATE TABLE firewarden.setting (
    name  text PRIMARY KEY,
    hash  text NOT NULL
);
