-- Teams that are not active, finished encounters without an end and caregivers of whom only an identifier is known have begun
-- to count as care by somebody: what is stored is read once more at the next start.
DELETE FROM firewarden.care_backfill;
