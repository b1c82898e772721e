package org.firewarden.gate.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.firewarden.gate.decision.Confidentiality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensitivityTableTest {

    private static final String STATEMENTS = "# Source: a test\n# Version: 1\n# Licence: none\n";
    private static final String COLUMNS = "system\tcode\tlabels\tconfidentiality\tmeaning\n";
    private static final String SCT = "http://snomed.info/sct";
    private static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";

    private static SensitivityTable table(String lines) {
        return SensitivityTable.of(Map.of("t.tsv", STATEMENTS + COLUMNS + lines.replace('|', '\t')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://snomed.info/sct;86406008;R HIV",
                "http://snomed.info/sct/731000124108;86406008;R HIV",
                "urn:oid:2.16.840.1.113883.6.96;86406008;R HIV",
                "http://snomed.info/sct;706893006;V SDV VIO",
                "http://snomed.info/sct;61480009;R 42CFRPart2 ETH SUD",
                "http://hl7.org/fhir/sid/icd-10-cm;B20;R HIV",
                "http://hl7.org/fhir/sid/icd-10-cm;Z21;R HIV",
                "http://hl7.org/fhir/sid/icd-10-cm;F10.20;R ETH ETHUD SUD",
                "http://hl7.org/fhir/sid/icd-10-cm;F1120;R ETH OPIOIDUD SUD",
                "http://hl7.org/fhir/sid/icd-10-cm;f14.1;R ETH SUD",
                "http://hl7.org/fhir/sid/icd-10-cm;F19.99;R ETH SUD",
                "http://hl7.org/fhir/sid/icd-10-cm;F32.9;R MH PSY",
                "http://hl7.org/fhir/sid/icd-10-cm;F91.1;R EMOTDIS MH PSY",
                "http://hl7.org/fhir/sid/icd-10-cm;F99;R MH PSY",
                "http://hl7.org/fhir/sid/icd-10-cm;T74.11XA;V SDV VIO",
                "http://hl7.org/fhir/sid/icd-10-cm;O04.5;R SEX",
                "http://hl7.org/fhir/sid/icd-10-cm;A51.0;R SEX STD",
                "http://hl7.org/fhir/sid/icd-10-cm;Y04.0XXA;R VIO",
                "http://hl7.org/fhir/sid/icd-10-cm;Y07.0;V SDV VIO",
                "http://hl7.org/fhir/sid/icd-10;B24;R HIV",
                "http://hl7.org/fhir/sid/icd-10-cm;D57.1;R GDIS SCA SICKLE",
                "http://loinc.org;7917-8;R HIV",
                "http://www.nlm.nih.gov/research/umls/rxnorm;476556;R HIV",
                "http://hl7.org/fhir/sid/cvx;61;R HIV"
            })
    void shippedTablesKnowSensitiveCodes(String system, String code, String labels) {
        assertThat(SensitivityTable.shipped().labels(system, code).toText()).isEqualTo(labels);
    }

    @ParameterizedTest
    @CsvSource({
        "http://snomed.info/sct,44054006", // diabetes
        "http://hl7.org/fhir/sid/icd-10-cm,F17.210", // nicotine dependence
        "http://hl7.org/fhir/sid/icd-10-cm,B19.9", // viral hepatitis
        "http://hl7.org/fhir/sid/icd-10-cm,B25.9", // cytomegalovirus
        "http://hl7.org/fhir/sid/icd-10-cm,B2",
        "http://hl7.org/fhir/sid/icd-10-cm,A65",
        "http://hl7.org/fhir/sid/icd-10-cm,I10",
        "http://hl7.org/fhir/sid/icd-10-cm,O09.9",
        "http://loinc.org,718-7",
        "http://example.org/own,86406008"
    })
    void whatIsNotSensitiveHasNoLabel(String system, String code) {
        assertThat(SensitivityTable.shipped().labels(system, code)).isEqualTo(Labels.NONE);
    }

    @Test
    void theShippedTablesAreOfAUsefulSize() {
        assertThat(SensitivityTable.shipped().size()).isGreaterThan(350);
    }

    @Test
    void overlappingRulesAddUp() {
        SensitivityTable table = table("icd-10-cm|F10-F19|SUD|R|all\nicd-10-cm|F11|OPIOIDUD|V|opioids\n");

        assertThat(table.labels(ICD, "F11.1")).isEqualTo(new Labels(Set.of("SUD", "OPIOIDUD"), Confidentiality.V));
        assertThat(table.labels(ICD, "F12.1")).isEqualTo(new Labels(Set.of("SUD"), Confidentiality.R));
    }

    @Test
    void aCodeOfASystemWithoutHierarchyIsNotAPrefix() {
        assertThat(table("snomed|7200002|SUD|R|alcoholism\n").labels(SCT, "72000020"))
                .isEqualTo(Labels.NONE);
    }

    @Test
    void theHashTellsTablesApart() {
        String one = table("icd-10-cm|F10|SUD|R|x\n").hash();

        assertThat(table("icd-10-cm|F10|SUD|R|x\n").hash()).isEqualTo(one);
        assertThat(table("icd-10-cm|F10|SUD|V|x\n").hash()).isNotEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cpt|99213|SUD|R|x;t.tsv line 5: the code system cpt is not known",
                "snomed|86406008|HVI|R|x;t.tsv line 5: not a sensitivity: 'HVI'",
                "snomed|86406008||R|x;t.tsv line 5: not a sensitivity: ''",
                "snomed|86406008|HIV|N|x;t.tsv line 5: the confidentiality must be R or V",
                "snomed|86406008|HIV|restricted|x;t.tsv line 5: the confidentiality must be R or V",
                "snomed|86406008|HIV|R| ;t.tsv line 5: has no meaning",
                "snomed|86406008|HIV|R;t.tsv line 5: has 4 fields, not 5",
                "snomed|86406008|HIV|R|x|y;t.tsv line 5: has 6 fields, not 5",
                "snomed|86406009|HIV|R|x;t.tsv line 5: 86406009 is not a code of SNOMED",
                "snomed|HIV|HIV|R|x;t.tsv line 5: HIV is not a code of SNOMED",
                "loinc|7917-9|HIV|R|x;t.tsv line 5: 7917-9 is not a code of LOINC",
                "rxnorm|0123|HIV|R|x;t.tsv line 5: 0123 is not a code of RXNORM",
                "cvx|6|HIV|R|x;t.tsv line 5: 6 is not a code of CVX",
                "icd-10-cm|F1|SUD|R|x;t.tsv line 5: F1 is not a code of ICD_10",
                "icd-10-cm|F19-F10|SUD|R|x;t.tsv line 5: F19-F10 is not a code of ICD_10",
                "icd-10-cm|F10-F19.1|SUD|R|x;t.tsv line 5: F10-F19.1 is not a code of ICD_10",
                "icd-10-cm|F10-F12-F19|SUD|R|x;t.tsv line 5: F10-F12-F19 is not a code of ICD_10",
                "rxnorm|10-20|SUD|R|x;t.tsv line 5: 10-20 is not a code of RXNORM"
            })
    void aLineThatCannotBeUsedIsRefusedWithItsPlace(String line, String reason) {
        assertThatThrownBy(() -> table(line + "\n"))
                .isInstanceOf(SensitivityTableException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aCodeThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> table("snomed|86406008|HIV|R|x\nsnomed|86406008|SUD|R|y\n"))
                .hasMessageContaining("t.tsv line 6: the code 86406008 stands at t.tsv line 5 already");
    }

    @Test
    void twoWaysToWriteACodeAreTheSameCode() {
        assertThatThrownBy(() -> table("icd-10-cm|Z71.41|SUD|R|x\nicd-10-cm|Z7141|SUD|R|y\n"))
                .hasMessageContaining("t.tsv line 6: the code Z7141 stands at t.tsv line 5 already");
    }

    @Test
    void otherColumnsAreRefused() {
        assertThatThrownBy(() -> SensitivityTable.of(
                        Map.of("t.tsv", STATEMENTS + "system\tcode\tlabels\tconfidentiality\tcomment\n")))
                .hasMessageContaining(
                        "t.tsv line 4: the columns must be system, code, labels, confidentiality, meaning");
    }

    @Test
    void aFileWithoutColumnsOrStatementsIsRefused() {
        assertThatThrownBy(() -> SensitivityTable.of(Map.of("t.tsv", "# Source: a test\n")))
                .hasMessageContaining("t.tsv: names no columns")
                .hasMessageContaining("t.tsv: lacks a line '# Version:'")
                .hasMessageContaining("t.tsv: lacks a line '# Licence:'");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> table("cpt|1|SUD|R|x\nsnomed|86406008|HVI|N|x\n"))
                .hasMessageContaining("line 5: the code system cpt")
                .hasMessageContaining("line 6: not a sensitivity: 'HVI'")
                .hasMessageContaining("line 6: the confidentiality must be R or V");
    }
}
