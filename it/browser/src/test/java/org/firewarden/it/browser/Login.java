package org.firewarden.it.browser;

import com.microsoft.playwright.Page;

/** The pages between an app and its code, as a person uses them: each authorization server has its own. */
interface Login {

    /** Types name and password. */
    void signIn(Page page, String user);

    /** The same where a sign-in does not outlast an app that goes on without its user. */
    void signInAgain(Page page, String user);

    /** Looks for a patient by the family name and opens the one with this id. */
    void choosePatient(Page page, String family, String id);

    /** Lets the app in with all that is offered. */
    void allow(Page page);

    /** Does not let the app in. */
    void deny(Page page);

    /** Ends what the person has let the app do, in the same browser. */
    void endAccess(Page page, String app);
}
