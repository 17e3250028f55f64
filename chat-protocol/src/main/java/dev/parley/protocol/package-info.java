/** Frames, codecs, error and close codes; shared by server and client. */
package dev.parley.protocol;
