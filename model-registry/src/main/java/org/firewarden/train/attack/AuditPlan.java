package org.firewarden.train.attack;

/**
 * How hard a run is attacked before its model is handed on. More costs time and tells more.
 *
 * @param shadowModels how many models like it are trained on other patients for LiRA: 0 for none, else at least 4
 * @param people how many of those trained on, and how many others, are looked at
 * @param canaries how many are made, of which a coin plants each in the training of a twin: 0 for none, else at least 8
 */
public record AuditPlan(int shadowModels, int people, int canaries) {

    /** Refuses a plan from which nothing follows. */
    public AuditPlan {
        if (shadowModels < 0
                || (shadowModels > 0 && shadowModels < 4)
                || people < 1
                || canaries < 0
                || (canaries > 0 && canaries < 8)) {
            throw new IllegalArgumentException(
                    "firewarden.training.audit: shadow-models 0 or at least 4, people at least 1, canaries 0 or at least 8");
        }
    }

    /** 8 shadow models, 1,000 people on each side, 200 canaries. */
    public static AuditPlan standard() {
        return new AuditPlan(8, 1000, 200);
    }
}
