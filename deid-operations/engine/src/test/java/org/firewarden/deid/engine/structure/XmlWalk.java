package org.firewarden.deid.engine.structure;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Walks a FHIR XML Bundle and tells each element by its path below the Bundle; {@code ""} as value marks one without. */
final class XmlWalk {

    private XmlWalk() {}

    /**
     * Walks a file.
     *
     * @param opened path and {@code value} attribute of each element that starts
     * @param closed path of each element that ends
     */
    static void over(InputStream in, BiConsumer<String, String> opened, java.util.function.Consumer<String> closed)
            throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        XMLStreamReader reader = factory.createXMLStreamReader(in);
        Deque<String> paths = new ArrayDeque<>();
        paths.push("");
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                String path = paths.peek() + "/" + reader.getLocalName();
                paths.push(path);
                String value = reader.getAttributeValue(null, "value");
                opened.accept(path, value == null ? "" : value);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                closed.accept(paths.pop());
            }
        }
    }
}
