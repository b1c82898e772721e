package org.firewarden.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The one browser of all tests. Each context begins without cookies and reaches this machine only. */
final class Chromium {

    private static final double LONGEST_WAIT_MILLIS = 20_000;
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost");
    private static final Browser BROWSER = launch();

    private Chromium() {}

    static BrowserContext open() {
        BrowserContext context = BROWSER.newContext(new Browser.NewContextOptions().setViewportSize(1000, 800));
        context.setDefaultTimeout(LONGEST_WAIT_MILLIS);
        context.route("**/*", route -> {
            if (HERE.contains(URI.create(route.request().url()).getHost())) {
                route.resume();
            } else {
                route.abort();
            }
        });
        return context;
    }

    /** The driver and the browser end with this process. */
    private static Browser launch() {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(installed())
                        .setArgs(List.of(
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** No test of this module means anything without a browser, so there is no going on without one. */
    private static Path installed() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the profile e2e needs Chromium: apt-get install chromium"));
    }
}
