package org.firewarden.smart.page;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The stylesheet of all pages: readable, high in contrast, with a visible focus (WCAG 2.2: 1.4.3, 1.4.11, 2.4.7, 2.5.8). */
@RestController
public final class StylesheetController {

    private static final String CSS = """
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --line: #6a737d; --act: #0b57d0; --no: #a4262c; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e8eaed; --paper: #17191c; --line: #9aa0a6; --act: #8ab4f8; --no: #f28b82; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; font: 100%/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; }
        h2 { font-size: 1.15rem; }
        fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem; padding: .5rem 1rem 1rem; }
        fieldset fieldset { border: 0; margin: 0 0 0 1.9rem; padding: 0; }
        legend { font-weight: 600; padding: 0 .25rem; }
        fieldset fieldset legend { font-weight: 400; padding: 0; }
        ul { list-style: none; margin: 0; padding: 0; }
        li { margin: .25rem 0; }
        label { display: inline-block; padding: .25rem 0; }
        li > label { display: flex; align-items: flex-start; }
        li > label input { flex: none; }
        input[type=checkbox], input[type=radio] { width: 1.25rem; height: 1.25rem; margin: 0 .4rem 0 0; vertical-align: -.2rem; }
        input[type=text], input[type=password], textarea, select { font: inherit; width: 100%; padding: .5rem; border: 1px solid var(--line); border-radius: .25rem; }
        button { font: inherit; min-height: 2.75rem; padding: .5rem 1.25rem; margin: 0 .5rem .5rem 0; cursor: pointer;
          border: 2px solid var(--act); border-radius: .35rem; background: var(--paper); color: var(--act); }
        svg.qr { display: block; width: 15rem; max-width: 100%; height: auto; }
        code { overflow-wrap: anywhere; }
        button.main { background: var(--act); color: var(--paper); }
        button.end { border-color: var(--no); color: var(--no); }
        :focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
        .note { border-left: .3rem solid var(--line); padding-left: .75rem; }
        .note strong { display: block; }
        .alert { border-left: .3rem solid var(--no); padding-left: .75rem; }
        """;

    @GetMapping(path = Page.STYLESHEET)
    ResponseEntity<String> stylesheet() {
        return ResponseEntity.ok()
                .contentType(MediaType.valueOf("text/css;charset=UTF-8"))
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .body(CSS);
    }
}
