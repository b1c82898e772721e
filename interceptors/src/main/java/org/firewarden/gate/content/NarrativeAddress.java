package org.firewarden.gate.content;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges the addresses in a narrative. A link may lead to the web, to mail or within the record, and to nothing that a browser
 * would run. An image comes with the narrative: from a contained resource ({@code #id}) or as {@code data:} of a raster
 * format; one from elsewhere would tell its host who reads which record.
 */
final class NarrativeAddress {

    private static final Set<String> SCHEMES_OF_LINKS = Set.of("http", "https", "mailto", "tel", "urn");

    /** Browsers drop control characters and blanks within a scheme, and read a backslash as a slash. */
    private static final Pattern MISLEADING = Pattern.compile("[\\p{Cntrl}\\p{Z}\\p{Cf}\\\\]");

    private static final Pattern EMBEDDED_IMAGE =
            Pattern.compile("data:image/(?:png|gif|jpeg|webp|bmp);base64,[A-Za-z0-9+/=\\s]*");

    private static final Pattern LOCAL = Pattern.compile("#[A-Za-z0-9.\\-_]{1,64}");

    private NarrativeAddress() {}

    static boolean isHarmlessLink(String address) {
        String link = address.strip();
        if (MISLEADING.matcher(link).find()) {
            return false;
        }
        int colon = link.indexOf(':');
        int end = firstOf(link, "/?#");
        boolean hasScheme = colon >= 0 && (end < 0 || colon < end);
        return !hasScheme || SCHEMES_OF_LINKS.contains(link.substring(0, colon).toLowerCase(Locale.ROOT));
    }

    static boolean isHarmlessImage(String address) {
        return LOCAL.matcher(address).matches()
                || EMBEDDED_IMAGE.matcher(address).matches();
    }

    /** A reference to something within the same narrative or resource. */
    static boolean isLocal(String address) {
        return LOCAL.matcher(address).matches();
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
