package dev.skep.query.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TestSessionSettings {
    private static final long SERVERS = 256L << 20;

    private static int threads(int ofServer, String memory) {
        SessionSettings settings = new SessionSettings(new QuerySettings(ofServer, SERVERS, 4));
        settings.set(SessionSettings.MEMORY, memory);
        return settings.limits("q", "ann").threads();
    }

    @Test
    void littleMemoryIsForFewThreadsHoweverManyThereAre() {
        assertThat(threads(64, "6MB")).isEqualTo(2);
        assertThat(threads(64, "1KB")).isEqualTo(2);
        assertThat(threads(64, "31MB")).isEqualTo(10);
        assertThat(threads(64, "256MB")).isEqualTo(64);
        assertThat(threads(2, "6MB")).isEqualTo(2);
        assertThat(threads(1, "6MB")).isEqualTo(1);
    }
}
