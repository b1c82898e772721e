package org.firewarden.deid.engine.place;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.firewarden.deid.engine.table.Table;

/**
 * States of the United States and countries of the world. Only names and codes of these lists come out, so that a state or
 * country field with anything else in it gives nothing (45 CFR 164.514(b)(2)(i)(B)).
 */
public final class Territories {

    private static final Set<String> UNITED_STATES = Set.of("US", "USA", "United States");

    private final Map<String, String> states = new HashMap<>();
    private final Map<String, String> countries = new HashMap<>();

    /** Reads the tables. */
    public Territories() {
        for (String[] row : Table.rows(Territories.class, "states.tsv")) {
            for (String form : row) {
                states.put(form.toLowerCase(Locale.ROOT), form);
            }
        }
        for (String alpha2 : Locale.getISOCountries()) {
            Locale country = new Locale.Builder().setRegion(alpha2).build();
            for (String form : Set.of(alpha2, country.getISO3Country(), country.getDisplayCountry(Locale.ENGLISH))) {
                countries.put(form.toLowerCase(Locale.ROOT), form);
            }
        }
        countries.put("united states of america", "United States");
    }

    /** The state's code or name as it is listed, or empty. */
    public Optional<String> state(String text) {
        return Optional.ofNullable(states.get(text.strip().toLowerCase(Locale.ROOT)));
    }

    /** The country's code or English name as it is listed, or empty. */
    public Optional<String> country(String text) {
        return Optional.ofNullable(countries.get(text.strip().toLowerCase(Locale.ROOT)));
    }

    /** True for the United States, as {@link #country} lists it. */
    public boolean isUnitedStates(String listed) {
        return UNITED_STATES.contains(listed);
    }
}
