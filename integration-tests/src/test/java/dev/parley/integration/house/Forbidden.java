package dev.parley.integration.house;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;

/**
 * What code must not reach that a simulator runs on one thread, on its own clock and random, and has to repeat exactly.
 * A method reference counts as a call.
 */
enum Forbidden {
    CLOCK("read a clock of its own"),
    RANDOM("roll dice of its own"),
    THREADS("make or use threads of its own"),
    BLOCKING("wait for another thread"),
    ORDER("depend on an order that differs from process to process");

    private final String doing;

    Forbidden(String doing) {
        this.doing = doing;
    }

    /** Accesses of this kind. */
    DescribedPredicate<JavaAccess<?>> accesses() {
        return target(DescribedPredicate.<AccessTarget>describe(
                        doing, target -> target instanceof CodeUnitAccessTarget code && reached(code.getOwner(), code)))
                .as(doing)
                .forSubtype();
    }

    private boolean reached(JavaClass owner, CodeUnitAccessTarget target) {
        return switch (this) {
            case CLOCK ->
                named(owner, target, System.class, "currentTimeMillis", "nanoTime")
                        || (owner.isEquivalentTo(Clock.class) && starts(target, "system", "tick"))
                        || (owner.isAssignableTo(Temporal.class)
                                && starts(target, "now")
                                && !takes(target, Clock.class));
            case RANDOM ->
                made(owner, target, Random.class)
                        || made(owner, target, SecureRandom.class)
                        || made(owner, target, SplittableRandom.class)
                        || owner.isEquivalentTo(ThreadLocalRandom.class)
                        || owner.isEquivalentTo(RandomGeneratorFactory.class)
                        || named(owner, target, RandomGenerator.class, "of", "getDefault")
                        || named(owner, target, Math.class, "random")
                        || named(owner, target, UUID.class, "randomUUID")
                        || (named(owner, target, Collections.class, "shuffle") && takesOnly(target, List.class));
            case THREADS ->
                made(owner, target, Thread.class)
                        || named(owner, target, Thread.class, "start", "startVirtualThread", "ofVirtual", "ofPlatform")
                        || owner.isEquivalentTo(Executors.class)
                        || made(owner, target, Timer.class)
                        || made(owner, target, ExecutorService.class)
                        || named(
                                owner,
                                target,
                                CompletableFuture.class,
                                "orTimeout",
                                "completeOnTimeout",
                                "delayedExecutor")
                        || (owner.isAssignableTo(CompletionStage.class)
                                && target.getName().endsWith("Async")
                                && !takes(target, Executor.class))
                        || named(owner, target, Collection.class, "parallelStream")
                        || named(owner, target, BaseStream.class, "parallel");
            case BLOCKING ->
                named(owner, target, Future.class, "get", "join")
                        || named(owner, target, Thread.class, "sleep", "join", "onSpinWait", "yield")
                        || named(owner, target, Object.class, "wait")
                        || named(owner, target, CountDownLatch.class, "await")
                        || named(owner, target, CyclicBarrier.class, "await")
                        || named(owner, target, Phaser.class, "awaitAdvance", "arriveAndAwaitAdvance")
                        || named(owner, target, Exchanger.class, "exchange")
                        || (owner.isAssignableTo(Condition.class) && starts(target, "await"))
                        || (owner.isAssignableTo(Semaphore.class) && starts(target, "acquire"))
                        || (owner.isEquivalentTo(LockSupport.class) && starts(target, "park"))
                        || named(
                                owner,
                                target,
                                ExecutorService.class,
                                "awaitTermination",
                                "invokeAll",
                                "invokeAny",
                                "close")
                        || named(owner, target, BlockingQueue.class, "take", "put")
                        || (named(owner, target, BlockingQueue.class, "offer", "poll")
                                && takes(target, TimeUnit.class));
            case ORDER ->
                named(owner, target, Map.class, "copyOf", "ofEntries")
                        || named(owner, target, Set.class, "copyOf")
                        || (owner.isEquivalentTo(Map.class) && several(target, "of", 2))
                        || (owner.isEquivalentTo(Set.class) && several(target, "of", 1))
                        || named(owner, target, Collectors.class, "toUnmodifiableSet", "toUnmodifiableMap")
                        || named(owner, target, System.class, "identityHashCode");
        };
    }

    private static boolean named(JavaClass owner, CodeUnitAccessTarget target, Class<?> type, String... names) {
        return owner.isAssignableTo(type) && List.of(names).contains(target.getName());
    }

    private static boolean starts(CodeUnitAccessTarget target, String... prefixes) {
        return List.of(prefixes).stream().anyMatch(target.getName()::startsWith);
    }

    private static boolean made(JavaClass owner, CodeUnitAccessTarget target, Class<?> type) {
        return owner.isAssignableTo(type) && target.getName().equals("<init>");
    }

    private static boolean takes(CodeUnitAccessTarget target, Class<?> parameter) {
        return target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter));
    }

    private static boolean takesOnly(CodeUnitAccessTarget target, Class<?> parameter) {
        return target.getRawParameterTypes().size() == 1 && takes(target, parameter);
    }

    /** Tells whether it takes more parameters than so many, or an array of them. */
    private static boolean several(CodeUnitAccessTarget target, String name, int most) {
        return target.getName().equals(name)
                && (target.getRawParameterTypes().size() > most
                        || target.getRawParameterTypes().stream().anyMatch(JavaClass::isArray));
    }
}
