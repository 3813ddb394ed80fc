package io.sparcode.image;

import java.io.IOException;

/**
 * Decodes one format. A decoder keeps what it can use again for the next image, so that one belongs to one thread.
 *
 * <p>It checks the size by {@link DecodingOptions#requireSize} before it takes memory for pixels, and refuses a file that
 * does not hold all of them.
 */
interface FormatDecoder {
    /**
     * Decodes an image that begins as the format does.
     *
     * @throws UnreadableImageException if it cannot be read, with a reason that names the format
     * @throws IOException if it is damaged; so is one that makes a decoder fail otherwise
     */
    StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException;
}
