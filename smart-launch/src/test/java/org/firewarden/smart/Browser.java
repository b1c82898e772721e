package org.firewarden.smart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A person with a browser: follows links, keeps cookies, fills in forms, and goes no further when it would leave the server. What a
 * page shows and does not show is looked at by the tests.
 */
public final class Browser {

    private static final Pattern FIELD = Pattern.compile("<input[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]*)\"[^>]*>");

    private final String base;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final List<String> ticked = new ArrayList<>();
    private HttpResponse<String> page;

    /** A browser that has just been opened and looks at nothing. */
    public Browser(String base) {
        this.base = base;
        this.page = raw(HttpRequest.newBuilder(URI.create(base + "/login")).build());
    }

    /** Goes to an address and on, as long as the server redirects to itself. */
    public Browser open(String address) {
        return follow(raw(get(address)));
    }

    /** Follows a link of the page. */
    public Browser goTo(String link) {
        return open(page.uri().resolve(link).toString());
    }

    /** Sends a form that no page has shown, and follows. */
    public Browser post(String address, Map<String, String> form) {
        return follow(raw(form(address, encode(form))));
    }

    /** Signs in on the page that is shown. */
    public Browser signIn(String user, String password) {
        return submit(Map.of("username", user, "password", password));
    }

    /** Sends the first form of the page with what it holds, ticked boxes and hidden fields, and these fields besides. */
    public Browser submit(Map<String, String> fields) {
        return submit(0, fields, List.of());
    }

    /**
     * Sends a form of the page.
     *
     * @param number which form, from 0
     * @param fields what is filled in
     * @param unticked values of boxes that are unticked before
     */
    public Browser submit(int number, Map<String, String> fields, List<String> unticked) {
        List<String> pairs = held(number, fields, unticked);
        fields.forEach((name, value) -> pairs.add(pair(name, value)));
        ticked.clear();
        return follow(raw(form(action(number), String.join("&", pairs))));
    }

    /** Ticks a box of the page, which the next form is sent with. */
    public Browser tick(String value) {
        ticked.add(value);
        return this;
    }

    /** The text of the page. */
    public String body() {
        return page.body();
    }

    /** The status of the page, or of the answer that leaves the server. */
    public int status() {
        return page.statusCode();
    }

    /** A header of the page. */
    public String header(String name) {
        return page.headers().firstValue(name).orElse("");
    }

    /** Where the page is. */
    public String address() {
        return page.uri().toString();
    }

    /** Where the browser would go when it leaves the server, or an empty text. */
    public String leavingFor() {
        return header("Location");
    }

    /** What is told to the app by the address the browser leaves for. */
    public Map<String, String> answer() {
        Map<String, String> parameters = new HashMap<>();
        String query = leavingFor().replaceFirst("^[^?]*\\?", "");
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    /** The values of the boxes on the page. */
    public List<String> boxes() {
        List<String> values = new ArrayList<>();
        for (Map<String, String> input : inputs(page.body())) {
            if ("checkbox".equals(input.get("type")) || "radio".equals(input.get("type"))) {
                values.add(String.valueOf(input.get("value")));
            }
        }
        return values;
    }

    /** A cookie's value, or an empty text. */
    public String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    /** Takes a cookie on, as somebody does to whom one was given. */
    public void setCookie(String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create(base), cookie);
    }

    private Browser follow(HttpResponse<String> answer) {
        HttpResponse<String> next = answer;
        for (int i = 0; i < 10 && next.statusCode() / 100 == 3; i++) {
            URI to = next.uri().resolve(next.headers().firstValue("Location").orElseThrow());
            if (!to.toString().startsWith(base)) {
                break;
            }
            next = raw(get(to.toString()));
        }
        page = next;
        return this;
    }

    private List<String> held(int number, Map<String, String> fields, List<String> unticked) {
        List<String> pairs = new ArrayList<>();
        for (Map<String, String> input : inputs(formMarkup(number))) {
            String type = input.getOrDefault("type", "text");
            String name = input.get("name");
            boolean isTicked = input.containsKey("checked") || ticked.contains(String.valueOf(input.get("value")));
            boolean isHeld = type.equals("hidden") || (type.equals("checkbox") && isTicked);
            if (name != null && isHeld && !fields.containsKey(name) && !unticked.contains(input.get("value"))) {
                pairs.add(pair(name, unescape(input.getOrDefault("value", ""))));
            }
        }
        return pairs;
    }

    private String action(int number) {
        Matcher form = FORM.matcher(page.body());
        for (int i = 0; i <= number; i++) {
            if (!form.find()) {
                throw new AssertionError("the page has no such form: " + page.body());
            }
        }
        return page.uri().resolve(unescape(form.group(1))).toString();
    }

    private String formMarkup(int number) {
        String[] forms = page.body().split("<form", -1);
        if (forms.length <= number + 1) {
            throw new AssertionError("the page has no such form: " + page.body());
        }
        return forms[number + 1];
    }

    private static List<Map<String, String>> inputs(String markup) {
        List<Map<String, String>> inputs = new ArrayList<>();
        Matcher field = FIELD.matcher(markup);
        while (field.find()) {
            Map<String, String> attributes = new HashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(field.group());
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            if (field.group().contains(" checked")) {
                attributes.put("checked", "checked");
            }
            inputs.add(attributes);
        }
        return inputs;
    }

    private HttpRequest get(String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .build();
    }

    private HttpRequest form(String address, String body) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> raw(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(Map<String, String> form) {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> pairs.add(pair(name, value)));
        return String.join("&", pairs);
    }

    private static String pair(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
