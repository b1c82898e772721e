package org.firewarden.gate.limits;

import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * The bounds of a request ({@code firewarden.limits.*}). Each has a default that no honest client reaches.
 *
 * @param body the largest body that is read
 * @param form the largest form that is read, of a search by POST
 * @param string the longest JSON string; binary content may fill the body (FHIR R4 datatypes.html: a string has at most 1 MB)
 * @param depth how deep JSON objects and arrays may nest, and the elements of a narrative
 * @param elements how many elements an array and how many members an object may have
 * @param entries how many entries a batch or transaction may have
 * @param address how many characters the address may have, with its query
 * @param parameters how many parameters a query may have
 * @param alternatives how many values joined by commas a parameter may have
 * @param includes how many {@code _include} and {@code _revinclude} a search may have
 * @param iterations how many of them may iterate
 * @param included how many resources are included in a page
 * @param page how many matches a page may have; a larger {@code _count} gets this many
 */
public record RequestLimits(
        DataSize body,
        DataSize form,
        DataSize string,
        int depth,
        int elements,
        int entries,
        int address,
        int parameters,
        int alternatives,
        int includes,
        int iterations,
        int included,
        int page) {

    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(512);
    private static final int DEEPEST = 500;

    /** Refuses bounds that would let nothing or anything through. */
    public RequestLimits {
        for (DataSize size : List.of(body, form, string)) {
            if (size.compareTo(DataSize.ofKilobytes(1)) < 0 || size.compareTo(LARGEST_BODY) > 0) {
                throw new IllegalArgumentException("firewarden.limits: a size is 1 KB to 512 MB: " + size);
            }
        }
        for (int number : new int[] {
            depth, elements, entries, address, parameters, alternatives, includes, iterations, included, page
        }) {
            if (number < 1) {
                throw new IllegalArgumentException("firewarden.limits: a limit is 1 at the least");
            }
        }
        if (depth > DEEPEST) {
            // Parsers recurse, and a thread has so much stack and no more.
            throw new IllegalArgumentException("firewarden.limits.depth is at most " + DEEPEST);
        }
    }

    /** The bounds of a server whose settings say nothing of them; a test holds the shipped settings against this. */
    public static RequestLimits standard() {
        return new RequestLimits(
                DataSize.ofMegabytes(16),
                DataSize.ofKilobytes(256),
                DataSize.ofMegabytes(1),
                128,
                50_000,
                2_000,
                8_192,
                100,
                500,
                16,
                4,
                1_000,
                200);
    }
}
