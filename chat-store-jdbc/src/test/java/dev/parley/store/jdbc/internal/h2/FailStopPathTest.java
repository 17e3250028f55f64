package dev.parley.store.jdbc.internal.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailStopPathTest {

    @TempDir
    Path directory;

    private FilePath path;
    private FileChannel file;

    @BeforeEach
    void open() throws IOException {
        path = FilePath.get(FailStopPath.of(Path.of(FullDiskPath.of(directory.resolve("file")))));
        file = path.open("rw");
        FullDiskPath.full = false;
    }

    @AfterEach
    void close() throws IOException {
        FullDiskPath.full = false;
        file.close();
    }

    @Test
    void whatIsWrittenIsReadAndForced() throws IOException {
        file.write(bytes(1, 2, 3), 0);
        file.force(true);
        assertThat(read(file)).containsExactly(1, 2, 3);
        file.truncate(2);
        assertThat(file.size()).isEqualTo(2);
    }

    @Test
    void nothingIsWrittenAfterAWriteFailed() throws IOException {
        file.write(bytes(1, 2, 3), 0);
        FullDiskPath.full = true;
        assertThatThrownBy(() -> file.write(bytes(4), 3)).hasMessage("No space left on device");
        FullDiskPath.full = false;
        assertThatThrownBy(() -> file.write(bytes(9), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("because a write before it failed: No space left on device");
        assertThatThrownBy(() -> file.truncate(0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> file.force(true)).isInstanceOf(IOException.class);
        assertThat(read(file)).containsExactly(1, 2, 3);
    }

    @Test
    void nothingIsWrittenAfterAForceFailed() {
        FullDiskPath.full = true;
        assertThatThrownBy(() -> file.force(true)).hasMessage("No space left on device");
        FullDiskPath.full = false;
        assertThatThrownBy(() -> file.write(bytes(9), 0)).isInstanceOf(IOException.class);
    }

    @Test
    void itIsWrittenAgainOnceItIsOpenedAgain() throws IOException {
        FullDiskPath.full = true;
        assertThatThrownBy(() -> file.write(bytes(1), 0)).isInstanceOf(IOException.class);
        FullDiskPath.full = false;
        try (FileChannel again = path.open("rw")) {
            again.write(bytes(2), 0);
            assertThat(read(again)).containsExactly(2);
        }
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }

    private static byte[] read(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.read(bytes, 0);
        return bytes.array();
    }
}
