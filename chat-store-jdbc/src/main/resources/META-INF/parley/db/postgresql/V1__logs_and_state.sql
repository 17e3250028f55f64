-- Parley on PostgreSQL, version 1. Run it in one transaction.
-- COLLATE "C" makes ids compare by their bytes: that is what paging and lock order rest on, and the fastest.

CREATE TABLE parley_schema (
    version    integer PRIMARY KEY,
    -- SHA-256 of the script; null where it was run by hand
    checksum   text,
    applied_at timestamptz DEFAULT now() NOT NULL
);

-- Where each log ends. Its row is what an append locks; the free space keeps its new versions on the same page.
CREATE TABLE parley_head (
    conversation text COLLATE "C" PRIMARY KEY,
    head         bigint DEFAULT 0 NOT NULL,
    state_seq    bigint DEFAULT 0 NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE parley_entry (
    conversation text COLLATE "C" NOT NULL,
    seq          bigint           NOT NULL,
    id           uuid             NOT NULL,
    sender       text COLLATE "C" NOT NULL,
    device       text COLLATE "C",
    entry_key    text COLLATE "C" NOT NULL,
    fingerprint  text COLLATE "C" NOT NULL,
    -- milliseconds since 1970
    time_ms      bigint           NOT NULL,
    type         text COLLATE "C" NOT NULL,
    -- the seq of the message that an edit, delete or reaction is for
    target       bigint,
    body         bytea            NOT NULL,
    PRIMARY KEY (conversation, seq),
    CONSTRAINT parley_entry_by_key UNIQUE (conversation, sender, entry_key)
);

CREATE INDEX parley_entry_by_target ON parley_entry (conversation, target, seq) WHERE target IS NOT NULL;

-- One row for each user that a message mentions, its sender excepted.
CREATE TABLE parley_mention (
    conversation text COLLATE "C" NOT NULL,
    user_id      text COLLATE "C" NOT NULL,
    seq          bigint           NOT NULL,
    PRIMARY KEY (conversation, user_id, seq)
);

CREATE TABLE parley_conversation (
    conversation text COLLATE "C" PRIMARY KEY,
    kind         text COLLATE "C" NOT NULL,
    title        text,
    history      text COLLATE "C" NOT NULL,
    state_seq    bigint           NOT NULL,
    member_count integer          NOT NULL
);

CREATE TABLE parley_member (
    conversation text COLLATE "C" NOT NULL,
    user_id      text COLLATE "C" NOT NULL,
    since_seq    bigint           NOT NULL,
    from_seq     bigint           NOT NULL,
    -- 9223372036854775807 while the stay lasts
    to_seq       bigint           NOT NULL,
    member_role  text COLLATE "C" NOT NULL,
    state_seq    bigint           NOT NULL,
    PRIMARY KEY (conversation, user_id, since_seq)
);

CREATE TABLE parley_inbox (
    user_id      text COLLATE "C" NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    last_seq     bigint           NOT NULL,
    sort_id      uuid             NOT NULL,
    pinned       boolean DEFAULT false NOT NULL,
    muted_until  bigint,
    PRIMARY KEY (user_id, conversation)
);

CREATE INDEX parley_inbox_order ON parley_inbox (user_id, pinned DESC, sort_id DESC, conversation);

CREATE TABLE parley_mark (
    user_id       text COLLATE "C" NOT NULL,
    conversation  text COLLATE "C" NOT NULL,
    delivered_seq bigint DEFAULT 0 NOT NULL,
    read_seq      bigint DEFAULT 0 NOT NULL,
    shown_seq     bigint DEFAULT 0 NOT NULL,
    PRIMARY KEY (user_id, conversation)
) WITH (fillfactor = 50);

CREATE TABLE parley_device_mark (
    user_id       text COLLATE "C" NOT NULL,
    device        text COLLATE "C" NOT NULL,
    conversation  text COLLATE "C" NOT NULL,
    delivered_seq bigint           NOT NULL,
    PRIMARY KEY (user_id, device, conversation)
) WITH (fillfactor = 50);

-- One row for each user with devices. Its row is what a registration locks, so that two cannot both take the last place.
CREATE TABLE parley_device_owner (
    user_id text COLLATE "C" PRIMARY KEY
);

CREATE TABLE parley_device (
    user_id      text COLLATE "C" NOT NULL,
    device       text COLLATE "C" NOT NULL,
    device_name  text             NOT NULL,
    created_ms   bigint           NOT NULL,
    last_seen_ms bigint           NOT NULL,
    revoked      boolean          NOT NULL,
    PRIMARY KEY (user_id, device)
);

CREATE TABLE parley_block (
    user_id  text COLLATE "C" NOT NULL,
    other_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, other_id)
);

INSERT INTO parley_schema (version) VALUES (1);
