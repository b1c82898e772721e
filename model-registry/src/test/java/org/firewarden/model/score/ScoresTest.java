package org.firewarden.model.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.firewarden.model.risk.ShippedSessions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published tables of the scores, at each edge of each band. */
class ScoresTest {

    private static final double[] WELL = {16, 98, 0, 0, 120, 70, 0, 37};
    private static final double[] LACE_ZERO = new double[17];
    private static final double[] HOSPITAL_ZERO = {14, 0, 140, 0, 0, 0, 2};

    /** Royal College of Physicians 2017, chart 1. Input by input, all others at 0 points. */
    @ParameterizedTest
    @CsvSource({
        "0,8,3",
        "0,8.5,3",
        "0,9,1",
        "0,11,1",
        "0,12,0",
        "0,20,0",
        "0,20.5,2",
        "0,21,2",
        "0,24,2",
        "0,25,3",
        "1,91,3",
        "1,92,2",
        "1,93,2",
        "1,94,1",
        "1,95,1",
        "1,96,0",
        "1,100,0",
        "3,1,2",
        "4,90,3",
        "4,91,2",
        "4,100,2",
        "4,101,1",
        "4,110,1",
        "4,111,0",
        "4,219,0",
        "4,220,3",
        "5,40,3",
        "5,41,1",
        "5,50,1",
        "5,51,0",
        "5,90,0",
        "5,91,1",
        "5,110,1",
        "5,111,2",
        "5,130,2",
        "5,131,3",
        "6,1,3",
        "7,35.0,3",
        "7,35.1,1",
        "7,36.0,1",
        "7,36.1,0",
        "7,38.0,0",
        "7,38.1,1",
        "7,39.0,1",
        "7,39.1,2",
        "7,36.04,1",
        "7,36.06,0"
    })
    void news2(int column, double value, double points) {
        double[] row = WELL.clone();
        row[column] = value;

        double[] score = ShippedSessions.run("news2", row);

        assertThat(score[0]).isEqualTo(points);
        assertThat(score[1]).isEqualTo(points);
    }

    /** SpO2 scale 2, on air and on oxygen (which itself has 2 points). */
    @ParameterizedTest
    @CsvSource({
        "83,0,3", "84,0,2", "85,0,2", "86,0,1", "87,0,1", "88,0,0", "92,0,0", "93,0,0", "99,0,0", "83,1,5", "85,1,4",
        "87,1,3", "88,1,2", "92,1,2", "93,1,3", "94,1,3", "95,1,4", "96,1,4", "97,1,5", "100,1,5"
    })
    void news2OnScale2(double saturation, double oxygen, double total) {
        assertThat(ShippedSessions.run("news2", 16, saturation, 1, oxygen, 120, 70, 0, 37)[0])
                .isEqualTo(total);
    }

    /** van Walraven et al. 2010. */
    @ParameterizedTest
    @CsvSource({
        "0,0,0", "0,1,1", "0,2,2", "0,3,3", "0,4,4", "0,6,4", "0,7,5", "0,13,5", "0,14,7", "0,90,7", "1,1,3", "2,1,1",
        "2,3,3", "2,4,4", "2,9,4", "3,1,1", "4,1,1", "5,1,1", "6,1,1", "7,1,2", "8,1,2", "9,1,2", "10,1,2", "11,1,5",
        "12,1,2", "13,1,5", "14,1,3", "15,1,3", "16,1,5"
    })
    void lace(int column, double value, double points) {
        double[] row = LACE_ZERO.clone();
        row[column] = value;

        assertThat(ShippedSessions.run("lace", row)[0]).isEqualTo(points);
    }

    /** Of two grades of one disease the worse counts: 2 for diabetes with damage, not 3; 4 points and more are 5. */
    @ParameterizedTest
    @CsvSource({"6,7,2", "10,11,5", "12,13,5", "3,8,3", "8,9,5"})
    void laceComorbiditiesTogether(int one, int other, double points) {
        double[] row = LACE_ZERO.clone();
        row[one] = 1;
        row[other] = 1;

        assertThat(ShippedSessions.run("lace", row)[0]).isEqualTo(points);
    }

    /** Donze et al. 2016. */
    @ParameterizedTest
    @CsvSource({
        "0,11.9,1",
        "0,12,0",
        "1,1,2",
        "2,134.9,1",
        "2,135,0",
        "3,1,1",
        "4,1,1",
        "5,1,0",
        "5,2,2",
        "5,5,2",
        "5,6,5",
        "6,4,0",
        "6,5,2"
    })
    void hospital(int column, double value, double points) {
        double[] row = HOSPITAL_ZERO.clone();
        row[column] = value;

        assertThat(ShippedSessions.run("hospital", row)[0]).isEqualTo(points);
    }

    /** Inker et al. 2021, computed from the equation in print. */
    @ParameterizedTest
    @CsvSource({"1,50,1.0", "0,50,1.0", "1,50,0.6", "0,80,0.9", "1,30,0.7", "0,19,3.4", "1,99,1.9"})
    void ckdEpi(double sex, double age, double creatinine) {
        double k = sex == 1 ? 0.7 : 0.9;
        double a = sex == 1 ? -0.241 : -0.302;
        double expected = 142
                * Math.pow(Math.min(creatinine / k, 1), a)
                * Math.pow(Math.max(creatinine / k, 1), -1.2)
                * Math.pow(0.9938, age)
                * (sex == 1 ? 1.012 : 1);

        assertThat(ShippedSessions.run("ckd-epi-2021", sex, age, creatinine)[0]).isCloseTo(expected, within(1e-9));
    }
}
