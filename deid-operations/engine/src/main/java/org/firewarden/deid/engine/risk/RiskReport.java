package org.firewarden.deid.engine.risk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.policy.RiskRules;
import org.firewarden.deid.engine.policy.RiskRules.Attribute;

/**
 * {@code risk.json}: the measures of risk of a released data set. Computed from nothing but the data set and the policy, so that
 * who holds both gets the same. Counts of patients from 1 to 10 are written {@code <11} (CMS cell size policy).
 *
 * <p>Prosecutor risk is that of somebody known to be in the data set, one over the size of the class. Journalist risk is that of
 * somebody of the population: the expectation of one over the size of the class in the population, of which the data set counts
 * as a Bernoulli sample (Benedetti and Franconi 1998, as in mu-Argus).
 */
public final class RiskReport {

    private static final int SMALL_CELL = 11;
    private static final double DIGITS = 1e6;

    private final RiskRules rules;
    private final List<PatientRow> rows;
    private final Classes classes;
    private final double fraction;
    private final long population;

    private RiskReport(RiskRules rules, List<PatientRow> rows, ZipAreas areas) {
        this.rules = rules;
        this.rows = rows;
        this.classes = new Classes(rules, rows, new int[rules.quasiIdentifiers().size()]);
        this.population = Math.max(rows.size(), population(rules, rows, areas));
        this.fraction = population == 0 ? 1 : rows.size() / (double) population;
    }

    /** The report on a data set that was gathered whole. */
    public static ObjectNode of(RiskRules rules, RiskSurvey survey, ZipAreas areas) {
        return new RiskReport(rules, survey.rows(), areas).report();
    }

    /** What was done to keep the limits; for the report of the run that did it. */
    public static ObjectNode done(Generalisation generalisation, int patients) {
        ObjectNode done = JsonNodeFactory.instance.objectNode();
        ObjectNode levels = done.putObject("levels");
        List<Attribute> attributes = generalisation.rules().quasiIdentifiers();
        for (int i = 0; i < attributes.size(); i++) {
            levels.put(attributes.get(i).word(), generalisation.levels()[i]);
        }
        done.put("suppressedPatients", cell(generalisation.suppressed()));
        done.put("informationLoss", rounded(generalisation.loss(patients)));
        done.put("limitsHold", generalisation.holds());
        return done;
    }

    private ObjectNode report() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("patients", cell(rows.size()));
        rules.quasiIdentifiers()
                .forEach(attribute -> report.withArray("quasiIdentifiers").add(attribute.word()));
        ObjectNode limits = report.putObject("limits");
        limits.put("k", rules.k()).put("l", rules.l()).put("t", rules.t()).put("suppression", rules.suppression());
        int smallest = Integer.MAX_VALUE;
        int diversity = Integer.MAX_VALUE;
        double distance = 0;
        double journalist = 0;
        double expected = 0;
        long uniques = 0;
        Map<Integer, Integer> sizes = new TreeMap<>();
        for (List<PatientRow> members : classes.all()) {
            // Of a patient without any attribute nothing can be looked up: he or she may be any of all.
            boolean isBlank = members.get(0).values().stream().allMatch(String::isEmpty);
            int size = isBlank ? rows.size() : members.size();
            sizes.merge(size, 1, Integer::sum);
            smallest = Math.min(smallest, size);
            if (!isBlank) {
                diversity = Math.min(diversity, Classes.diversity(members));
                distance = Math.max(distance, classes.distance(members));
                uniques += size == 1 ? 1 : 0;
            }
            double risk = journalist(size, fraction);
            journalist = Math.max(journalist, risk);
            expected += risk * members.size();
        }
        int n = rows.size();
        report.put("kAnonymity", n == 0 ? 0 : smallest);
        report.put("lDiversity", n == 0 || diversity == Integer.MAX_VALUE ? 0 : diversity);
        report.put("tCloseness", rounded(distance));
        report.put("classes", classes.all().size());
        report.put("sampleUniques", cell(uniques));
        report.put("sampleUniqueness", n == 0 ? 0 : rounded(uniques / (double) n));
        report.put("populationBasis", population);
        report.put("samplingFraction", rounded(fraction));
        report.put("populationUniqueness", n == 0 ? 0 : rounded(uniques * fraction / n));
        report.put("prosecutorRiskMaximum", n == 0 ? 0 : rounded(1.0 / smallest));
        report.put("prosecutorRiskAverage", n == 0 ? 0 : rounded(classes.all().size() / (double) n));
        report.put("journalistRiskMaximum", rounded(journalist));
        report.put("journalistRiskAverage", n == 0 ? 0 : rounded(expected / n));
        ObjectNode histogram = report.putObject("classSizes");
        sizes.forEach((size, count) -> histogram.put(size < SMALL_CELL ? "<11" : bucket(size), 0));
        sizes.forEach((size, count) -> {
            String name = size < SMALL_CELL ? "<11" : bucket(size);
            histogram.put(name, histogram.path(name).asInt() + count);
        });
        return report;
    }

    private static String bucket(int size) {
        int from = SMALL_CELL;
        while (size >= from * 2) {
            from *= 2;
        }
        return from + "-" + (from * 2 - 1);
    }

    /** The expectation of one over the size in the population of a class with that many in the sample. */
    static double journalist(int inSample, double fraction) {
        double p = Math.min(1, fraction);
        if (p >= 1) {
            return 1.0 / inSample;
        }
        double q = 1 - p;
        if (inSample == 1) {
            return p / q * -Math.log(p);
        }
        if (inSample == 2) {
            return p / (q * q) * (p * Math.log(p) + q);
        }
        return p / (inSample - q);
    }

    /** The inhabitants of the ZIP areas that were released; of the whole country where none was. */
    private static long population(RiskRules rules, List<PatientRow> rows, ZipAreas areas) {
        int index = rules.quasiIdentifiers().indexOf(Attribute.POSTAL_CODE);
        long sum = index < 0
                ? 0
                : rows.stream()
                        .map(row -> row.values().get(index))
                        .filter(code -> code.length() >= 3)
                        .map(code -> code.substring(0, 3))
                        .distinct()
                        .mapToLong(areas::population)
                        .sum();
        return sum == 0 ? areas.population() : sum;
    }

    /** A count of patients that may be told. */
    static String cell(long count) {
        return count > 0 && count < SMALL_CELL ? "<11" : Long.toString(count);
    }

    private static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
