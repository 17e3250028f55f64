package dev.parley.core;

/**
 * Limits of conversations, pages and users. Immutable.
 *
 * @param fanOutOnWrite up to how many members fan-out is on write: inbox rows, receipts, who-has-read
 * @param groupMembers the most members of a group
 * @param page the largest page of entries, conversations or members
 * @param defaultPage the size of a page that is not named
 * @param unreadCap where counting unread messages stops
 * @param devices the most devices of a user
 * @param watched the most users whose presence one session watches
 */
public record ConversationOptions(
        int fanOutOnWrite, int groupMembers, int page, int defaultPage, int unreadCap, int devices, int watched) {

    /** 100 members on write, groups to 1,000, pages of 200 (50), 1,000 unread, 20 devices, 500 watched. */
    public static final ConversationOptions DEFAULT = new ConversationOptions(100, 1_000, 200, 50, 1_000, 20, 500);
}
