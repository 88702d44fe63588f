package dev.skep.query.function.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.vector.Utf8;

/**
 * A compiled LIKE pattern over UTF-8: runs of literal bytes and single-character wildcards between {@code %}s. Each run is searched from left to right,
 * the first anchored at the start, the last at the end, which needs no backtracking.
 */
final class LikePattern {
    /** In a run: any one character; no byte of UTF-8 has this value as an int. */
    private static final int ANY = -1;

    private final int[][] runs;
    private final byte[][] plain;
    private final boolean anchoredStart;
    private final boolean anchoredEnd;

    private LikePattern(List<int[]> runs, boolean anchoredStart, boolean anchoredEnd) {
        this.runs = runs.toArray(int[][]::new);
        this.anchoredStart = anchoredStart;
        this.anchoredEnd = anchoredEnd;
        this.plain = new byte[this.runs.length][];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = plain(this.runs[i]);
        }
    }

    private static byte[] plain(int[] run) {
        byte[] bytes = new byte[run.length];
        for (int i = 0; i < run.length; i++) {
            if (run[i] == ANY) {
                return new byte[0];
            }
            bytes[i] = (byte) run[i];
        }
        return bytes;
    }

    /** @param escape empty for none, else one character */
    static LikePattern of(byte[] pattern, byte[] escape) {
        if (escape.length > 1 && Utf8.length(escape, 0, escape.length) > 1) {
            throw new QueryException(Reason.DATA, "Invalid escape of LIKE: '%s' (expected one character)"
                    .formatted(new String(escape, java.nio.charset.StandardCharsets.UTF_8)));
        }
        List<int[]> runs = new ArrayList<>();
        int[] run = new int[pattern.length];
        int size = 0;
        boolean anchoredStart = true;
        boolean lastWasPercent = false;
        for (int i = 0; i < pattern.length; i++) {
            if (escape.length > 0 && i + escape.length <= pattern.length
                    && Arrays.equals(pattern, i, i + escape.length, escape, 0, escape.length)) {
                i += escape.length;
                boolean isEscape = i + escape.length <= pattern.length
                        && Arrays.equals(pattern, i, i + escape.length, escape, 0, escape.length);
                if (i >= pattern.length || (pattern[i] != '%' && pattern[i] != '_' && !isEscape)) {
                    throw new QueryException(Reason.DATA,
                            "Invalid pattern of LIKE: the escape must be followed by '%', '_' or itself");
                }
                run[size++] = pattern[i] & 0xFF;
                lastWasPercent = false;
            } else if (pattern[i] == '%') {
                if (size > 0) {
                    runs.add(Arrays.copyOf(run, size));
                    size = 0;
                } else if (runs.isEmpty()) {
                    anchoredStart = false;
                }
                lastWasPercent = true;
            } else {
                run[size++] = pattern[i] == '_' ? ANY : pattern[i] & 0xFF;
                lastWasPercent = false;
            }
        }
        if (size > 0 || pattern.length == 0) {
            runs.add(Arrays.copyOf(run, size));
        }
        return new LikePattern(runs, anchoredStart, !lastWasPercent);
    }

    boolean matches(byte[] data, int start, int end) {
        if (runs.length == 0) {
            return true;
        }
        int at = start;
        int first = 0;
        int last = runs.length;
        if (anchoredStart) {
            at = matchAt(0, data, start, end);
            if (at < 0) {
                return false;
            }
            first = 1;
            if (last == 1) {
                return !anchoredEnd || at == end;
            }
        }
        int stop = end;
        if (anchoredEnd) {
            last--;
            stop = startOfEnd(last, data, at, end);
            if (stop < 0) {
                return false;
            }
        }
        for (int i = first; i < last; i++) {
            at = find(i, data, at, stop);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /** The position after run {@code index} if it stands at {@code at}, else -1. */
    private int matchAt(int index, byte[] data, int start, int end) {
        int at = start;
        for (int wanted : runs[index]) {
            if (at >= end) {
                return -1;
            }
            if (wanted == ANY) {
                at = Utf8.skip(data, at, end, 1);
            } else if ((data[at] & 0xFF) == wanted) {
                at++;
            } else {
                return -1;
            }
        }
        return at;
    }

    /** Where the last run begins so that it ends at {@code end}, not before {@code from}; -1 if it does not stand there. */
    private int startOfEnd(int index, byte[] data, int from, int end) {
        int[] run = runs[index];
        int at = end;
        for (int i = run.length - 1; i >= 0; i--) {
            if (at <= from) {
                return -1;
            }
            at--;
            if (run[i] == ANY) {
                while (at > from && (data[at] & 0xC0) == 0x80) {
                    at--;
                }
            } else if ((data[at] & 0xFF) != run[i]) {
                return -1;
            }
        }
        return at;
    }

    private int find(int index, byte[] data, int from, int end) {
        byte[] bytes = plain[index];
        if (bytes.length > 0) {
            int found = Utf8.indexOf(data, from, end, bytes);
            return found < 0 ? -1 : found + bytes.length;
        }
        for (int at = from; at <= end; at = at == end ? end + 1 : Utf8.skip(data, at, end, 1)) {
            int after = matchAt(index, data, at, end);
            if (after >= 0) {
                return after;
            }
        }
        return -1;
    }
}
