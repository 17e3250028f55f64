package dev.parley.presence.redis.internal.discovery;

import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.view.NodeAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Listings as text: {@code name=value} pairs as in a URL's query, of which those that are not known are skipped (G18). */
final class ListingText {

    private ListingText() {}

    static String of(NodeListing listing) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("connect", listing.address().connect().toString());
        members.put("api", listing.address().api().toString());
        String region = listing.address().region();
        if (region != null) {
            members.put("region", region);
        }
        members.put("capacity", Integer.toString(listing.capacity()));
        members.put("connections", Integer.toString(listing.connections()));
        members.put("draining", Boolean.toString(listing.draining()));
        members.put("version", listing.version());
        return members.entrySet().stream()
                .map(member -> member.getKey() + "=" + URLEncoder.encode(member.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** Reads a listing; null when it is none of a version that is known. */
    static @Nullable NodeListing read(String node, String text) {
        try {
            Map<String, String> members = new HashMap<>();
            for (String member : text.split("&", -1)) {
                int equals = member.indexOf('=');
                if (equals > 0) {
                    members.put(
                            member.substring(0, equals),
                            URLDecoder.decode(member.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
            return new NodeListing(
                    new NodeAddress(
                            node,
                            URI.create(members.getOrDefault("connect", "")),
                            URI.create(members.getOrDefault("api", "")),
                            members.get("region")),
                    Integer.parseInt(members.getOrDefault("capacity", "")),
                    Integer.parseInt(members.getOrDefault("connections", "")),
                    Boolean.parseBoolean(members.get("draining")),
                    members.getOrDefault("version", ""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
