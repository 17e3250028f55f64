package dev.parley.integration.process;

import java.io.IOException;
import java.util.Arrays;

/** Runs another class's main in a process of its own that ends with its parent: end of input means the parent is gone. */
public final class ForkedMain {

    private ForkedMain() {}

    /** Takes the class's name and its arguments. */
    public static void main(String[] args) throws Exception {
        Thread lifeline = new Thread(ForkedMain::haltWithParent, "lifeline");
        lifeline.setDaemon(true);
        lifeline.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nobody says anything: only the end counts
            }
        } catch (IOException e) {
            System.err.println("the parent's pipe broke: " + e);
        }
        Runtime.getRuntime().halt(0);
    }
}
