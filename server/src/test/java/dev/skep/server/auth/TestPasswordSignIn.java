package dev.skep.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.skep.server.auth.PasswordSource.Verdict;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;
import org.junit.jupiter.api.Test;

final class TestPasswordSignIn {
    private static final AttemptLimits LIMITS = new AttemptLimits(3, 10, Duration.ofSeconds(1), Duration.ofSeconds(8));

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Map<String, String> passwords = new ConcurrentHashMap<>(Map.of("ann", "right", "bob", "right"));
    private final AtomicInteger asked = new AtomicInteger();
    private boolean isDown;
    private String version = "1";

    private final PasswordSource source = (user, password) -> {
        asked.incrementAndGet();
        if (isDown) {
            throw new SignInException("Cannot sign in: the directory of users does not answer");
        }
        String right = passwords.get(user.toLowerCase(java.util.Locale.ROOT));
        return right == null
                ? new Verdict.Unknown()
                : right.equals(password)
                        ? new Verdict.Right(user.toLowerCase(java.util.Locale.ROOT), Set.of("g"))
                        : new Verdict.Wrong();
    };

    private PasswordSignIn signIn(Duration cache, PasswordSource... sources) {
        return new PasswordSignIn(List.of(sources), new Directories(List.of()), new AttemptLimiter(LIMITS, clock),
                new RecentPasswords(cache, clock, () -> version));
    }

    private static InetSocketAddress from(String address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), 1);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertWrong(PasswordSignIn signIn, String user, String password, String address) {
        assertThatThrownBy(() -> signIn.accept(user, password, from(address))).isInstanceOf(SignInException.class)
                .hasMessage("Cannot sign in: wrong user or password");
    }

    private static void assertSlowedDown(PasswordSignIn signIn, String user, String password, String address) {
        assertThatThrownBy(() -> signIn.accept(user, password, from(address))).isInstanceOf(SignInException.class)
                .hasMessage("Cannot sign in: too many failed attempts; try again later");
    }

    @Test
    void saysTheSameOfAWrongPasswordAndAnUnknownUser() throws SignInException {
        PasswordSignIn signIn = signIn(Duration.ZERO, source);
        assertThat(signIn.accept("Ann", "right", from("10.0.0.1")))
                .isEqualTo(new SignedIn("ann", Set.of("g"), "PLAIN"));
        assertWrong(signIn, "ann", "wrong", "10.0.0.1");
        assertWrong(signIn, "nobody", "right", "10.0.0.1");
        assertWrong(signIn, "ann' OR 'a'='a", "right", "10.0.0.1");
    }

    @Test
    void asksNobodyAboutEmptyAndEndlessPasswords() {
        PasswordSignIn signIn = signIn(Duration.ZERO, source);
        assertWrong(signIn, "ann", "", "10.0.0.1");
        assertWrong(signIn, "bob", "x".repeat(100_000), "10.0.0.1");
        for (String user : new String[]{"", " ann", "ann\n", "ann\u0000", "a".repeat(300), "\u202eann"}) {
            assertThatThrownBy(() -> signIn.accept(user, "right", from("10.0.0.1")))
                    .isInstanceOf(SignInException.class)
                    .hasMessageStartingWith("Cannot sign in: the user name is empty, longer than 256");
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void asksTheNextSourceOnlyAboutUsersThatTheFirstDoesNotKnow() throws SignInException {
        PasswordSource other = (user, password) -> new Verdict.Right(user, Set.of("other"));
        PasswordSignIn signIn = signIn(Duration.ZERO, source, other);
        assertThat(signIn.accept("carl", "x", from("10.0.0.1")).groups()).containsExactly("other");
        assertWrong(signIn, "ann", "x", "10.0.0.1");
    }

    @Test
    void makesGuessingSlowerAndSlowerAndForgetsAfterARightPassword() throws SignInException {
        PasswordSignIn signIn = signIn(Duration.ZERO, source);
        for (int i = 0; i < 3; i++) {
            assertWrong(signIn, "ann", "guess" + i, "10.0.0." + i);
        }
        // Also the right one, and in another spelling, and from elsewhere; another user is not touched.
        assertSlowedDown(signIn, "ann", "right", "10.0.0.9");
        assertSlowedDown(signIn, "ANN", "right", "10.0.0.9");
        assertThat(signIn.accept("bob", "right", from("10.0.0.9")).user()).isEqualTo("bob");
        clock.advance(Duration.ofMillis(999));
        assertSlowedDown(signIn, "ann", "right", "10.0.0.9");
        for (int seconds : new int[]{2, 4, 8, 8}) {
            clock.advance(Duration.ofSeconds(8));
            assertWrong(signIn, "ann", "guess", "10.0.0.9");
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertSlowedDown(signIn, "ann", "right", "10.0.0.9");
        }
        clock.advance(Duration.ofMillis(1));
        assertThat(signIn.accept("ann", "right", from("10.0.0.9")).user()).isEqualTo("ann");
        assertWrong(signIn, "ann", "guess", "10.0.0.9");
        assertThat(signIn.accept("ann", "right", from("10.0.0.9")).user()).isEqualTo("ann");
    }

    @Test
    void slowsDownAnAddressThatTriesManyUsers() throws SignInException {
        PasswordSignIn signIn = signIn(Duration.ZERO, source);
        for (int i = 0; i < 10; i++) {
            assertWrong(signIn, "user" + i, "guess", "10.0.0.1");
        }
        assertSlowedDown(signIn, "ann", "right", "10.0.0.1");
        assertThat(signIn.accept("ann", "right", from("10.0.0.2")).user()).isEqualTo("ann");
    }

    @Test
    void countsNoFailureWhileTheDirectoryIsDown() throws SignInException {
        PasswordSignIn signIn = signIn(Duration.ZERO, source);
        isDown = true;
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> signIn.accept("ann", "right", from("10.0.0.1")))
                    .hasMessage("Cannot sign in: the directory of users does not answer");
        }
        isDown = false;
        assertThat(signIn.accept("ann", "right", from("10.0.0.1")).user()).isEqualTo("ann");
    }

    @Test
    void manyAttemptsAtOnceAreNoWayAround() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger checked = new AtomicInteger();
        PasswordSource slow = (user, password) -> {
            checked.incrementAndGet();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Verdict.Wrong();
        };
        PasswordSignIn signIn = signIn(Duration.ZERO, slow);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(() -> assertThatThrownBy(
                        () -> signIn.accept("ann", "guess", from("10.0.0.1"))).isInstanceOf(SignInException.class)));
            }
            go.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(checked.get()).isEqualTo(3);
    }

    @Test
    void manyRightPasswordsAtOnceAllComeIn() throws Exception {
        PasswordSignIn signIn = signIn(Duration.ZERO, source);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SignedIn>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(() -> signIn.accept("ann", "right", from("10.0.0.1"))));
            }
            for (Future<SignedIn> one : all) {
                assertThat(one.get().user()).isEqualTo("ann");
            }
        }
    }

    @Test
    void remembersRightPasswordsForAMomentOnly() throws SignInException {
        PasswordSignIn signIn = signIn(Duration.ofMinutes(1), source);
        for (int i = 0; i < 5; i++) {
            assertThat(signIn.accept("ann", "right", from("10.0.0.1")).user()).isEqualTo("ann");
        }
        assertThat(asked).hasValue(1);
        assertWrong(signIn, "ann", "wrong", "10.0.0.1");
        passwords.put("ann", "new");
        version = "2";
        assertWrong(signIn, "ann", "right", "10.0.0.1");
        assertThat(signIn.accept("ann", "new", from("10.0.0.1")).user()).isEqualTo("ann");
        passwords.put("ann", "newer");
        clock.advance(Duration.ofMinutes(1));
        assertWrong(signIn, "ann", "new", "10.0.0.1");
    }

    @Test
    void whatIsRememberedHelpsNobodyPastTheLimit() throws SignInException {
        PasswordSignIn signIn = signIn(Duration.ofMinutes(1), source);
        assertThat(signIn.accept("ann", "right", from("10.0.0.1")).user()).isEqualTo("ann");
        for (int i = 0; i < 3; i++) {
            assertWrong(signIn, "ann", "guess", "10.0.0.2");
        }
        assertSlowedDown(signIn, "ann", "right", "10.0.0.2");
    }
}
