package dev.parley.benchmarks.load;

import dev.parley.benchmarks.load.child.Lines;
import dev.parley.benchmarks.load.generator.Generator;
import dev.parley.benchmarks.load.generator.Order;
import dev.parley.benchmarks.load.subject.Scene;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The load generator's process: takes orders as lines of JSON on its standard input, answers each with one, and ends with its
 * input. Confined to its main thread.
 */
public final class GeneratorMain {

    private GeneratorMain() {}

    /**
     * What it can be told. Immutable.
     *
     * @param what {@code connect}, {@code disconnect}, {@code present}, {@code return}, {@code return-rewound}, {@code
     *     old-pages}, {@code new-pages} or {@code round}
     * @param number how many users of each thread are to be connected, or for how many milliseconds to read pages
     * @param round which round
     */
    public record Instruction(
            String what, int number, @Nullable Order round) {

        /** Something that concerns everybody. */
        public static Instruction all(String what) {
            return new Instruction(what, Integer.MAX_VALUE, null);
        }
    }

    /** Arguments: subject, users, users per conversation, receipts, threads, ports with commas between them, number of this generator. */
    public static void main(String[] args) throws Exception {
        Scene scene = new Scene(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Boolean.parseBoolean(args[3]));
        Generator generator = new Generator(
                Subjects.named(args[0]),
                scene,
                Integer.parseInt(args[4]),
                Arrays.stream(args[5].split(",", -1)).map(Integer::valueOf).toList(),
                Integer.parseInt(args[6]));
        Lines.answer(Map.of("generator", args[0]));
        Lines.serve(Instruction.class, instruction -> {
            switch (instruction.what()) {
                case "connect" -> {
                    return Map.of("connected", generator.connect(instruction.number()));
                }
                case "disconnect" -> {
                    generator.disconnect();
                    return Map.of();
                }
                case "present" -> {
                    return generator.present();
                }
                case "return" -> {
                    return generator.comeBack(false);
                }
                case "return-rewound" -> {
                    return generator.comeBack(true);
                }
                case "old-pages" -> {
                    return generator.read(true, instruction.number());
                }
                case "new-pages" -> {
                    return generator.read(false, instruction.number());
                }
                case "round" -> {
                    Order order = instruction.round();
                    if (order == null) {
                        throw new IllegalArgumentException("round: missing");
                    }
                    return generator.run(order);
                }
                default -> throw new IllegalArgumentException("what: " + instruction.what());
            }
        });
    }
}
