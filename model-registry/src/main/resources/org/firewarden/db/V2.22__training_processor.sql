-- On what type of processor a run was done: bytes are the same on processors of one type only. Unknown for earlier runs.
ALTER TABLE firewarden.training_run ADD COLUMN processor text;
