package org.firewarden.train.uci;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * A table of the form of {@code diabetic_data.csv} with made-up people, in whom readmission follows earlier stays, age and the
 * discharge disposition. It lets the whole path be walked where the published table is not at hand; what is trained on it says so in
 * its card and is of no use to a patient.
 */
public final class MadeUpTable {

    private static final String HEADER =
            "encounter_id,patient_nbr,race,gender,age,weight,admission_type_id,discharge_disposition_id,admission_source_id,"
                    + "time_in_hospital,payer_code,medical_specialty,num_lab_procedures,num_procedures,num_medications,"
                    + "number_outpatient,number_emergency,number_inpatient,diag_1,diag_2,diag_3,number_diagnoses,max_glu_serum,"
                    + "A1Cresult,metformin,repaglinide,nateglinide,chlorpropamide,glimepiride,acetohexamide,glipizide,glyburide,"
                    + "tolbutamide,pioglitazone,rosiglitazone,acarbose,miglitol,troglitazone,tolazamide,examide,citoglipton,"
                    + "insulin,glyburide-metformin,glipizide-metformin,glimepiride-pioglitazone,metformin-rosiglitazone,"
                    + "metformin-pioglitazone,change,diabetesMed,readmitted";

    private MadeUpTable() {}

    /**
     * Writes the FHIR files of made-up people.
     *
     * @param encounters how many, of about half as many people
     * @param seed the same seed gives the same people
     */
    public static void write(Path folder, int encounters, long seed) throws IOException {
        UciDiabetes.write(UciDiabetes.patients(csv(encounters, seed)), folder);
    }

    static String csv(int encounters, long seed) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        for (int i = 0; i < encounters; i++) {
            int patient = random.nextInt(encounters * 3 / 4);
            int decade = 30 + 10 * random.nextInt(6);
            int inpatient = Math.max(0, (int) (random.nextGaussian() * 1.5));
            boolean isHome = random.nextInt(3) > 0;
            double score = -2.2 + 0.9 * inpatient + (isHome ? 0 : 0.9) + (decade - 55) / 40.0;
            boolean isBack = random.nextDouble() < 1 / (1 + Math.exp(-score));
            csv.append(1_000_000 + i * 3000L)
                    .append(',')
                    .append(patient)
                    .append(',')
                    .append(pick(random, "Caucasian", "AfricanAmerican", "Hispanic", "?"))
                    .append(',')
                    .append(pick(random, "Female", "Male"))
                    .append(",[")
                    .append(decade)
                    .append('-')
                    .append(decade + 10)
                    .append("),?,")
                    .append(1 + random.nextInt(3))
                    .append(',')
                    .append(isHome ? 1 : 3)
                    .append(',')
                    .append(pick(random, "7", "1", "4"))
                    .append(',')
                    .append(1 + random.nextInt(13))
                    .append(',')
                    .append(pick(random, "MC", "HM", "?"))
                    .append(',')
                    .append(pick(random, "Cardiology", "?"))
                    .append(',')
                    .append(random.nextInt(90))
                    .append(',')
                    .append(random.nextInt(6))
                    .append(',')
                    .append(1 + random.nextInt(30))
                    .append(',')
                    .append(random.nextInt(3))
                    .append(',')
                    .append(random.nextInt(3))
                    .append(',')
                    .append(inpatient)
                    .append(',')
                    .append(pick(random, "250.83", "428", "486", "V57"))
                    .append(',')
                    .append(pick(random, "414", "?", "599"))
                    .append(',')
                    .append(pick(random, "276", "403", "?"))
                    .append(',')
                    .append(1 + random.nextInt(9))
                    .append(",None,")
                    .append(pick(random, "None", ">8", "Norm"));
            for (int drug = 0; drug < 17; drug++) {
                csv.append(',').append(drug == 0 ? pick(random, "No", "Steady") : "No");
            }
            csv.append(',')
                    .append(pick(random, "No", "Steady", "Up", "Down"))
                    .append(",No,No,No,No,No,")
                    .append(pick(random, "No", "Ch"))
                    .append(",Yes,")
                    .append(isBack ? "<30" : "NO")
                    .append('\n');
        }
        return csv.toString();
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }
}
