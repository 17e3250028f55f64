package dev.parley.examples.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.model.UserId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who ever signed in, kept in a file of the data directory, which several processes may share. Thread-safe; blocks on the
 * file.
 */
public final class DemoPeople {

    private static final int NAME = 40;
    private static final int PEOPLE = 10_000;

    private final JsonFactory json = new JsonFactory();
    private final Path file;
    private final Path lock;
    private final Map<String, String> names = new TreeMap<>();

    private DemoPeople(Path file) {
        this.file = file;
        this.lock = file.resolveSibling("demo-people.lock");
    }

    /**
     * Reads who is known.
     *
     * @param data the data directory
     * @return the people
     * @throws IOException when the file can't be read
     */
    public static DemoPeople in(Path data) throws IOException {
        DemoPeople people = new DemoPeople(data.resolve("demo-people.json"));
        people.read();
        return people;
    }

    /**
     * Lets somebody in under a name; the same name, however it is spelled, is the same user.
     *
     * @param name what the user is called
     * @return the user
     * @throws IllegalArgumentException for a name that is none, with a message for whoever typed it
     * @throws IOException when the file can't be written
     */
    public synchronized UserId signIn(String name) throws IOException {
        String shown = Normalizer.normalize(name, Normalizer.Form.NFKC).strip();
        String user = shown.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "-")
                .replaceAll("^-+|-+$", "");
        if (user.isEmpty()) {
            throw new IllegalArgumentException("Please enter a name with at least one letter or digit.");
        }
        if (shown.codePointCount(0, shown.length()) > NAME || shown.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A name has at most " + NAME + " characters, on one line.");
        }
        UserId id = new UserId(user);
        if (id.equals(UserId.SYSTEM)) {
            throw new IllegalArgumentException("This name is taken.");
        }
        try (FileChannel guarded = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            guarded.lock(); // until it is closed
            read();
            if (!names.containsKey(user) && names.size() >= PEOPLE) {
                throw new IllegalArgumentException("There is no room for more people.");
            }
            if (!shown.equals(names.put(user, shown))) {
                write();
            }
            return id;
        }
    }

    /**
     * Lists everybody.
     *
     * @return names by user id
     * @throws IOException when the file can't be read
     */
    public synchronized Map<String, String> all() throws IOException {
        read();
        return new TreeMap<>(names);
    }

    /** Others may have written since; whoever writes replaces the file, so that it is whole at any time. */
    private void read() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (JsonParser parser = json.createParser(file.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                names.put(parser.currentName(), parser.nextTextValue());
            }
        }
    }

    private void write() throws IOException {
        Path written = Files.createTempFile(file.getParent(), "demo-people", ".tmp");
        try (OutputStream out = Files.newOutputStream(written);
                JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartObject();
            for (Map.Entry<String, String> person : names.entrySet()) {
                generator.writeStringField(person.getKey(), person.getValue());
            }
            generator.writeEndObject();
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
