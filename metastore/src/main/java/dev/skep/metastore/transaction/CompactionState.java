package dev.skep.metastore.transaction;

/** How far a compaction is. The store keeps the names. */
public enum CompactionState {
    INITIATED("initiated", 'i'), WORKING("working", 'w'), READY_FOR_CLEANING("ready for cleaning",
            'r'), SUCCEEDED("succeeded", 's'), FAILED("failed", 'f'), NOT_INITIATED("did not initiate",
                    'a'), REFUSED("refused", 'c'), ABORTED("aborted", 'x');

    private final String text;
    private final char letter;

    CompactionState(String text, char letter) {
        this.text = text;
        this.letter = letter;
    }

    /** As clients show it. */
    public String text() {
        return text;
    }

    /** As Hive's workers write it. */
    public char letter() {
        return letter;
    }

    /** True if nothing more will be done. */
    public boolean isFinished() {
        return switch (this) {
            case INITIATED, WORKING, READY_FOR_CLEANING -> false;
            case SUCCEEDED, FAILED, NOT_INITIATED, REFUSED, ABORTED -> true;
        };
    }
}
