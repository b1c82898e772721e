package org.firewarden.deid.engine.text;

import org.firewarden.deid.engine.text.TextContext.Dates;
import org.firewarden.deid.engine.text.Tokens.Kind;

/** Finds dates and ages in the ways in which notes write them (45 CFR 164.514(b)(2)(i)(C)). */
final class DateLayer {

    private static final int NINETY = 90;
    private static final int FIRST_YEAR = 1850;
    private static final int LAST_YEAR = 2149;
    private static final String AGE = "90+";

    private final TextContext context;
    private final Tokens tokens;

    DateLayer(TextContext context, Tokens tokens) {
        this.context = context;
        this.tokens = tokens;
    }

    void claim() {
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.isClaimed(i)) {
                continue;
            }
            if (tokens.is(i, Kind.NUMBER)) {
                number(i);
            } else if (tokens.is(i, Kind.WORD)) {
                word(i);
            } else if (tokens.is(i, Kind.MIXED)) {
                mixed(i);
            }
        }
    }

    private void number(int i) {
        if (!separated(i) && !dayMonth(i) && !compact(i) && !age(i)) {
            year(i);
        }
    }

    /** 2019-05-03, 5/3/2019, 5.3.19, 5/3, 2019-05, 5/2019. */
    private boolean separated(int i) {
        char sign = separator(i);
        if (sign == 0 || !tokens.isNumber(i, 1, 4) || !(tokens.isNumber(i + 2, 1, 4) || isTimeTail(i + 2))) {
            return false;
        }
        int a = tokens.number(i);
        int b = leading(i + 2);
        boolean isThree = separator(i + 2) == sign && (tokens.isNumber(i + 4, 1, 4) || isTimeTail(i + 4));
        if (isThree) {
            int c = leading(i + 4);
            int end = i + 5;
            if (tokens.length(i) == 4 && isYear(a) && isMonth(b) && isDay(c)) {
                return date(i, timeEnd(end), a, b, c);
            }
            int year = tokens.length(i + 4) == 4 || isTimeTail(i + 4) ? c : century(c);
            if (tokens.length(i) <= 2 && isYear(year)) {
                if (isMonth(a) && isDay(b)) {
                    return date(i, timeEnd(end), year, a, b);
                }
                if (isDay(a) && isMonth(b)) {
                    return date(i, timeEnd(end), year, b, a);
                }
            }
            return false;
        }
        if (tokens.length(i) == 4 && isYear(a) && sign != '.' && isMonth(b) && tokens.length(i + 2) == 2) {
            return date(i, i + 3, a, b, 0);
        }
        if (tokens.length(i + 2) == 4 && isYear(b) && sign != '.' && isMonth(a)) {
            return date(i, i + 3, b, a, 0);
        }
        if (sign == '/' && isMonth(a) && isDay(b) && isDateByItsSurroundings(i)) {
            return date(i, i + 3, 0, a, b);
        }
        return false;
    }

    private boolean isDateByItsSurroundings(int i) {
        for (int back = i - 1; back >= Math.max(0, i - 4); back--) {
            String word = tokens.word(back);
            if (Words.SCORES.contains(word)) {
                return false;
            }
            if (Words.DATE_CUES.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** 3 May 2019, 3rd of May. */
    private boolean dayMonth(int i) {
        int day = tokens.number(i);
        if (!tokens.isNumber(i, 1, 2) || !isDay(day)) {
            return false;
        }
        int at = i + 1;
        while (tokens.isSign(at, '-') || tokens.word(at).equals("of")) {
            at++;
        }
        return monthAfterDay(i, at, day);
    }

    private boolean monthAfterDay(int i, int at, int day) {
        Integer month = Words.MONTHS.get(tokens.word(at));
        if (month == null || !(tokens.isCapital(at))) {
            return false;
        }
        int end = at + 1;
        while (tokens.isSign(end, '.') || tokens.isSign(end, ',') || tokens.isSign(end, '-')) {
            end++;
        }
        if (tokens.isNumber(end, 4, 4) && isYear(tokens.number(end))) {
            return date(i, timeEnd(end + 1), tokens.number(end), month, day);
        }
        if (tokens.isSign(end - 1, '-') && tokens.isNumber(end, 2, 2)) {
            return date(i, end + 1, century(tokens.number(end)), month, day);
        }
        return date(i, at + 1, 0, month, day);
    }

    /** 20190503, 20190503101500. */
    private boolean compact(int i) {
        if (!tokens.isNumber(i, 8, 8) && !tokens.isNumber(i, 12, 14)) {
            return false;
        }
        String digits = tokens.string(i);
        int year = Integer.parseInt(digits.substring(0, 4));
        int month = Integer.parseInt(digits.substring(4, 6));
        int day = Integer.parseInt(digits.substring(6, 8));
        return isYear(year) && isMonth(month) && isDay(day) && date(i, i + 1, year, month, day);
    }

    private void mixed(int i) {
        String text = tokens.lower(i);
        // 3rd May, 93yo, 2019-05-03T10:00 is three numbers of which the last is mixed.
        if (text.matches("\\d{1,2}(?:st|nd|rd|th)")
                && monthAfterDay(
                        i,
                        i + (tokens.word(i + 1).equals("of") ? 2 : 1),
                        Integer.parseInt(text.replaceAll("\\D", "")))) {
            return;
        }
        if (!context.keepsAges() && text.matches("\\d{2,3}(?:yo|yof|yom|y|yr|yrs|yoa|f|m)")) {
            int age = Integer.parseInt(text.replaceAll("\\D", ""));
            if (isOld(age)) {
                tokens.claim(i, i + 1, AGE + " " + text.replaceAll("\\d", ""));
            }
        }
        if (!context.keepsAges() && text.matches("9\\d(?:s|th|ies)")) {
            tokens.claim(i, i + 1, AGE);
        }
    }

    private void word(int i) {
        String word = tokens.word(i);
        if (word.equals(Vocabulary.NO_WORD)) {
            return;
        }
        if (!context.keepsAges() && Words.OLD.contains(word)) {
            int end = tokens.isSign(i + 1, '-')
                            && tokens.is(i + 2, Kind.WORD)
                            && word.equals("ninety")
                            && UNITS.contains(tokens.word(i + 2))
                    ? i + 3
                    : i + 1;
            if (end == i + 1 && UNITS.contains(tokens.word(i + 1)) && word.equals("ninety")) {
                end = i + 2;
            }
            tokens.claim(i, end, AGE);
            return;
        }
        if (!context.keepsAges() && word.equals("hundred") && isAgeAfter(i)) {
            tokens.claim(i, i + 1, AGE);
            return;
        }
        if (context.dates() == Dates.KEEP) {
            return;
        }
        Integer month = Words.MONTHS.get(word);
        if (month != null && tokens.isCapital(i) && month(i, month, word)) {
            return;
        }
        if (tokens.isCapital(i) && (Words.DAYS.contains(word) && word.length() > 3 || Words.HOLIDAYS.contains(word))) {
            tokens.claim(i, i + 1, "[DATE]");
        }
    }

    private static final java.util.Set<String> UNITS =
            java.util.Set.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "year", "years");

    private boolean isAgeAfter(int i) {
        for (int at = i + 1; at < i + 5; at++) {
            if (Words.AGE_UNITS.contains(tokens.word(at))) {
                return true;
            }
        }
        return false;
    }

    /** May 3, 2019; May 2019; May 3rd; in May. */
    private boolean month(int i, int month, String word) {
        int at = i + 1;
        while (tokens.isSign(at, '.')
                || tokens.isSign(at, ',')
                || tokens.isSign(at, '-')
                || tokens.word(at).equals("of")) {
            at++;
        }
        if (tokens.isNumber(at, 4, 4) && isYear(tokens.number(at))) {
            return date(i, timeEnd(at + 1), tokens.number(at), month, 0);
        }
        int day = tokens.isNumber(at, 1, 2)
                ? tokens.number(at)
                : tokens.is(at, Kind.MIXED) && tokens.lower(at).matches("\\d{1,2}(?:st|nd|rd|th)")
                        ? Integer.parseInt(tokens.lower(at).replaceAll("\\D", ""))
                        : 0;
        if (isDay(day)) {
            int end = at + 1;
            while (tokens.isSign(end, ',') || tokens.isSign(end, '-')) {
                end++;
            }
            if (tokens.isNumber(end, 4, 4) && isYear(tokens.number(end))) {
                return date(i, timeEnd(end + 1), tokens.number(end), month, day);
            }
            return date(i, at + 1, 0, month, day);
        }
        if (!Words.MONTHS_AND_WORDS.contains(word) || MONTH_CUES.contains(tokens.word(i - 1))) {
            return word.length() > 3 || MONTH_CUES.contains(tokens.word(i - 1)) ? date(i, i + 1, 0, month, 0) : false;
        }
        return false;
    }

    private static final java.util.Set<String> MONTH_CUES = java.util.Set.of(
            "in", "since", "until", "last", "next", "this", "early", "late", "mid", "of", "every", "by", "during");

    private boolean date(int from, int to, int year, int month, int day) {
        if (context.dates() == Dates.KEEP) {
            tokens.keep(from, Math.min(to, tokens.count()));
        } else {
            tokens.claim(from, Math.min(to, tokens.count()), context.date(year, month, day));
        }
        return true;
    }

    /** Takes the time of day behind a date along. */
    private int timeEnd(int end) {
        int at = end;
        if (tokens.word(at).equals("at") || tokens.isSign(at, ',')) {
            at++;
        }
        if (!tokens.isNumber(at, 1, 2) || !tokens.isSign(at + 1, ':')) {
            return tokens.isSign(end, ':') && tokens.touchesNext(end - 1) ? clock(end) : end;
        }
        return clock(at + 1);
    }

    private int clock(int colon) {
        int at = colon;
        while ((tokens.isSign(at, ':') || tokens.isSign(at, '.') || tokens.isSign(at, '+') || tokens.isSign(at, '-'))
                && (tokens.is(at + 1, Kind.NUMBER) || tokens.is(at + 1, Kind.MIXED))
                && tokens.touchesNext(at)) {
            at += 2;
        }
        String half = tokens.word(at);
        return half.equals("am") || half.equals("pm") ? at + 1 : at;
    }

    private boolean age(int i) {
        int age = tokens.number(i);
        if (context.keepsAges() || !tokens.isNumber(i, 2, 4) || age < NINETY) {
            return false;
        }
        int at = i + 1;
        while (tokens.isSign(at, '-')) {
            at++;
        }
        String unit = tokens.word(at);
        boolean isAge = isOld(age)
                && (Words.AGE_UNITS.contains(unit) && !unit.equals("y")
                        || unit.equals("y") && (tokens.isSign(at + 1, '/') || tokens.isSign(at + 1, '.'))
                        || AGE_CUES.contains(cue(i)));
        isAge |= unit.startsWith("month") && age >= NINETY * 12 || unit.startsWith("week") && age >= 4692;
        if (isAge) {
            tokens.claim(i, i + 1, AGE);
        }
        return isAge;
    }

    private static final java.util.Set<String> AGE_CUES = java.util.Set.of("age", "aged", "ages", "turning", "turned");

    private String cue(int i) {
        int back = i - 1;
        while (tokens.isSign(back, ':')
                || tokens.isSign(back, '=')
                || tokens.word(back).equals("of")
                || tokens.word(back).equals("is")) {
            back--;
        }
        return tokens.word(back);
    }

    private static boolean isOld(int age) {
        return age >= NINETY && age < 130;
    }

    /** A year by itself stays, unless it tells an age. */
    private void year(int i) {
        if (tokens.isNumber(i, 4, 4)
                && isYear(tokens.number(i))
                && !context.isPermitted(tokens.number(i))
                && separator(i) == 0) {
            tokens.claim(i, i + 1, "[DATE]");
        }
    }

    private char separator(int i) {
        if (!tokens.touchesNext(i) || !tokens.touchesNext(i + 1) || !tokens.is(i + 1, Kind.SIGN)) {
            return 0;
        }
        char sign = tokens.text().chars()[tokens.start(i + 1)];
        return sign == '-' || sign == '/' || sign == '.' ? sign : 0;
    }

    /** "03T10", as in an ISO date with a time. */
    private boolean isTimeTail(int i) {
        return tokens.is(i, Kind.MIXED) && tokens.string(i).matches("\\d{2,4}T\\d{2}");
    }

    private int leading(int i) {
        return isTimeTail(i)
                ? Integer.parseInt(
                        tokens.string(i).substring(0, tokens.string(i).indexOf('T')))
                : tokens.number(i);
    }

    private static int century(int year) {
        return year > 99 ? 0 : year <= 40 ? 2000 + year : 1900 + year;
    }

    private static boolean isYear(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    private static boolean isMonth(int month) {
        return month >= 1 && month <= 12;
    }

    private static boolean isDay(int day) {
        return day >= 1 && day <= 31;
    }
}
