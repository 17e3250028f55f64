import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the JavaScript tests with Node's own test runner, or says that there is no Node. The build starts it as a single
 * source file: it finds Node on every platform's PATH, and a machine without Node can still build everything.
 */
final class NodeTests {

    private NodeTests() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String node = find(System.getProperty("os.name").startsWith("Windows") ? "node.exe" : "node");
        if (node == null) {
            System.out.println("No node on the PATH: the tests of the JavaScript client are left out.");
            return;
        }
        List<String> command = new ArrayList<>(List.of(node, "--test", "--test-reporter=tap"));
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            files.map(Path::toString).filter(name -> name.endsWith(".test.js")).sorted().forEach(command::add);
        }
        Path report = Path.of(args[1]);
        Files.createDirectories(report.toAbsolutePath().getParent());
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start()
                .waitFor();
        List<String> lines = Files.readAllLines(report);
        lines.stream()
                .filter(line -> status != 0 || line.matches("# (tests|pass|fail|skipped) .*"))
                .forEach(System.out::println);
        System.exit(status);
    }

    private static String find(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            File file = new File(folder, name);
            if (file.canExecute() && file.isFile()) {
                return file.getPath();
            }
        }
        return null;
    }
}
