package org.firewarden.deid.operation.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSet;

/** The answer to the status of a data set that is complete (FHIR Bulk Data Access 2.0.0, Bulk Data Output Manifest). */
final class BulkManifest {

    private BulkManifest() {}

    static ObjectNode of(DataSet dataSet, ExportRequest request, URI base) {
        String address = base + "/datasets/" + dataSet.id();
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("transactionTime", dataSet.lineage().sourceTime().toString());
        manifest.put("request", request.url());
        manifest.put("requiresAccessToken", true);
        manifest.putArray("output");
        manifest.putArray("error");
        ObjectNode documents = JsonNodeFactory.instance.objectNode();
        if (dataSet.disposal() == null) {
            for (DataFile file : dataSet.files()) {
                if (!file.isFhir()) {
                    documents.put(file.name().replace(".json", ""), address + "/files/" + file.name());
                    continue;
                }
                ObjectNode entry = manifest.withArray(file.type().equals("OperationOutcome") ? "error" : "output")
                        .addObject();
                entry.put("type", file.type());
                entry.put("url", address + "/files/" + file.name());
                entry.put("count", file.resources());
            }
        }
        ObjectNode extension = manifest.putObject("extension");
        extension.put("dataSet", dataSet.reference());
        extension.put("dataSetUrl", address);
        extension.put("sha256", dataSet.sha256());
        extension.put("policy", dataSet.lineage().policy());
        extension.put("patients", dataSet.lineage().patients());
        extension.set("documents", documents);
        extension.put("destroyBy", dataSet.custody().destroyBy().toString());
        return manifest;
    }
}
