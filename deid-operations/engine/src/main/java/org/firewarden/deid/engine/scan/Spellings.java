package org.firewarden.deid.engine.scan;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** In how many ways an identifier can be written. */
final class Spellings {

    /** How a spelling is to be met with, so that chance does not count. */
    enum Care {
        /** As a word of its own, whatever the case. */
        WORD,
        /** As a word of its own, in just this case. */
        EXACT_WORD,
        /** Anywhere, in just this case. */
        EXACT
    }

    private static final int ENCODED_FROM = 5;
    private static final int REVERSED_FROM = 5;

    private Spellings() {}

    /**
     * The spellings of an identifier with the care that each takes.
     *
     * @param isWord whether it is also a word that may stand in a text for itself
     */
    static Map<String, Care> of(String text, boolean isWord) {
        Map<String, Care> all = new LinkedHashMap<>();
        if (isWord) {
            // A word in small letters is no name where it stands in a text, and the name of a property where it does
            // not.
            all.put(text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1), Care.EXACT_WORD);
            all.put(text.toUpperCase(Locale.ROOT), Care.EXACT_WORD);
        } else {
            all.put(text.toLowerCase(Locale.ROOT), Care.WORD);
        }
        String reversed = new StringBuilder(text).reverse().toString();
        if (text.length() >= REVERSED_FROM && !reversed.equalsIgnoreCase(text)) {
            all.putIfAbsent(reversed.toLowerCase(Locale.ROOT), Care.WORD);
        }
        for (String form :
                new LinkedHashSet<>(List.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT)))) {
            String url = URLEncoder.encode(form, StandardCharsets.UTF_8);
            if (!url.equals(form)) {
                all.putIfAbsent(url, Care.EXACT_WORD);
                all.putIfAbsent(url.replace("+", "%20"), Care.EXACT_WORD);
            }
            if (form.length() >= ENCODED_FROM) {
                encoded(form, all);
            }
        }
        return all;
    }

    private static void encoded(String form, Map<String, Care> all) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(bytes);
        all.putIfAbsent(hex, Care.EXACT);
        all.putIfAbsent(hex.toUpperCase(Locale.ROOT), Care.EXACT);
        StringBuilder decimal = new StringBuilder();
        StringBuilder hexadecimal = new StringBuilder();
        form.codePoints().forEach(c -> {
            decimal.append("&#").append(c).append(';');
            hexadecimal.append("&#x").append(Integer.toHexString(c)).append(';');
        });
        all.putIfAbsent(decimal.toString(), Care.EXACT);
        all.putIfAbsent(hexadecimal.toString(), Care.EXACT);
        // Base64 looks different by where in a group of three bytes it begins; the characters that depend on others are
        // cut off.
        for (int shift = 0; shift < 3; shift++) {
            byte[] moved = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, moved, shift, bytes.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(moved);
            int from = (shift * 8 + 5) / 6;
            int to = moved.length * 8 / 6;
            if (to - from >= 6) {
                all.putIfAbsent(base64.substring(from, to), Care.EXACT);
            }
        }
    }
}
