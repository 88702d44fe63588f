package dev.skep.server.config;

/** What a value must look like. */
public enum SettingKind {
    TEXT("text"), PORT("a port from 0 to 65535"), COUNT("a whole number from 1"), SIZE(
            "a size such as 512MB or 4GB, or a share of the heap such as 70%"), DURATION(
                    "a duration such as 30s or 5m"), PATH("a path of a folder"), FILE(
                            "a path of a file"), FLAG("true or false");

    private final String expectation;

    SettingKind(String expectation) {
        this.expectation = expectation;
    }

    /** What was expected, for messages and the documentation. */
    public String expectation() {
        return expectation;
    }
}
