package org.firewarden.server;

import java.util.List;
import java.util.Set;

/** What {@code java -jar firewarden.jar --help} says. */
final class CommandLine {

    private static final Set<String> HELP = Set.of("--help", "-h", "help");

    private static final String TEXT = """
        Firewarden, a FHIR R4 server that hospitals can let machine learning into.

        usage: java -jar firewarden.jar [--NAME=VALUE ...]

        --spring.profiles.active=demo            demo sign-ins and patients, on loopback only
        --server.port=8080                       also by the environment variable PORT
        --firewarden.public-base-url=URL         how clients reach the server
        --firewarden.tls.keystore=FILE           PKCS#12; with it the server speaks TLS, without it on loopback only
        --firewarden.tls.passphrase-file=FILE
        --firewarden.data-directory=DIR          keys, search index, and PostgreSQL if it is the embedded one
        --firewarden.database.url=jdbc:postgresql://HOST/DB
        --firewarden.database.username=ROLE
        --firewarden.database.password-file=FILE
        --firewarden.keys.keystore=FILE          PKCS#12
        --firewarden.keys.passphrase-file=FILE
        --firewarden.keys.create-if-absent=true  make the keystore at the first start
        --firewarden.smart.external.issuer=URL   an authorization server beside this one, and
        --firewarden.smart.external.jwk-set-uri=URL   its keys
        --firewarden.smart.embedded.tenant=ID    what apps are told of the organisation, and further settings of
                                                 the embedded authorization server: see application.yaml
        --firewarden.smart.app-origins=ORIGIN,...     web origins of browser apps
        --firewarden.cds.clients[0].issuer=ISS   an EHR that may call CDS Hooks, and
        --firewarden.cds.clients[0].jwks-file=FILE    its public keys
        --firewarden.cds.origins=ORIGIN,...      web origins of browser-based EHRs
        --firewarden.cds.service-directory=DIR   CDS services of your own, one YAML file each
        --firewarden.policies.directory=DIR      policy files of your own: see config/policies
        --firewarden.limits.body=16MB            and further limits of a request: see application.yaml
        --firewarden.outbound.public-origins=ORIGIN,...     whom the server may call, if anybody, and
        --firewarden.outbound.internal-origins=ORIGIN,...   whom in its own network

        java -jar firewarden.jar train-uci ...   trains models on a published table, see train-uci --help
        java -jar firewarden.jar reproduce CARD  trains one of them once more, and compares
        java -jar firewarden.jar accounts --help      clients and people of the embedded authorization server: the first
                                                 administrator, new secrets and passwords, lost second factors

        Each setting may also stand in config/application.yaml beside the jar.
        """;

    private CommandLine() {}

    static boolean asksForHelp(String[] arguments) {
        return !isForAccounts(arguments) && List.of(arguments).stream().anyMatch(HELP::contains);
    }

    /** True for {@code accounts ...}, which has a help of its own. */
    static boolean isForAccounts(String[] arguments) {
        return arguments.length > 0 && arguments[0].equals("accounts");
    }

    static String help() {
        return TEXT;
    }
}
