package dev.skep.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells the processor time (user and system, all threads) of a process of this machine. Linux only. */
sealed interface ProcessClock {

    /** Nanoseconds since the process began. */
    long cpuNanos();

    /** The clock of this process, to the nanosecond. */
    static ProcessClock ofThisProcess() {
        return new OwnClock();
    }

    /** The clock of another process; it moves in steps of 10 ms. */
    static ProcessClock of(long pid) {
        return new OtherClock(Path.of("/proc", Long.toString(pid), "stat"));
    }

    /** The kernel's own clock of the calling process; the JDK's figure moves in steps of 10 ms. */
    final class OwnClock implements ProcessClock {
        /** CLOCK_PROCESS_CPUTIME_ID of {@code time.h}. */
        private static final int PROCESS_CPU_TIME = 2;

        private final MethodHandle clockGetTime = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

        @Override
        public long cpuNanos() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
                int failure = (int) clockGetTime.invokeExact(PROCESS_CPU_TIME, time);
                if (failure != 0) {
                    throw new IllegalStateException("Cannot read the processor time of this process");
                }
                return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000
                        + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("Cannot read the processor time of this process", e);
            }
        }
    }

    /** Reads {@code /proc/PID/stat}. */
    final class OtherClock implements ProcessClock {
        private static final long NANOS_OF_TICK = 10_000_000;

        private final Path stat;

        private OtherClock(Path stat) {
            this.stat = stat;
        }

        @Override
        public long cpuNanos() {
            try {
                String text = Files.readString(stat);
                // The second field is the program's name in parentheses and may hold spaces.
                String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
                return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_OF_TICK;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the processor time of the engine's process", e);
            }
        }
    }
}
