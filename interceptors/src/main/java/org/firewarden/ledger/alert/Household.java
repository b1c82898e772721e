package org.firewarden.ledger.alert;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.PrimitiveType;

/**
 * Who lives together, as far as two addresses tell: the same lines and the same postal code, or city where there is none. Spelling
 * counts but for case, accents and punctuation. Work addresses and old ones do not count.
 */
final class Household {

    private Household() {}

    /** The addresses at which somebody lives, in the form in which they are compared. */
    static List<String> of(List<Address> addresses) {
        return addresses.stream()
                .filter(address -> address.getUse() != Address.AddressUse.WORK
                        && address.getUse() != Address.AddressUse.OLD
                        && address.getUse() != Address.AddressUse.BILLING)
                .flatMap(address -> compared(address).stream())
                .distinct()
                .toList();
    }

    private static Optional<String> compared(Address address) {
        String lines = plain(String.join(
                " ", address.getLine().stream().map(PrimitiveType::getValue).toList()));
        String place = Stream.of(address.getPostalCode(), address.getCity())
                .filter(part -> part != null && !plain(part).isEmpty())
                .findFirst()
                .map(Household::plain)
                .orElse("");
        return lines.isEmpty() || place.isEmpty() ? Optional.empty() : Optional.of(lines + "|" + place);
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
