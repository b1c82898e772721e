package org.firewarden.train.privacy;

/** How a Renyi divergence becomes an epsilon for a delta. */
public enum RdpConversion {
    /** Balle et al. 2020, theorem 21 (arXiv 1905.09982), as Canonne, Kamath and Steinke 2020 state it: the tighter one. */
    BALLE_2020("balle-2020") {
        @Override
        double epsilon(double order, double loss, double delta) {
            return loss - (Math.log(delta) + Math.log(order)) / (order - 1) + Math.log((order - 1) / order);
        }
    },
    /** Mironov 2017, proposition 3 (arXiv 1702.07476): what older publications print. */
    MIRONOV_2017("mironov-2017") {
        @Override
        double epsilon(double order, double loss, double delta) {
            return loss - Math.log(delta) / (order - 1);
        }
    };

    private final String code;

    RdpConversion(String code) {
        this.code = code;
    }

    /** The name that reports state. */
    public String code() {
        return code;
    }

    abstract double epsilon(double order, double loss, double delta);
}
