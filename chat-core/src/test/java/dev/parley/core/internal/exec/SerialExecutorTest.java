package dev.parley.core.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private boolean refusing;
    private final SerialExecutor lane = new SerialExecutor(this::take, failures::add);

    private void take(Runnable task) {
        if (refusing) {
            throw new RejectedExecutionException("full");
        }
        pool.add(task);
    }

    private void runPool() {
        for (Runnable task = pool.poll(); task != null; task = pool.poll()) {
            task.run();
        }
    }

    @Test
    void tasksRunInOrderAndWhatOneAddsRunsAfterTheOthers() {
        lane.execute(() -> {
            done.add("one");
            lane.execute(() -> done.add("three"));
        });
        lane.execute(() -> done.add("two"));
        runPool();
        assertThat(done).containsExactly("one", "two", "three");
    }

    @Test
    void aTaskRunsHereBehindThoseThatWaitForTheExecutor() {
        lane.execute(() -> done.add("one"));
        lane.here(() -> {
            done.add("two");
            lane.here(() -> done.add("four"));
            done.add("three");
        });
        assertThat(done).containsExactly("one", "two", "three", "four");
        runPool();
        assertThat(done).hasSize(4);
    }

    @Test
    void aThreadThatBringsOneTaskIsNotKeptForever() {
        AtomicInteger ran = new AtomicInteger();
        Runnable endless = new Runnable() {
            @Override
            public void run() {
                if (ran.incrementAndGet() < 1_000) {
                    lane.execute(this);
                }
            }
        };
        lane.here(endless);
        assertThat(ran).hasValueLessThan(1_000);
        runPool();
        assertThat(ran).hasValue(1_000);
    }

    @Test
    void aTaskThatThrowsHereIsReportedAndTheRestGoesOn() {
        Error fault = new AssertionError("wrong");
        lane.here(() -> {
            lane.execute(() -> done.add("two"));
            throw fault;
        });
        assertThat(failures).containsExactly(fault);
        assertThat(done).containsExactly("two");
    }

    @Test
    void anErrorIsReportedAndTheRestGoesOn() {
        Error fault = new StackOverflowError();
        lane.execute(() -> {
            throw fault;
        });
        lane.execute(() -> done.add("two"));
        runPool();
        assertThat(failures).containsExactly(fault);
        lane.execute(() -> done.add("three"));
        runPool();
        assertThat(done).containsExactly("two", "three");
    }

    @Test
    void aReportThatFailsGoesToTheThreadAndTheRestGoesOn() {
        SerialExecutor unheard = new SerialExecutor(pool::add, failure -> {
            throw new IllegalStateException("nobody listens", failure);
        });
        unheard.execute(() -> {
            throw new AssertionError("wrong");
        });
        unheard.execute(() -> done.add("two"));
        assertThatThrownBy(() -> pool.remove().run()).hasMessage("nobody listens");
        runPool();
        unheard.execute(() -> done.add("three"));
        runPool();
        assertThat(done).containsExactly("two", "three");
    }

    @Test
    void whatIsRefusedIsReportedAndRunsAtOnce() {
        refusing = true;
        lane.execute(() -> {
            lane.execute(() -> done.add("two"));
            done.add("one");
        });
        assertThat(done).containsExactly("one", "two");
        assertThat(failures).singleElement().isInstanceOf(RejectedExecutionException.class);
        refusing = false;
        lane.execute(() -> done.add("three"));
        runPool();
        assertThat(done).containsExactly("one", "two", "three");
    }

    @Test
    void anExecutorThatRefusesAndRunsAllTheSameRunsNothingTwice() {
        SerialExecutor odd = new SerialExecutor(
                task -> {
                    pool.add(task);
                    throw new RejectedExecutionException("or not");
                },
                failures::add);
        odd.execute(() -> done.add("one"));
        runPool();
        assertThat(done).containsExactly("one");
    }

    @Test
    void aCallerWhoRunsTheTasksIsThrownWhatTheReportThrows() {
        SerialExecutor direct = new SerialExecutor(Runnable::run, failure -> {
            throw new IllegalStateException("nobody listens", failure);
        });
        assertThatThrownBy(() -> direct.execute(() -> {
                    direct.execute(() -> done.add("two"));
                    throw new AssertionError("wrong");
                }))
                .hasMessage("nobody listens");
        assertThat(done).containsExactly("two");
    }
}
