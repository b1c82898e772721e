package org.firewarden.ledger;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** A response that calls the recorder with its status once, before it lets the first byte or the headers go. */
final class LedgerResponse extends HttpServletResponseWrapper {

    private final String correlationId;
    private final IntConsumer recorder;
    private boolean isRecorded;
    private @Nullable AuditUnavailableException refused;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    LedgerResponse(HttpServletResponse response, String correlationId, IntConsumer recorder) {
        super(response);
        this.correlationId = correlationId;
        response.setHeader(CorrelationId.HEADER, correlationId);
        this.recorder = recorder;
    }

    /** Records the status as it stands, unless that was done before. */
    void beforeFirstByte() {
        record(getStatus());
    }

    /** Records what was not recorded, and lets go what a writer still holds. */
    void finish() {
        beforeFirstByte();
        if (writer != null) {
            writer.flush();
        }
    }

    /** Records this status, unless one was recorded before. Once recording has failed, nothing goes out any more. */
    void record(int status) {
        if (refused != null) {
            throw refused;
        }
        if (!isRecorded) {
            isRecorded = true;
            try {
                recorder.accept(status);
            } catch (AuditUnavailableException e) {
                refused = e;
                throw e;
            }
        }
    }

    /** Drops whatever was prepared and answers 503. */
    void answerUnavailable() throws IOException {
        HttpServletResponse raw = (HttpServletResponse) getResponse();
        if (raw.isCommitted()) {
            throw new IOException("the answer was committed before its event");
        }
        raw.reset();
        raw.setStatus(SC_SERVICE_UNAVAILABLE);
        raw.setHeader(CorrelationId.HEADER, correlationId);
        raw.setContentType("application/fhir+json;charset=UTF-8");
        raw.getOutputStream()
                .write(OperationOutcomes.of(
                                Problem.unavailable(
                                        "audit-unavailable", "The audit trail cannot be written; try later."),
                                correlationId)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void reset() {
        super.reset();
        super.setHeader(CorrelationId.HEADER, correlationId);
    }

    /** The correlation id stands; libraries that have one of their own do not replace it. */
    @Override
    public void setHeader(String name, String value) {
        if (!CorrelationId.HEADER.equalsIgnoreCase(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!CorrelationId.HEADER.equalsIgnoreCase(name)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void flushBuffer() throws IOException {
        beforeFirstByte();
        if (writer != null) {
            writer.flush();
        }
        super.flushBuffer();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        record(status);
        super.sendError(status, message);
    }

    @Override
    public void sendError(int status) throws IOException {
        record(status);
        super.sendError(status);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        record(SC_FOUND);
        super.sendRedirect(location);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            stream = new RecordingStream(super.getOutputStream());
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            String encoding = getCharacterEncoding();
            writer = new PrintWriter(new OutputStreamWriter(
                    getOutputStream(), encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding)));
        }
        return writer;
    }

    /** Lets bytes through once the event is durable. */
    private final class RecordingStream extends ServletOutputStream {

        private final ServletOutputStream target;

        RecordingStream(ServletOutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            beforeFirstByte();
            target.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            beforeFirstByte();
            target.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            beforeFirstByte();
            target.flush();
        }

        @Override
        public void close() throws IOException {
            beforeFirstByte();
            target.close();
        }

        @Override
        public boolean isReady() {
            return target.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            target.setWriteListener(listener);
        }
    }
}
