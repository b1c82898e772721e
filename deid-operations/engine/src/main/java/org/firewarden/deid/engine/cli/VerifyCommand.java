package org.firewarden.deid.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.deid.engine.certificate.CertificateCheck;
import org.firewarden.deid.engine.certificate.CertificateKey;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.policy.PolicyException;
import org.firewarden.deid.engine.structure.R4Structure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code firewarden-deid verify}: recomputes the certificate of a data set from the data set. */
@Command(
        name = "firewarden-deid verify",
        mixinStandardHelpOptions = true,
        description = "Recomputes the certificate of a data set from its files. Needs neither vault nor source.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The certificate holds for exactly this data set.",
            "1:It does not; what is wrong is named.",
            "2:Bad arguments, or no data set."
        })
final class VerifyCommand implements Callable<Integer> {

    private static final int BAD_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of the data set.")
    private Path data = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The custodian's public key (certificate.pub). Without it, the certificate's own is taken, which"
                            + " proves no more than that nothing was altered since.")
    private @Nullable Path key;

    @Option(names = "--policy", paramLabel = "FILE", description = "The policy, if it is not one of those shipped.")
    private @Nullable String policy;

    VerifyCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = DeidCommand.out(spec);
        for (String name : List.of("manifest.json", "risk.json", "certificate.json")) {
            if (!Files.isRegularFile(data.resolve(name))) {
                out.println("there is no " + name + " in the folder");
                return BAD_INPUT;
            }
        }
        try {
            ObjectMapper json = new ObjectMapper();
            JsonNode certificate = json.readTree(Files.readAllBytes(data.resolve("certificate.json")));
            String name = policy == null ? certificate.at("/content/policy").asText() : policy;
            Policy compiled = Policies.of(name, R4Structure.load()).orElse(null);
            if (compiled == null) {
                out.println("the policy is not shipped; name its file with --policy");
                return BAD_INPUT;
            }
            CertificateCheck check = new CertificateCheck(
                    compiled, key == null ? null : CertificateKey.publicKey(key), LocalDate.now(ZoneOffset.UTC));
            List<String> problems =
                    check.problems(certificate, document(json, "manifest.json"), document(json, "risk.json"), files());
            problems.forEach(out::println);
            if (problems.isEmpty()) {
                out.println("the certificate holds; signed with key "
                        + certificate.path("keyId").asText() + (key == null ? ", which nobody vouches for" : ""));
            }
            return problems.isEmpty() ? 0 : 1;
        } catch (PolicyException | KeyRingException e) {
            out.println(e.getMessage());
            return BAD_INPUT;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            // The parser's message may quote the file.
            out.println("a document of the data set is not JSON");
            return BAD_INPUT;
        }
    }

    private ObjectNode document(ObjectMapper json, String name) throws IOException {
        return json.readTree(Files.readAllBytes(data.resolve(name))) instanceof ObjectNode object
                ? object
                : json.createObjectNode();
    }

    private CertificateCheck.Files files() {
        return new CertificateCheck.Files() {
            @Override
            public List<String> names() throws IOException {
                try (Stream<Path> list = Files.list(data)) {
                    return list.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".ndjson"))
                            .sorted()
                            .toList();
                }
            }

            @Override
            public InputStream open(String name) throws IOException {
                return Files.newInputStream(data.resolve(name));
            }
        };
    }
}
