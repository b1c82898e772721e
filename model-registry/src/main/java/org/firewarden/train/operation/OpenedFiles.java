package org.firewarden.train.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.train.cohort.ResourceFiles;

/** The files of an open data set. */
record OpenedFiles(DataSetAccess.Opened opened) implements ResourceFiles {

    @Override
    public List<ResourceFile> files() {
        return opened.dataSet().files().stream()
                .filter(DataFile::isFhir)
                .map(file -> new ResourceFile(file.name(), file.type(), file.bytes()))
                .toList();
    }

    @Override
    public InputStream open(ResourceFile file) throws IOException {
        return opened.files().read(file.name());
    }
}
