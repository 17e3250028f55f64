package dev.parley.examples.console;

import dev.parley.client.ParleyClient;
import dev.parley.model.ConversationId;
import dev.parley.model.ConversationKind;
import dev.parley.model.HistoryPolicy;
import dev.parley.model.MemberSpec;
import dev.parley.model.MessageBody;
import dev.parley.model.Role;
import dev.parley.model.UserId;
import dev.parley.protocol.Result;
import dev.parley.view.ConversationSummary;
import dev.parley.view.EntryPage;
import dev.parley.view.Member;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does what is typed. Confined to one thread. */
public final class ConsoleCommands {

    private static final String HELP = """
            /to NAME             chat with somebody
            /group TITLE NAME…   start a group
            /list                your chats, newest first       /open N     open one of them
            /who                 who is in the chat             /older      read further back
            /edit N TEXT         change your message #N         /delete N   delete it
            /react N EMOJI       react to message #N            /quit       leave
            Anything else is sent to the chat that is open. ✓ stored, ✓✓ delivered or read.""";

    private final ParleyClient client;
    private final ConsoleView view;
    private final PrintWriter out;
    private List<ConversationSummary> listed = List.of();

    /**
     * Commands.
     *
     * @param client does them
     * @param view shows what comes of them
     * @param out where to
     */
    public ConsoleCommands(ParleyClient client, ConsoleView view, PrintWriter out) {
        this.client = client;
        this.view = view;
        this.out = out;
    }

    /** Prints what can be typed. */
    public void help() {
        out.println(HELP);
    }

    /**
     * Does one line.
     *
     * @param line what was typed
     * @return false when that was to quit
     */
    public boolean run(String line) {
        String[] words = line.split("\\s+", 3);
        try {
            switch (words[0]) {
                case "" -> {
                    return true;
                }
                case "/quit" -> {
                    return false;
                }
                case "/help" -> help();
                case "/to" -> to(new UserId(words[1].toLowerCase(Locale.ROOT)));
                case "/group" -> group(words[1], words.length > 2 ? words[2] : "");
                case "/list" -> list();
                case "/open" ->
                    open(listed.get(Integer.parseInt(words[1]) - 1)
                            .conversation()
                            .id());
                case "/who" -> who(needed());
                case "/older" -> older(needed());
                case "/edit" -> client.messages().edit(needed(), seq(words[1]), MessageBody.text(words[2]));
                case "/delete" -> client.messages().delete(needed(), seq(words[1]));
                case "/react" -> client.messages().react(needed(), seq(words[1]), words[2], true);
                default -> say(line);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            out.println(
                    "* " + (e instanceof IndexOutOfBoundsException ? "something is missing: /help" : e.getMessage()));
        }
        return true;
    }

    private void say(String line) {
        if (line.startsWith("/")) {
            throw new IllegalArgumentException("no such command: /help");
        }
        client.messages().send(needed(), MessageBody.text(line));
    }

    private void to(UserId user) {
        client.account().watch(Set.of(user));
        show(
                client.conversations().openDirect(user),
                row -> open(row.conversation().id()));
    }

    private void group(String title, String names) {
        List<MemberSpec> members = Arrays.stream(names.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(name -> !name.isEmpty())
                .map(name -> new MemberSpec(new UserId(name), Role.MEMBER))
                .toList();
        show(
                client.conversations().create(ConversationKind.GROUP, title, HistoryPolicy.FULL, members),
                row -> show(row.conversation().id()));
    }

    private void list() {
        listed = client.conversations().list();
        for (int i = 0; i < listed.size(); i++) {
            ConversationSummary row = listed.get(i);
            int unread = row.unread().messages();
            out.println("  " + (i + 1) + "  " + ConsoleView.title(row) + (unread > 0 ? "  (" + unread + " new)" : ""));
        }
    }

    private void open(ConversationId conversation) {
        view.open(conversation, client.user().orElse(null));
        List<EntryPage.Item> items = client.messages().timeline(conversation).items();
        items.subList(Math.max(0, items.size() - 20), items.size()).forEach(item -> view.print(conversation, item));
        show(conversation);
    }

    /** Opens a chat of which nothing need be printed again. */
    private void show(ConversationId conversation) {
        view.open(conversation, client.user().orElse(null));
        out.println("* "
                + client.conversations()
                        .find(conversation)
                        .map(ConsoleView::title)
                        .orElse("") + " is open");
        read(conversation);
    }

    /** What is on the screen counts as read. */
    private void read(ConversationId conversation) {
        client.conversations()
                .markRead(conversation, client.messages().timeline(conversation).cursor(), false);
    }

    private void who(ConversationId conversation) {
        CompletionStage<Result.Members> members = client.members().list(conversation, Optional.empty(), 100);
        show(
                members,
                page -> page.members().stream().map(ConsoleCommands::describe).forEach(out::println));
    }

    private static String describe(Member member) {
        return "  " + member.user()
                + (member.role() == Role.MEMBER ? "" : " (" + member.role().wireName() + ")");
    }

    private void older(ConversationId conversation) {
        long first = client.messages().timeline(conversation).items().stream()
                .mapToLong(EntryPage.Item::seq)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        show(
                client.messages().loadOlder(conversation, 20),
                timeline -> timeline.items().stream()
                        .filter(item -> item.seq() < first)
                        .forEach(item -> view.print(conversation, item)));
    }

    private <T> void show(CompletionStage<T> answer, Consumer<T> use) {
        answer.whenComplete((result, failure) -> {
            if (failure == null) {
                use.accept(result);
            } else {
                out.println("* " + failure.getMessage());
            }
        });
    }

    private ConversationId needed() {
        @Nullable ConversationId open = view.current();
        if (open == null) {
            throw new IllegalArgumentException("no chat is open: /to NAME or /list");
        }
        read(open);
        return open;
    }

    private static long seq(String word) {
        return Long.parseLong(word.startsWith("#") ? word.substring(1) : word);
    }
}
