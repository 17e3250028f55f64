package dev.parley.discovery.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.spi.discovery.NodeListing;
import dev.parley.view.NodeAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceType;
import org.apache.curator.x.discovery.details.InstanceSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Listings as the JSON in which Curator's own tools write services, so that they can list nodes, too. Members that it does not
 * know are ignored; what is no listing of a version it knows is an instance without payload.
 */
final class ListingFormat implements InstanceSerializer<NodeListing> {

    /** The service's name: the folder below the base path. */
    static final String SERVICE = "nodes";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A node as a service. */
    static ServiceInstance<NodeListing> instance(NodeListing listing) {
        URI connect = listing.address().connect();
        Integer port = connect.getPort() < 0 ? null : connect.getPort();
        boolean tls = "wss".equalsIgnoreCase(connect.getScheme());
        return new ServiceInstance<>(
                SERVICE,
                id(listing.node()),
                connect.getHost(),
                tls ? null : port,
                tls ? port : null,
                listing,
                System.currentTimeMillis(),
                ServiceType.DYNAMIC,
                null);
    }

    /** A name as one step of a path, which may not hold all that a name may: a slash, for one. */
    static String id(String node) {
        return URLEncoder.encode(node, StandardCharsets.UTF_8).replace(".", "%2E");
    }

    @Override
    public byte[] serialize(ServiceInstance<NodeListing> instance) throws IOException {
        NodeListing listing = instance.getPayload();
        ObjectNode root = JSON.createObjectNode();
        root.put("name", instance.getName());
        root.put("id", instance.getId());
        root.put("address", instance.getAddress());
        root.put("port", instance.getPort());
        root.put("sslPort", instance.getSslPort());
        root.put("registrationTimeUTC", instance.getRegistrationTimeUTC());
        root.put("serviceType", instance.getServiceType().name());
        ObjectNode payload = root.putObject("payload");
        payload.put("node", listing.node());
        payload.put("connect", listing.address().connect().toString());
        payload.put("api", listing.address().api().toString());
        payload.put("region", listing.address().region());
        payload.put("capacity", listing.capacity());
        payload.put("connections", listing.connections());
        payload.put("draining", listing.draining());
        payload.put("version", listing.version());
        return JSON.writeValueAsBytes(root);
    }

    @Override
    public ServiceInstance<NodeListing> deserialize(byte[] bytes) {
        return new ServiceInstance<>(SERVICE, SERVICE, null, null, null, listing(bytes), 0, ServiceType.DYNAMIC, null);
    }

    private static @Nullable NodeListing listing(byte[] bytes) {
        try {
            JsonNode payload = JSON.readTree(bytes).path("payload");
            String region = payload.path("region").asText("");
            return new NodeListing(
                    new NodeAddress(
                            payload.path("node").asText(""),
                            URI.create(payload.path("connect").asText("")),
                            URI.create(payload.path("api").asText("")),
                            payload.path("region").isTextual() ? region : null),
                    payload.path("capacity").asInt(),
                    payload.path("connections").asInt(),
                    payload.path("draining").asBoolean(),
                    payload.path("version").asText(""));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
