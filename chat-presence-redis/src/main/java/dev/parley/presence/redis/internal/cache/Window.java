package dev.parley.presence.redis.internal.cache;

import dev.parley.presence.redis.internal.Script;

/** The hash of a conversation: a field for each entry, by its seq, and three that bound it. */
final class Window {

    /**
     * Puts entries in. What is not among the newest is left out, and what no longer is goes; so do the oldest while there are
     * too many bytes. Key: the conversation. Arguments: how many entries and bytes may stay, after how many milliseconds all
     * go, then seq and value of each entry, by ascending seq. A key that is not what this makes is made anew.
     */
    static final Script PUT = Script.of("""
            local key, most, room = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
            local function name(number) return string.format('%.0f', number) end
            local kept = redis.pcall('HMGET', key, 'top', 'low', 'bytes')
            local top, low, bytes
            if not kept.err then
              top, low, bytes = tonumber(kept[1]), tonumber(kept[2]), tonumber(kept[3])
            end
            local before, highest = top, tonumber(ARGV[#ARGV - 1])
            local sound = top and low and bytes and bytes >= 0 and low > top - most and low <= top
            if not sound or highest - top >= most then
              redis.call('DEL', key)
              before, top, low, bytes = 0, highest, highest + 1, 0
            end
            local function drop()
              bytes = bytes - redis.call('HSTRLEN', key, name(low))
              redis.call('HDEL', key, name(low))
              low = low + 1
            end
            top = math.max(top, highest)
            while low <= top - most do
              drop()
            end
            for i = #ARGV - 1, 4, -2 do
              local seq = tonumber(ARGV[i])
              local more = #ARGV[i + 1] - redis.call('HSTRLEN', key, ARGV[i])
              if seq > top - most and (seq > before or bytes + more <= room) then
                redis.call('HSET', key, ARGV[i], ARGV[i + 1])
                bytes = bytes + more
                low = math.min(low, seq)
              end
            end
            while bytes > room and low < top do
              drop()
            end
            redis.call('HSET', key, 'top', name(top), 'low', name(low), 'bytes', name(bytes))
            if redis.call('PTTL', key) < 0 then
              redis.call('PEXPIRE', key, ARGV[3])
            end
            return {}
            """);

    private Window() {}
}
