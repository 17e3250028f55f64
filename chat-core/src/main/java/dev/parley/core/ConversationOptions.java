package dev.parley.core;

import dev.parley.model.internal.Checks;

/**
 * Limits of conversations, pages and users. Immutable.
 *
 * @param fanOutOnWrite up to how many members fan-out is on write: inbox rows, receipts, who-has-read; 2 or more, so
 *     that direct conversations always are; default 100
 * @param groupMembers the most members of a group, 1 or more; default 1,000
 * @param page the largest page of entries, conversations or members, 1 to 200; default 200
 * @param defaultPage the size of a page that is not named, 1 to {@code page}; default 50
 * @param unreadCap where counting unread messages stops, 1 or more; default 1,000
 * @param devices the most devices of a user, 1 or more; default 20
 * @param watched the most users whose presence one session watches, 0 or more; default 500
 */
public record ConversationOptions(
        int fanOutOnWrite, int groupMembers, int page, int defaultPage, int unreadCap, int devices, int watched) {

    /** 100 members on write, groups to 1,000, pages of 200 (50), 1,000 unread, 20 devices, 500 watched. */
    public static final ConversationOptions DEFAULT = new ConversationOptions(100, 1_000, 200, 50, 1_000, 20, 500);

    public ConversationOptions {
        Checks.atLeast("fanOutOnWrite", fanOutOnWrite, 2);
        Checks.atLeast("groupMembers", groupMembers, 1);
        Checks.within("page", page, 1, 200);
        Checks.within("defaultPage", defaultPage, 1, page);
        Checks.atLeast("unreadCap", unreadCap, 1);
        Checks.atLeast("devices", devices, 1);
        Checks.atLeast("watched", watched, 0);
    }
}
