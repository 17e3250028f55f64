package dev.parley.integration.process;

import static dev.parley.integration.process.BrowserWindow.testId;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People chat in real browsers through the example server, which is killed while they write. */
class BrowserIT {

    @Test
    void twoPeopleChatAndNothingIsLostWhenTheServerIsKilled() throws Exception {
        try (ServerProcess server = ServerProcess.start("browser", ServerLaunch.EXAMPLE);
                BrowserWindow ada = new BrowserWindow(server.address(), "Ada");
                BrowserWindow bob = new BrowserWindow(server.address(), "Bob")) {
            server.token("Cy");
            ada.signIn();
            bob.signIn();

            ada.openDirect("bob");
            ada.say("Hello Bob");
            ada.seeMessage("Hello Bob", "delivered");
            bob.openConversation("Ada");
            bob.seeMessage("Hello Bob");
            ada.seeMessage("Hello Bob", "read");
            ada.see(testId("presence") + "[data-online='true']");

            bob.startTyping("Hi");
            ada.see(testId("typing"));
            bob.say(" Ada");
            ada.seeMessage("Hi Ada");

            editAndDelete(ada, bob);
            ada.screenshot("direct");

            ada.makeGroup("Trip", "bob", "cy");
            ada.say("Where to?");
            bob.openConversation("Trip");
            bob.seeMessage("Where to?");
            bob.say("The sea");
            ada.seeMessage("The sea");
            bob.screenshot("group");

            ada.reload();
            ada.openConversation("Bob");
            ada.seeMessage("Hello Bob", "read");
            bob.openConversation("Ada");

            List<String> written = writeWhileTheServerIsKilled(server, ada, bob);
            for (BrowserWindow window : List.of(ada, bob)) {
                assertThat(window.messages().stream().filter(written::contains)).isEqualTo(written);
                window.complainedOfNothing();
            }
            ada.screenshot("after-the-kill");
        }
    }

    private static void editAndDelete(BrowserWindow ada, BrowserWindow bob) {
        ada.say("A tpyo");
        ada.seeMessage("A tpyo", "read");
        ada.pick("A tpyo", testId("menu-edit"));
        ada.replaceText("composer", "A typo");
        ada.click(testId("send"));
        bob.seeMessage("A typo");
        ada.say("A secret");
        bob.seeMessage("A secret");
        ada.pick("A secret", testId("menu-delete"));
        ada.click(testId("confirm"));
        bob.seeNoMessage("A secret");
        bob.see(testId("message") + "[data-deleted='true']");
    }

    /** One side writes on while the server dies and comes back; both end up with all of it, once, in order. */
    private static List<String> writeWhileTheServerIsKilled(ServerProcess server, BrowserWindow ada, BrowserWindow bob)
            throws Exception {
        List<String> written = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            String text = "line " + i;
            ada.say(text);
            written.add(text);
            if (i == 4) {
                server.kill();
            }
            if (i == 8) {
                ada.see(testId("offline-banner"));
                server.start();
            }
        }
        for (String text : written) {
            bob.seeMessage(text);
        }
        ada.seeMessage("line 12", "read");
        return written;
    }
}
