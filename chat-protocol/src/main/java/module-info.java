import org.jspecify.annotations.NullMarked;

/** Frames, codecs, error and close codes; shared by server and client. */
@NullMarked
module dev.parley.protocol {
    exports dev.parley.model;
    exports dev.parley.protocol;
    exports dev.parley.view;

    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.cbor;
    requires static transitive org.jspecify;
}
