package dev.skep.jdbc.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An answer by HTTP/1.1 (RFC 9112): its head is read, its body is read as it comes. For one thread. */
final class HttpResponse {
    private static final int BUFFER_BYTES = 8 << 10;
    private static final int MAX_HEAD_BYTES = 64 << 10;
    /** A rest of a body that is cheaper to read than a new connection. */
    private static final int MAX_REST_BYTES = 16 << 10;

    /** How the end of a body is told. */
    private enum Ending {
        LENGTH, CHUNKS, CLOSE
    }

    private final SocketLink link;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final List<String> cookies = new ArrayList<>();
    private int position;
    private int limit;
    private int headBytes;
    private String statusLine = "";
    private int status;
    private String contentType = "";
    private boolean closes;
    private Ending ending = Ending.CLOSE;
    /** Bytes up to the end of the body or of the present chunk. */
    private long left;
    private boolean ended;

    private HttpResponse(SocketLink link) {
        this.link = link;
    }

    /** Reads the head of the answer to the last request. */
    static HttpResponse read(SocketLink link) throws IOException {
        HttpResponse response = new HttpResponse(link);
        do {
            response.readHead();
        } while (response.status >= 100 && response.status < 200);
        return response;
    }

    private void readHead() throws IOException {
        String first = line();
        String[] parts = first.split(" ", 3);
        if (!first.startsWith("HTTP/1.") || parts.length < 2 || !parts[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("Invalid HTTP answer: it does not begin with a status line");
        }
        status = Integer.parseInt(parts[1]);
        statusLine = (status + " " + (parts.length > 2 ? printable(parts[2]) : "")).strip();
        closes = first.startsWith("HTTP/1.0");
        ending = Ending.CLOSE;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                header(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
        }
        ended = status == 204 || status == 304 || ending == Ending.LENGTH && left == 0;
        closes |= ending == Ending.CLOSE && !ended;
    }

    private void header(String name, String value) throws IOException {
        switch (name) {
            case "content-length" :
                if (ending != Ending.CHUNKS) {
                    left = number(value, 10);
                    ending = Ending.LENGTH;
                }
                break;
            case "transfer-encoding" :
                if (!value.equalsIgnoreCase("chunked")) {
                    throw new IOException("Invalid HTTP answer: transfer encoding '" + printable(value) + "'");
                }
                ending = Ending.CHUNKS;
                left = 0;
                break;
            case "content-encoding" :
                if (!value.equalsIgnoreCase("identity")) {
                    throw new IOException("Invalid HTTP answer: content encoding '" + printable(value) + "'");
                }
                break;
            case "content-type" :
                contentType = value.toLowerCase(Locale.ROOT);
                break;
            case "connection" :
                closes = value.toLowerCase(Locale.ROOT).contains("close")
                        || closes && !value.toLowerCase(Locale.ROOT).contains("keep-alive");
                break;
            case "set-cookie" :
                cookies.add(value);
                break;
            default :
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // Falls through to the refusal that quotes the text.
        }
        throw new IOException("Invalid HTTP answer: length '" + printable(text) + "'");
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        while (true) {
            if (position == limit) {
                fill();
            }
            byte next = buffer[position++];
            if (++headBytes > MAX_HEAD_BYTES) {
                throw new IOException("Invalid HTTP answer: its head is longer than " + MAX_HEAD_BYTES + " bytes");
            }
            if (next == '\n') {
                String text = line.toString(ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
        }
    }

    private void fill() throws IOException {
        position = 0;
        limit = 0;
        limit = link.receive(buffer, 0, BUFFER_BYTES);
    }

    int status() {
        return status;
    }

    /** Status and its name, fit for a message. */
    String statusLine() {
        return statusLine;
    }

    List<String> cookies() {
        return cookies;
    }

    /** Reads bytes of the body; -1 at its end. */
    int read(byte[] to, int offset, int length) throws IOException {
        if (!ended && ending == Ending.CHUNKS && left == 0) {
            beginChunk();
        }
        if (ended) {
            return -1;
        }
        int most = ending == Ending.CLOSE ? length : (int) Math.min(length, left);
        int count;
        if (position < limit) {
            count = Math.min(most, limit - position);
            System.arraycopy(buffer, position, to, offset, count);
            position += count;
        } else {
            try {
                count = link.receive(to, offset, most);
            } catch (EOFException e) {
                if (ending != Ending.CLOSE) {
                    throw e;
                }
                ended = true;
                return -1;
            }
        }
        if (ending != Ending.CLOSE) {
            left -= count;
            if (left == 0) {
                endPart();
            }
        }
        return count;
    }

    private void endPart() throws IOException {
        if (ending == Ending.LENGTH) {
            ended = true;
        } else if (!line().isEmpty()) {
            throw new IOException("Invalid HTTP answer: a chunk is longer than it says");
        }
    }

    private void beginChunk() throws IOException {
        headBytes = 0;
        String size = line();
        int extension = size.indexOf(';');
        left = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        if (left == 0) {
            while (!line().isEmpty()) {
                // A trailer: nothing in it is about the message.
            }
            ended = true;
        }
    }

    /** Passes over what is left of the body; true if the connection can be used again. */
    boolean finish() {
        byte[] rest = new byte[1024];
        int total = 0;
        try {
            while (!closes && total < MAX_REST_BYTES) {
                int count = read(rest, 0, rest.length);
                if (count < 0) {
                    return true;
                }
                total += count;
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    /** The failure for a server that said no. */
    IOException refusal(String text) {
        return link.refusal(text);
    }

    /** The body as a reason to show: its text on one line; empty if it is a page for browsers. */
    String reason(int maxBytes) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] part = new byte[1024];
        for (int count = read(part, 0, part.length); count >= 0 && text.size() < maxBytes; count = read(part, 0,
                part.length)) {
            text.write(part, 0, count);
        }
        if (contentType.contains("html") || contentType.contains("x-thrift")) {
            return "";
        }
        return printable(text.toString(UTF_8)).strip();
    }

    /** Text from a stranger, fit for a message. */
    private static String printable(String text) {
        String cut = text.length() > 500 ? text.substring(0, 500) + "…" : text;
        return cut.replaceAll("[\\p{Cntrl}\\s]+", " ");
    }
}
