package org.firewarden.model.feature;

/**
 * A substance whose amount laboratories report in two kinds of units between which UCUM does not convert, or converts as if it
 * were any number: the relation is the substance's own, {@code second = factor * first + offset}.
 */
enum Substance {
    /** Total and HDL cholesterol: 1 mg/dL is 0.02586 mmol/L, the factor of the PREVENT equations. */
    CHOLESTEROL("mg/dL", "mmol/L", 0.02586, 0),
    /** Creatinine in serum or plasma: 1 mg/dL is 88.4 umol/L, the factor of the CKD-EPI publications. */
    CREATININE("mg/dL", "umol/L", 88.4, 0),
    /** Albumin to creatinine in urine: 1 mg/mmol is 8.84 mg/g. */
    ALBUMIN_CREATININE_RATIO("mg/mmol", "mg/g", 8.84, 0),
    /**
     * Glycated haemoglobin: NGSP % = 0.09148 IFCC mmol/mol + 2.152 (NGSP master equation, doi
     * 10.1373/clinchem.2004.042143). UCUM alone would make 4.8 % of 48 mmol/mol.
     */
    HBA1C("mmol/mol", "%", 0.09148, 2.152);

    private final String firstUnit;
    private final String secondUnit;
    private final double factor;
    private final double offset;

    Substance(String firstUnit, String secondUnit, double factor, double offset) {
        this.firstUnit = firstUnit;
        this.secondUnit = secondUnit;
        this.factor = factor;
        this.offset = offset;
    }

    /** The UCUM unit of the first kind. */
    String firstUnit() {
        return firstUnit;
    }

    /** The UCUM unit of the second kind. */
    String secondUnit() {
        return secondUnit;
    }

    double toSecond(double first) {
        return factor * first + offset;
    }

    double toFirst(double second) {
        return (second - offset) / factor;
    }
}
