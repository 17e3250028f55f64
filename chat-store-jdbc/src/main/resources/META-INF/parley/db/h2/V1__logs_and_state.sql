-- Parley on H2, version 1. Every statement may be run again, because H2 commits each by itself.

CREATE TABLE IF NOT EXISTS parley_schema (
    version    INT PRIMARY KEY,
    -- SHA-256 of the script; null where it was run by hand
    checksum   VARCHAR(64),
    applied_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);

-- Where each log ends. Its row is what an append locks.
CREATE TABLE IF NOT EXISTS parley_head (
    conversation VARCHAR(128) PRIMARY KEY,
    head         BIGINT DEFAULT 0 NOT NULL,
    state_seq    BIGINT DEFAULT 0 NOT NULL
);

CREATE TABLE IF NOT EXISTS parley_entry (
    conversation VARCHAR(128) NOT NULL,
    seq          BIGINT       NOT NULL,
    id           UUID         NOT NULL,
    sender       VARCHAR(128) NOT NULL,
    device       VARCHAR(128),
    entry_key    VARCHAR(64)  NOT NULL,
    fingerprint  VARCHAR(64)  NOT NULL,
    -- milliseconds since 1970
    time_ms      BIGINT       NOT NULL,
    type         VARCHAR(32)  NOT NULL,
    -- the seq of the message that an edit, delete or reaction is for
    target       BIGINT,
    body         VARBINARY    NOT NULL,
    PRIMARY KEY (conversation, seq),
    CONSTRAINT parley_entry_by_key UNIQUE (conversation, sender, entry_key)
);

CREATE INDEX IF NOT EXISTS parley_entry_by_target ON parley_entry (conversation, target, seq);

-- One row for each user that a message mentions, its sender excepted.
CREATE TABLE IF NOT EXISTS parley_mention (
    conversation VARCHAR(128) NOT NULL,
    user_id      VARCHAR(128) NOT NULL,
    seq          BIGINT       NOT NULL,
    PRIMARY KEY (conversation, user_id, seq)
);

CREATE TABLE IF NOT EXISTS parley_conversation (
    conversation VARCHAR(128) PRIMARY KEY,
    kind         VARCHAR(32)  NOT NULL,
    title        VARCHAR,
    history      VARCHAR(32)  NOT NULL,
    state_seq    BIGINT       NOT NULL,
    member_count INT          NOT NULL
);

CREATE TABLE IF NOT EXISTS parley_member (
    conversation VARCHAR(128) NOT NULL,
    user_id      VARCHAR(128) NOT NULL,
    since_seq    BIGINT       NOT NULL,
    from_seq     BIGINT       NOT NULL,
    -- 9223372036854775807 while the stay lasts
    to_seq       BIGINT       NOT NULL,
    member_role  VARCHAR(32)  NOT NULL,
    state_seq    BIGINT       NOT NULL,
    PRIMARY KEY (conversation, user_id, since_seq)
);

CREATE TABLE IF NOT EXISTS parley_inbox (
    user_id      VARCHAR(128) NOT NULL,
    conversation VARCHAR(128) NOT NULL,
    last_seq     BIGINT       NOT NULL,
    sort_id      UUID         NOT NULL,
    pinned       BOOLEAN      DEFAULT FALSE NOT NULL,
    muted_until  BIGINT,
    PRIMARY KEY (user_id, conversation)
);

CREATE INDEX IF NOT EXISTS parley_inbox_order
    ON parley_inbox (user_id, pinned DESC, sort_id DESC, conversation);

CREATE TABLE IF NOT EXISTS parley_mark (
    user_id       VARCHAR(128) NOT NULL,
    conversation  VARCHAR(128) NOT NULL,
    delivered_seq BIGINT       DEFAULT 0 NOT NULL,
    read_seq      BIGINT       DEFAULT 0 NOT NULL,
    shown_seq     BIGINT       DEFAULT 0 NOT NULL,
    PRIMARY KEY (user_id, conversation)
);

CREATE TABLE IF NOT EXISTS parley_device_mark (
    user_id       VARCHAR(128) NOT NULL,
    device        VARCHAR(128) NOT NULL,
    conversation  VARCHAR(128) NOT NULL,
    delivered_seq BIGINT       NOT NULL,
    PRIMARY KEY (user_id, device, conversation)
);

-- One row for each user with devices. Its row is what a registration locks, so that two cannot both take the last place.
CREATE TABLE IF NOT EXISTS parley_device_owner (
    user_id VARCHAR(128) PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS parley_device (
    user_id      VARCHAR(128) NOT NULL,
    device       VARCHAR(128) NOT NULL,
    device_name  VARCHAR      NOT NULL,
    created_ms   BIGINT       NOT NULL,
    last_seen_ms BIGINT       NOT NULL,
    revoked      BOOLEAN      NOT NULL,
    PRIMARY KEY (user_id, device)
);

CREATE TABLE IF NOT EXISTS parley_block (
    user_id  VARCHAR(128) NOT NULL,
    other_id VARCHAR(128) NOT NULL,
    PRIMARY KEY (user_id, other_id)
);

MERGE INTO parley_schema (version) KEY (version) VALUES (1);
