package io.sparcode.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.image.UnreadableImageException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * What the names of the files in archives say, and the labels beside their images: read through before any image is, as
 * labels are numbered together. A plain value that travels.
 */
final class TarContents implements Serializable {
    private static final long serialVersionUID = 1;
    /** Of a file beside an image that says its label. */
    private static final int MAX_LABEL_BYTES = 1 << 20;

    private static final int EXAMPLES = 5;
    private static final int MOST_FOLDERS = 10_000;
    private static final int MAX_LABEL_LENGTH = 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final List<String> FIELDS = List.of("cls", "label");

    /** Up to one more than the most that are counted. */
    private final Set<String> labels = new TreeSet<>();
    /** One of the labels that are no plain numbers; null where all are. */
    private String word;

    private final Set<String> images = new TreeSet<>();
    /** Folders of what may be images, up to one more than the most that are looked at. */
    private final Set<String> folders = new TreeSet<>();

    private final List<String> others = new ArrayList<>();
    private long otherFiles;
    private boolean isSamples;

    /**
     * Reads through an archive.
     *
     * @throws BadDataException if it is damaged or cut off
     */
    static TarContents of(String archive, Configuration hadoop) throws IOException {
        TarContents contents = new TarContents();
        try (TarReader reader = TarReader.open(hadoop, archive)) {
            String lastKey = null;
            boolean lastIsImage = false;
            while (reader.next()) {
                TarName name = new TarName(reader.name());
                boolean isImage = name.isImage();
                if (name.key().equals(lastKey) && isImage != lastIsImage) {
                    contents.isSamples = true;
                    contents.images.clear();
                }
                lastKey = name.key();
                lastIsImage = isImage;
                contents.add(name, isImage, reader);
            }
        }
        return contents;
    }

    private void add(TarName name, boolean isImage, TarReader reader) throws IOException {
        if (isImage || !name.isOther()) {
            addFolder(TarName.folder(name.path()));
            if (!isSamples) {
                images.add(name.path());
            }
            return;
        }
        if (!isSamples) {
            otherFiles++;
            if (others.size() < EXAMPLES) {
                others.add(name.path());
            }
        }
        if (isLabel(name)) {
            try {
                String label = label(name, reader);
                if (label != null) {
                    addLabel(label);
                }
            } catch (UnreadableImageException e) {
                // The sample goes to quarantine, with this reason, once it is read.
                return;
            }
        }
    }

    private void addFolder(String folder) {
        if (folders.size() <= MOST_FOLDERS) {
            folders.add(folder);
        }
    }

    private void addLabel(String label) {
        if (word == null && TarLayout.plainNumber(label).isEmpty()) {
            word = label;
        }
        if (labels.size() <= ImageRows.MAX_LABELS) {
            labels.add(label);
        }
    }

    /** Adds what another archive has. */
    TarContents merge(TarContents other) {
        word = word == null ? other.word : word;
        other.labels.forEach(this::addLabel);
        images.addAll(other.images);
        other.folders.forEach(this::addFolder);
        otherFiles += other.otherFiles;
        isSamples |= other.isSamples;
        for (String name : other.others) {
            if (others.size() < EXAMPLES) {
                others.add(name);
            }
        }
        return this;
    }

    /** Returns whether a file may hold a label, by its ending. */
    static boolean isLabel(TarName name) {
        return name.ending().equals("cls") || name.ending().equals("json");
    }

    /**
     * Returns the label in the current file, which lies beside an image: the text of a {@code .cls} file, or the field
     * {@code cls} or {@code label} of a {@code .json} file, or null where that has neither.
     *
     * @throws UnreadableImageException if the file is a link, sparse or too long, the text is empty, or the field is
     *     neither text nor a whole number
     */
    static String label(TarName name, TarReader reader) throws IOException, UnreadableImageException {
        if (!reader.isPlain()) {
            throw new UnreadableImageException(name.path() + " is a link or a sparse file in the archive");
        }
        if (reader.length() > MAX_LABEL_BYTES) {
            throw new UnreadableImageException("its ." + name.ending() + " is " + reader.length()
                    + " bytes long, where a label's file has at most " + MAX_LABEL_BYTES);
        }
        return label(name, reader.content());
    }

    private static String label(TarName name, byte[] content) throws UnreadableImageException {
        if (name.ending().equals("cls")) {
            return checked(text(content).strip(), "its .cls");
        }
        try {
            JsonNode json = JSON.readTree(content);
            if (json.isMissingNode()) {
                throw new UnreadableImageException("its .json is empty");
            }
            for (String field : FIELDS) {
                JsonNode value = json.get(field);
                if (value == null || value.isNull()) {
                    continue;
                }
                if (!value.isIntegralNumber()
                        && (!value.isTextual() || value.asText().isBlank())) {
                    throw new UnreadableImageException("the field " + field + " of its .json is " + value
                            + ", where a label is a whole number or text");
                }
                return checked(value.asText().strip(), "the field " + field + " of its .json");
            }
            return null;
        } catch (JsonProcessingException e) {
            throw new UnreadableImageException("its .json cannot be read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableImageException("its .json cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(byte[] content) throws UnreadableImageException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableImageException("its .cls is no text in UTF-8", e);
        }
    }

    /** Returns a label as names of folders are, accents composed. */
    private static String checked(String label, String where) throws UnreadableImageException {
        if (label.isEmpty()) {
            throw new UnreadableImageException(where + " is empty");
        }
        if (label.length() > MAX_LABEL_LENGTH) {
            throw new UnreadableImageException(where + " has a label of " + label.length()
                    + " characters, where a label has at most " + MAX_LABEL_LENGTH);
        }
        return Normalizer.normalize(label, Normalizer.Form.NFC);
    }

    /** Returns whether files of one name but for the ending are one sample, an image and what is known of it. */
    boolean isSamples() {
        return isSamples;
    }

    /**
     * Returns the labels beside images, as they are written; empty where there are none. Not all of them where
     * {@link #hasManyNumbers}.
     *
     * @throws BadDataException if there are more than are counted, and one is no plain number
     */
    Set<String> labels() {
        if (labels.size() > ImageRows.MAX_LABELS && word != null) {
            throw new BadDataException(
                    "it has more than " + ImageRows.MAX_LABELS + " different labels, one of which is '"
                            + word + "'; so many are read only where all are whole numbers of 0 to " + Integer.MAX_VALUE
                            + ", written without a sign or zeros before them");
        }
        return labels;
    }

    /** Returns whether there are more labels than are counted, all of them plain numbers. */
    boolean hasManyNumbers() {
        return labels.size() > ImageRows.MAX_LABELS && word == null;
    }

    /** Returns the folders of the files that may be images; none where there are so many that they are no splits. */
    Set<String> folders() {
        return folders.size() > MOST_FOLDERS ? Set.of() : folders;
    }

    /** Returns the names of the files that may be images, where these are no samples. */
    Set<String> images() {
        return images;
    }

    /** Returns the files that are no images by name. */
    List<LeftOut> others() {
        return otherFiles == 0
                ? List.of()
                : List.of(new LeftOut("by name no images, in archives of image files", otherFiles, others));
    }
}
