package dev.parley.core;

import dev.parley.model.internal.Checks;

/**
 * Limits of conversations, pages and users. Immutable.
 *
 * @param fanOut what a conversation's size decides
 * @param groupMembers the most members of a group, 1 or more; default 1,000
 * @param page the largest page of entries, conversations or members, 1 to 200; default 200
 * @param defaultPage the size of a page that is not named, 1 to {@code page}; default 50
 * @param unreadCap where counting unread messages stops, 1 or more; default 1,000
 * @param devices the most devices of a user, 1 or more; default 20
 * @param watched the most users whose presence one session watches, 0 or more; default 500
 */
public record ConversationOptions(
        FanOutOptions fanOut, int groupMembers, int page, int defaultPage, int unreadCap, int devices, int watched) {

    /** Groups to 1,000, pages of 200 (50), 1,000 unread, 20 devices, 500 watched. */
    public static final ConversationOptions DEFAULT =
            new ConversationOptions(FanOutOptions.DEFAULT, 1_000, 200, 50, 1_000, 20, 500);

    public ConversationOptions {
        Checks.given("fanOut", fanOut);
        Checks.atLeast("groupMembers", groupMembers, 1);
        Checks.within("page", page, 1, 200);
        Checks.within("defaultPage", defaultPage, 1, page);
        Checks.atLeast("unreadCap", unreadCap, 1);
        Checks.atLeast("devices", devices, 1);
        Checks.atLeast("watched", watched, 0);
    }

    /**
     * The same with other fan-out.
     *
     * @param other the options
     * @return the options
     */
    public ConversationOptions with(FanOutOptions other) {
        return new ConversationOptions(other, groupMembers, page, defaultPage, unreadCap, devices, watched);
    }
}
