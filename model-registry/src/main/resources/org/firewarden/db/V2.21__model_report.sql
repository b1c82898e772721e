-- The evaluation report of a version that was trained, as text: the manifest holds its digest. Rows are added and never changed.
CREATE TABLE firewarden.model_report (
    model_id text NOT NULL,
    version  text NOT NULL,
    report   text NOT NULL,
    page     text NOT NULL,
    PRIMARY KEY (model_id, version)
);

CREATE TRIGGER model_report_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.model_report
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_change_of_training();
