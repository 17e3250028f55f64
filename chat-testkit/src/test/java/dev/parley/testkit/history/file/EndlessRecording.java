package dev.parley.testkit.history.file;

import dev.parley.testkit.history.Client;
import dev.parley.testkit.history.HistoryRecorder;
import dev.parley.testkit.history.Operation;
import java.io.IOException;
import java.nio.file.Path;

/** Records until it is killed, and says aloud what is recorded already. */
final class EndlessRecording {

    private EndlessRecording() {}

    public static void main(String[] args) throws IOException {
        HistoryRecorder recorder = HistoryRecorder.to(HistoryFile.append(Path.of(args[0])));
        Client client = new Client("ada", "phone");
        for (long n = 1; ; n++) {
            recorder.invoke(client, new Operation.Read("c", n));
            System.out.println(n);
            if (System.out.checkError()) {
                return; // nobody listens any more: the test is gone
            }
        }
    }
}
