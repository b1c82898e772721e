package org.firewarden.deid.engine.text;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Set;
import org.firewarden.deid.engine.place.Territories;
import org.firewarden.deid.engine.place.ZipAreas;
import org.firewarden.deid.engine.text.Tokens.Kind;

/**
 * Finds what has a form: e-mail, URL, IP, telephone, SSN, numbers behind a word that says what they are, street addresses, ZIP
 * codes, and each number that is too long to be a measurement. One walk over the tokens, so it takes time in proportion to them.
 */
final class PatternLayer {

    private static final int LONG_NUMBER = 6;
    private static final int LONGEST_WALK = 60;
    private static final String ID = "[ID]";
    private static final Set<String> NUMBER_WORDS =
            Set.of("number", "no", "num", "id", "nr", "plate", "security", "is", "was");
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private final TextContext context;
    private final Tokens tokens;
    private final Territories territories;
    private final ZipAreas areas;

    PatternLayer(TextContext context, Tokens tokens, Territories territories, ZipAreas areas) {
        this.context = context;
        this.tokens = tokens;
        this.territories = territories;
        this.areas = areas;
    }

    /** What must be claimed before dates are looked for: strings without spaces, and telephone numbers. */
    void claimFirst() {
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.is(i, Kind.SIGN)) {
                sign(i);
            } else if (!tokens.isClaimed(i) && tokens.is(i, Kind.NUMBER)) {
                if (!ip(i)) {
                    grouped(i);
                }
            }
        }
    }

    /** What is left over. */
    void claimRest() {
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.is(i, Kind.WORD) || tokens.is(i, Kind.MIXED)) {
                cue(i);
            }
        }
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.isClaimed(i)) {
                continue;
            }
            if (tokens.is(i, Kind.NUMBER)) {
                if (!address(i) && !zip(i)) {
                    number(i);
                }
            } else if (tokens.is(i, Kind.MIXED)) {
                mixed(i);
            } else if (tokens.is(i, Kind.WORD)) {
                box(i);
            }
        }
    }

    private void sign(int i) {
        char sign = tokens.text().chars()[tokens.start(i)];
        if (sign == '@' && i > 0 && tokens.touchesNext(i - 1) && tokens.touchesNext(i)) {
            solid(i, "[EMAIL]");
        } else if (sign == ':' && tokens.isSign(i + 1, '/') && tokens.isSign(i + 2, '/')) {
            solid(i, "[URL]");
        } else if (sign == ':' && SCHEMES.contains(tokens.word(i - 1)) && tokens.touchesNext(i)) {
            solid(i, "[URL]");
        } else if (sign == '.' && i > 0 && tokens.touchesNext(i - 1) && tokens.touchesNext(i)) {
            String domain = tokens.word(i + 1);
            boolean isHost = tokens.word(i - 1).equals("www")
                    || (Words.TOP_DOMAINS.contains(domain)
                            && tokens.length(i - 1) > 2
                            && !tokens.is(i - 1, Kind.NUMBER)
                            && !tokens.isCapital(i + 1));
            if (isHost && !tokens.isClaimed(i)) {
                solid(i, "[URL]");
            }
        } else if (sign == ':'
                && i > 0
                && isHex(i - 1)
                && isHex(i + 1)
                && tokens.isSign(i + 2, ':')
                && isHex(i + 3)
                && tokens.length(i - 1) + tokens.length(i + 1) + tokens.length(i + 3) > 6) {
            solid(i, "[IP]");
        }
    }

    private static final Set<String> BOXES = Set.of("p", "o", "po", "post", "office");
    private static final Set<String> SCHEMES = Set.of("mailto", "tel", "fax", "urn", "data");

    private boolean isHex(int i) {
        return (tokens.is(i, Kind.MIXED) || tokens.is(i, Kind.NUMBER) || tokens.is(i, Kind.WORD))
                && tokens.length(i) <= 4
                && tokens.string(i).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** Claims all that hangs together with a sign without a space between. */
    private void solid(int i, String replacement) {
        int from = i;
        while (from > 0 && tokens.touchesNext(from - 1) && !isBracket(from - 1) && !tokens.isClaimed(from - 1)) {
            from--;
        }
        int to = i + 1;
        while (to < tokens.count() && tokens.touchesNext(to - 1) && !isBracket(to)) {
            to++;
        }
        while (to - 1 > i && (tokens.isSign(to - 1, '.') || tokens.isSign(to - 1, ',') || tokens.isSign(to - 1, ';'))) {
            to--;
        }
        tokens.claim(from, to, replacement);
    }

    private boolean isBracket(int i) {
        return tokens.isSign(i, '<')
                || tokens.isSign(i, '>')
                || tokens.isSign(i, '(')
                || tokens.isSign(i, ')')
                || tokens.isSign(i, '"')
                || tokens.isSign(i, '[')
                || tokens.isSign(i, ']');
    }

    private boolean ip(int i) {
        for (int part = 0; part < 4; part++) {
            int at = i + part * 2;
            if (!tokens.isNumber(at, 1, 3)
                    || tokens.number(at) > 255
                    || (part < 3
                            && !(tokens.touchesNext(at) && tokens.isSign(at + 1, '.') && tokens.touchesNext(at + 1)))) {
                return false;
            }
        }
        tokens.claim(i, i + 7, "[IP]");
        return true;
    }

    /** Groups of digits: an SSN, a telephone number. */
    private void grouped(int i) {
        int from = i;
        if (tokens.isSign(from - 1, '(')) {
            from--;
        }
        if (tokens.isSign(from - 1, '+')) {
            from--;
        }
        StringBuilder groups = new StringBuilder();
        StringBuilder digits = new StringBuilder();
        int at = i;
        int to = i;
        boolean hasSeparator = false;
        while (at < tokens.count() && at < i + LONGEST_WALK && digits.length() < 16) {
            if (tokens.is(at, Kind.NUMBER) && !tokens.isClaimed(at)) {
                if (at > i && !hasSeparator && tokens.start(at) - tokens.end(at - 1) > 1) {
                    break;
                }
                digits.append(tokens.string(at));
                groups.append(tokens.length(at));
                to = at + 1;
                hasSeparator = false;
            } else if (tokens.isSign(at, '-')
                    || tokens.isSign(at, '.')
                    || tokens.isSign(at, '(')
                    || tokens.isSign(at, ')')) {
                hasSeparator = true;
            } else {
                break;
            }
            if (tokens.startsLine(at + 1)) {
                break;
            }
            at++;
        }
        String form = groups.toString();
        if (form.equals("324") && !tokens.isSign(i + 1, '.')) {
            tokens.claim(i, to, "[SSN]");
        } else if (isPhone(form, digits.toString(), tokens.isSign(from, '+'), i)) {
            if (tokens.word(to).equals("x") || tokens.word(to).startsWith("ext")) {
                int number = tokens.isSign(to + 1, '.') ? to + 2 : to + 1;
                to = tokens.is(number, Kind.NUMBER) ? number + 1 : to;
            } else if (tokens.is(to, Kind.MIXED) && tokens.lower(to).matches("x\\d{1,6}")) {
                to++;
            }
            tokens.claim(Math.max(0, from), to, "[PHONE]");
        }
    }

    private boolean isPhone(String form, String digits, boolean isInternational, int i) {
        switch (form) {
            case "334", "1334", "3334", "343", "3322", "364", "37" -> {
                return digits.length() >= 10;
            }
            case "34" -> {
                return tokens.isSign(i + 1, '-')
                        || tokens.isSign(i + 1, '.') && tokens.length(i + 2) == 4 && isAfterPhoneWord(i)
                        || isAfterPhoneWord(i);
            }
            default -> {
                if (form.length() == 1 && digits.length() == 10 && isAfterPhoneWord(i)) {
                    return true;
                }
                return (isInternational || isAfterPhoneWord(i))
                        && digits.length() >= 7
                        && digits.length() <= 15
                        && isPossible(isInternational ? "+" + digits : digits);
            }
        }
    }

    private static boolean isPossible(String number) {
        return PHONES.isPossibleNumber(number, "US");
    }

    private static final Set<String> PHONE_WORDS = Set.of(
            "phone", "tel", "telephone", "cell", "mobile", "fax", "pager", "call", "at", "home", "work", "contact");

    private boolean isAfterPhoneWord(int i) {
        for (int back = i - 1; back >= Math.max(0, i - 4); back--) {
            if (PHONE_WORDS.contains(tokens.word(back))) {
                return true;
            }
        }
        return false;
    }

    /** A number behind a word that says of what it is. */
    private void cue(int i) {
        String word = tokens.word(i);
        String replacement = word.equals(Vocabulary.NO_WORD) ? null : Words.ID_CUES.get(word);
        if (replacement == null) {
            return;
        }
        int at = i + 1;
        int limit = i + 7;
        boolean isSure = replacement.equals("[MRN]") && tokens.word(i).equals("mrn") || replacement.equals("[SSN]");
        while (at < limit
                && (tokens.isSign(at, '#')
                        || tokens.isSign(at, ':')
                        || tokens.isSign(at, '.')
                        || tokens.isSign(at, '/')
                        || NUMBER_WORDS.contains(tokens.word(at))
                        || Words.ID_CUES.containsKey(tokens.word(at)))) {
            isSure |= !tokens.word(at).equals("is")
                    && !tokens.word(at).equals("was")
                    && !tokens.isSign(at, '.')
                    && !tokens.isSign(at, '/')
                    && !Words.ID_CUES.containsKey(tokens.word(at));
            at++;
        }
        if (replacement.equals("[SSN]")) {
            while (at < limit && !tokens.is(at, Kind.NUMBER) && at < i + 6) {
                at++;
            }
        }
        if (!isSure && !(hasDigit(at) && tokens.length(at) >= 5)) {
            return;
        }
        int to = at;
        while (to < tokens.count() && (to == at || tokens.touchesNext(to - 1)) && to < at + 12) {
            if (tokens.is(to, Kind.SIGN)
                    && !tokens.isSign(to, '-')
                    && !tokens.isSign(to, '/')
                    && !tokens.isSign(to, '.')
                    && !tokens.isSign(to, '_')) {
                break;
            }
            to++;
        }
        while (to > at && tokens.is(to - 1, Kind.SIGN)) {
            to--;
        }
        boolean isNumber = false;
        for (int each = at; each < to; each++) {
            isNumber |= hasDigit(each);
        }
        // "Tag: ABC 123", "License 7XK 421": two groups of a plate.
        if (isNumber || replacement.equals("[VEHICLE]")) {
            if (replacement.equals("[VEHICLE]")
                    && to > at
                    && (hasDigit(to) || tokens.isSign(to, '-'))
                    && !tokens.startsLine(to)) {
                to = tokens.isSign(to, '-') ? to + 2 : to + 1;
                isNumber = true;
            }
            if (isNumber && to > at && to <= tokens.count() && !tokens.isClaimed(at)) {
                tokens.claim(at, to, replacement);
            }
        }
    }

    private boolean hasDigit(int i) {
        return tokens.is(i, Kind.NUMBER) || tokens.is(i, Kind.MIXED);
    }

    /** 7 Elm Street, 123 N Main St Apt 4B. */
    private boolean address(int i) {
        if (!tokens.isNumber(i, 1, 6) || tokens.isSign(i - 1, '.') || tokens.isSign(i - 1, '/')) {
            return false;
        }
        int at = i + 1;
        int capitals = 0;
        while (at < i + 6 && (tokens.is(at, Kind.WORD) || tokens.is(at, Kind.MIXED) || tokens.isSign(at, '.'))) {
            String word = tokens.word(at);
            boolean isLast = Words.SURE_STREETS.contains(word)
                    || (Words.STREETS.contains(word) && tokens.isCapital(at) && capitals > 0 && isAddressAfter(at));
            if (isLast && at > i + 1 && capitals > 0) {
                tokens.claim(i, home(at + 1), "[ADDRESS]");
                return true;
            }
            if (!tokens.isSign(at, '.') && !tokens.isCapital(at) && !tokens.is(at, Kind.MIXED)) {
                return false;
            }
            capitals += tokens.isSign(at, '.') ? 0 : 1;
            at++;
        }
        return false;
    }

    private boolean isAddressAfter(int at) {
        return tokens.isSign(at + 1, ',')
                || Words.UNITS_OF_HOME.contains(tokens.word(at + 1))
                || Words.PLACE_CUES.contains(tokens.word(at + 1))
                || at + 1 >= tokens.count()
                || tokens.startsLine(at + 1)
                || tokens.isSign(at + 1, '.');
    }

    private int home(int end) {
        int at = end;
        if (tokens.isSign(at, '.') || tokens.isSign(at, ',')) {
            at++;
        }
        boolean isUnit = Words.UNITS_OF_HOME.contains(tokens.word(at));
        if (!isUnit && !tokens.isSign(at, '#')) {
            return end;
        }
        at++;
        while (tokens.isSign(at, '.') || tokens.isSign(at, '#')) {
            at++;
        }
        return hasDigit(at) || (tokens.is(at, Kind.WORD) && tokens.length(at) == 1) ? at + 1 : end;
    }

    /** P.O. Box 12. */
    private void box(int i) {
        if (tokens.word(i).equals("box") && tokens.is(i + 1, Kind.NUMBER)) {
            int from = i;
            while (from > 0
                    && from > i - 5
                    && (tokens.isSign(from - 1, '.') || BOXES.contains(tokens.word(from - 1)))) {
                from--;
            }
            if (from < i) {
                tokens.claim(from, i + 2, "[ADDRESS]");
            }
        }
    }

    private boolean zip(int i) {
        if (!tokens.isNumber(i, 5, 5) && !tokens.isNumber(i, 9, 9)) {
            return false;
        }
        String before = tokens.string(tokens.isSign(i - 1, ',') ? i - 2 : i - 1);
        boolean isZip = territories.state(before).isPresent()
                || tokens.word(i - 1).equals("zip")
                || tokens.word(i - 1).equals("code")
                || (tokens.isSign(i - 1, ':')
                        && (tokens.word(i - 2).equals("zip")
                                || tokens.word(i - 2).equals("code")));
        boolean hasFour = tokens.isSign(i + 1, '-') && tokens.isNumber(i + 2, 4, 4) && tokens.touchesNext(i);
        if (!isZip && !hasFour) {
            return false;
        }
        int to = hasFour ? i + 3 : i + 1;
        if (context.keepsPlaces()) {
            tokens.keep(i, to);
        } else {
            tokens.claim(i, to, areas.generalize(tokens.string(i)));
        }
        return true;
    }

    private void number(int i) {
        if (tokens.length(i) >= LONG_NUMBER) {
            boolean isFraction =
                    tokens.isSign(i - 1, '.') && tokens.touchesNext(i - 1) && tokens.is(i - 2, Kind.NUMBER);
            if (!isFraction || tokens.length(i) > 16) {
                tokens.claim(i, i + 1, ID);
            }
        } else if (tokens.length(i) == 5 && tokens.string(i).startsWith("0")) {
            tokens.claim(i, i + 1, context.keepsPlaces() ? "[ZIP]" : areas.generalize(tokens.string(i)));
        } else if (tokens.length(i) == 5 && !isMeasured(i)) {
            tokens.claim(i, i + 1, ID);
        }
    }

    private boolean isMeasured(int i) {
        return tokens.isSign(i + 1, '/')
                || tokens.isSign(i + 1, '%')
                || (tokens.isSign(i - 1, '.') && tokens.touchesNext(i - 1))
                || (tokens.isSign(i + 1, '.') && tokens.touchesNext(i))
                || MEASURES.contains(tokens.word(i + 1));
    }

    private static final Set<String> MEASURES = Set.of(
            "units",
            "unit",
            "iu",
            "mg",
            "mcg",
            "ml",
            "cells",
            "copies",
            "u",
            "k",
            "steps",
            "per",
            "ng",
            "pg",
            "cfu",
            "colonies",
            "x",
            "cc",
            "g",
            "kcal",
            "calories",
            "dollars",
            "usd");

    /** Letters and digits: a grade, a vitamin and a dose stay, an id goes. */
    private void mixed(int i) {
        String text = tokens.string(i);
        int digits = (int) text.chars().filter(Character::isDigit).count();
        boolean isDose = text.matches("\\d{1,5}[A-Za-z]{1,4}")
                && MEASURES.contains(text.replaceAll("\\d", "").toLowerCase(java.util.Locale.ROOT));
        boolean isShort = text.length() <= 6 && digits <= 3;
        if (!isDose && !isShort) {
            tokens.claim(i, i + 1, ID);
        }
    }
}
