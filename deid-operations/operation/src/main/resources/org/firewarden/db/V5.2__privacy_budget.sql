-- What differentially private counts have cost. In millionths of epsilon, so that sums are exact.
CREATE TABLE firewarden.count_budget (
    subject  varchar(255) NOT NULL,
    tenant   varchar(255) NOT NULL,
    protocol varchar(255) NOT NULL,
    spent    bigint       NOT NULL CHECK (spent >= 0),
    PRIMARY KEY (subject, tenant, protocol)
);

COMMENT ON COLUMN firewarden.count_budget.spent IS 'only ever grows; a trigger refuses the rest';

CREATE FUNCTION firewarden.count_budget_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.spent < OLD.spent THEN
        RAISE EXCEPTION 'what was spent is not given back';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER count_budget_grows BEFORE UPDATE OR DELETE ON firewarden.count_budget
    FOR EACH ROW EXECUTE FUNCTION firewarden.count_budget_grows();
