package dev.parley.presence.redis.internal.directory;

import dev.parley.presence.redis.internal.Script;

/** What Redis does in one step. Times are the server's own, so that no node's clock matters. Immutable. */
final class Scripts {

    private static final String NOW = """
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            """;

    /**
     * Takes or renews a lease. Keys: ends, tokens, version. Arguments: node, milliseconds, a token and a version in case that
     * they are needed. Returns 1 and the token of a lease that was unbroken, else 0 and that of the new one.
     */
    static final Script RENEW = Script.of(NOW + """
            local ends = redis.call('ZSCORE', KEYS[1], ARGV[1])
            local token = redis.call('HGET', KEYS[2], ARGV[1])
            redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
            if ends and token and tonumber(ends) > now then
              return {'1', token}
            end
            redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
            redis.call('SET', KEYS[3], ARGV[4])
            local dead = redis.call('ZRANGE', KEYS[1], '-inf', string.format('%.0f', now), 'BYSCORE', 'LIMIT', '0', '100')
            for _, node in ipairs(dead) do
              redis.call('ZREM', KEYS[1], node)
              redis.call('HDEL', KEYS[2], node)
            end
            return {'0', ARGV[3]}
            """);

    /** Ends a lease. Keys: ends, tokens, version. Arguments: node, a version. */
    static final Script RETIRE = Script.of("""
            redis.call('ZREM', KEYS[1], ARGV[1])
            redis.call('HDEL', KEYS[2], ARGV[1])
            redis.call('SET', KEYS[3], ARGV[2])
            return {}
            """);

    /** Who lives. Keys: ends, tokens, version. Returns the version, then of each node its name, token and milliseconds left. */
    static final Script LIVE = Script.of(NOW + """
            local answer = {redis.call('GET', KEYS[3]) or ''}
            local alive = redis.call(
              'ZRANGE', KEYS[1], '(' .. string.format('%.0f', now), '+inf', 'BYSCORE', 'WITHSCORES')
            for i = 1, #alive, 2 do
              answer[#answer + 1] = alive[i]
              answer[#answer + 1] = redis.call('HGET', KEYS[2], alive[i]) or ''
              answer[#answer + 1] = string.format('%.0f', tonumber(alive[i + 1]) - now)
            end
            return answer
            """);

    /**
     * A user is on a node, or left it. Key: the user. Arguments: the node's field, its token or nothing for who left, when the
     * user was active, and how long that is remembered. One script for both, so that they take effect in the order sent also
     * when a server has to be told the script first.
     */
    static final Script USER = Script.of("""
            if ARGV[2] == '' then
              redis.call('HDEL', KEYS[1], ARGV[1])
            else
              redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
            end
            local at = redis.call('HGET', KEYS[1], 'at')
            if not at or tonumber(at) < tonumber(ARGV[3]) then
              redis.call('HSET', KEYS[1], 'at', ARGV[3])
            end
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            return {}
            """);

    /** Takes out fields that are still what they were. Key: the user. Arguments: field and value of each. */
    static final Script PRUNE = Script.of("""
            for i = 1, #ARGV, 2 do
              if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
                redis.call('HDEL', KEYS[1], ARGV[i])
              end
            end
            return {}
            """);

    private Scripts() {}
}
