package org.firewarden.smart.factor;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import org.firewarden.smart.page.Html;

/** A QR code (ISO/IEC 18004) as a picture inside the page, which loads nothing and runs nothing. */
final class QrCode {

    /** The quiet zone that readers need, in modules. */
    private static final int MARGIN = 4;

    private QrCode() {}

    /** Black on white, whatever the colours of the page: readers need it. */
    static Html of(String text) {
        ByteMatrix modules = modules(text);
        int size = modules.getWidth() + 2 * MARGIN;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y) == 1) {
                    path.append('M')
                            .append(x + MARGIN)
                            .append(' ')
                            .append(y + MARGIN)
                            .append("h1v1h-1z");
                }
            }
        }
        return new Html()
                .raw("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" role=\"img\""
                        + " aria-label=\"The key as a QR code; it stands below as text\"")
                .attribute("viewBox", "0 0 " + size + " " + size)
                .raw("><rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/><path fill=\"#000000\"")
                .attribute("d", path.toString())
                .raw("/></svg>");
    }

    private static ByteMatrix modules(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException e) {
            // The cause could quote the text, which is a secret.
            throw new IllegalStateException("a QR code could not be made");
        }
    }
}
