package dev.parley.servers.process;

import java.nio.file.Path;
import java.util.List;

/** A process that starts a child, pauses it if asked to, says which process it is, and is gone without a goodbye. */
final class ForgetfulParent {

    private ForgetfulParent() {}

    public static void main(String[] args) {
        Child child = Child.start("sleeper", List.of("sleep", "600"), Path.of(args[0]));
        if (args.length > 1) {
            child.pause();
        }
        System.out.println(child.pid());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
