package org.firewarden.model.feature;

/**
 * A substance whose amount laboratories report in moles or in grams. UCUM does not convert between the two, because the
 * factor is the substance's own.
 */
enum Substance {
    /** Total and HDL cholesterol: 1 mg/dL is 0.02586 mmol/L, the factor of the PREVENT equations. */
    CHOLESTEROL("mg/dL", "mmol/L", 0.02586);

    private final String massUnit;
    private final String molarUnit;
    private final double molarPerMass;

    Substance(String massUnit, String molarUnit, double molarPerMass) {
        this.massUnit = massUnit;
        this.molarUnit = molarUnit;
        this.molarPerMass = molarPerMass;
    }

    /** The UCUM unit of the amount in grams. */
    String massUnit() {
        return massUnit;
    }

    /** The UCUM unit of the amount in moles. */
    String molarUnit() {
        return molarUnit;
    }

    /** How many {@link #molarUnit} one {@link #massUnit} is. */
    double molarPerMass() {
        return molarPerMass;
    }
}
