-- Whose tokens are asked about. What was asked without it is answered no more.
ALTER TABLE firewarden.reidentify_request ADD COLUMN data_set_id uuid;
