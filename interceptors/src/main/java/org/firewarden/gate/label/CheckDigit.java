package org.firewarden.gate.label;

/** The check digits of code systems: a mistyped code in a table would leave what it means unlabelled, so it is refused. */
final class CheckDigit {

    /** The dihedral group of order ten: the multiplication of J. Verhoeff, Error Detecting Decimal Codes, 1969. */
    private static final String[] PRODUCTS = {
        "0123456789",
        "1234067895",
        "2340178956",
        "3401289567",
        "4012395678",
        "5987604321",
        "6598710432",
        "7659821043",
        "8765932104",
        "9876543210"
    };

    private static final String[] PERMUTATIONS = {
        "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"
    };

    private CheckDigit() {}

    /** True if the last digit checks the others, as in each SNOMED CT identifier. */
    static boolean isVerhoeff(String digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            check = PRODUCTS[check].charAt(PERMUTATIONS[i % PERMUTATIONS.length].charAt(digit) - '0') - '0';
        }
        return check == 0;
    }

    /** True if the digit after the hyphen checks those before it, as in each LOINC code. */
    static boolean isLuhn(String code) {
        int sum = 0;
        int hyphen = code.indexOf('-');
        for (int i = 0; i < hyphen; i++) {
            int digit = code.charAt(hyphen - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10 == code.charAt(hyphen + 1) - '0';
    }
}
