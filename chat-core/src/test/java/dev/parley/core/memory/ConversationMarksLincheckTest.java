package dev.parley.core.memory;

import dev.parley.core.ModelChecking;
import dev.parley.core.spi.state.MarkAdvance;
import dev.parley.core.spi.state.MarkChange;
import dev.parley.model.ConversationId;
import dev.parley.model.DeviceId;
import dev.parley.model.Marks;
import dev.parley.model.UserId;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class ConversationMarksLincheckTest {

    @Test
    void everyInterleavingOfAdvancesAndReadsIsOneOrderOfThem() {
        ModelChecking.check(Operations.class);
    }

    @Param(name = "who", gen = IntGen.class, conf = "0:1")
    @Param(name = "seq", gen = IntGen.class, conf = "0:3")
    public static final class Operations {

        private static final ConversationId ROOM = new ConversationId("room");
        private static final List<UserId> USERS = List.of(new UserId("ann"), new UserId("bob"));
        private static final List<DeviceId> DEVICES = List.of(new DeviceId("phone"), new DeviceId("laptop"));

        private final ConversationMarks all = new ConversationMarks();

        @Operation
        public long advance(
                @Param(name = "who") int user,
                @Param(name = "who") int device,
                @Param(name = "seq") int delivered,
                @Param(name = "seq") int read) {
            Marks marks = new Marks(delivered, read, 0);
            MarkChange change = all.advance(new MarkAdvance(USERS.get(user), DEVICES.get(device), ROOM, marks));
            return 100 * digits(change.before()) + digits(change.after());
        }

        @Operation
        public long ofUser(@Param(name = "who") int user) {
            return digits(all.of(USERS.get(user)).orElse(Marks.NONE));
        }

        @Operation
        public long ofDevice(@Param(name = "who") int user, @Param(name = "who") int device) {
            return all.of(USERS.get(user), DEVICES.get(device)).orElse(0L);
        }

        private static long digits(Marks marks) {
            return 10 * marks.delivered() + marks.read();
        }
    }
}
