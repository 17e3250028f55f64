package dev.parley.benchmarks.load;

import dev.parley.benchmarks.load.parley.ParleySubjects;
import dev.parley.benchmarks.load.peer.PeerSubjects;
import dev.parley.benchmarks.load.relay.RelaySubjects;
import dev.parley.benchmarks.load.subject.Subject;
import java.util.ArrayList;
import java.util.List;

/** All servers that can be measured. Thread-safe. */
public final class Subjects {

    private Subjects() {}

    /** All of them: the ceilings, the peers, and Parley on each of its stores. */
    public static List<Subject> all() {
        List<Subject> all = new ArrayList<>();
        all.addAll(RelaySubjects.all());
        all.addAll(PeerSubjects.all());
        all.addAll(ParleySubjects.all());
        return all;
    }

    /** Those of these names; {@code all} stands for all. */
    public static List<Subject> named(List<String> names) {
        return names.contains("all")
                ? all()
                : names.stream().map(Subjects::named).toList();
    }

    /** The one of that name. */
    public static Subject named(String name) {
        return all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("subject: " + name + " (expected: one of "
                        + all().stream().map(Subject::name).toList() + ")"));
    }
}
