package io.sparcode.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sparcode.config.ConfigurationException;
import io.sparcode.dataset.BadDataException;
import io.sparcode.provenance.Provenance;
import io.sparcode.storage.Manifest;
import io.sparcode.storage.Places;
import io.sparcode.storage.SmallFile;
import io.sparcode.storage.WholeDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outputs of jobs: the same is kept, another is replaced only where that was asked for. */
final class Outputs {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .build();

    private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);

    private Outputs() {}

    /**
     * Refuses a place for an output that is one of the job's inputs, lies in one or holds one.
     *
     * @param inputs places by their keys; empty ones are none
     * @throws ConfigurationException if it is so
     */
    static void requireApart(Configuration hadoop, String key, String output, Map<String, String> inputs)
            throws IOException {
        for (Map.Entry<String, String> input : new TreeMap<>(inputs).entrySet()) {
            if (!input.getValue().isEmpty() && Places.overlap(hadoop, new Path(output), new Path(input.getValue()))) {
                throw new ConfigurationException(key + " must lie apart from " + input.getKey() + ", neither in it nor"
                        + " around it: it was " + output + ", and " + input.getKey() + " is " + input.getValue());
            }
        }
    }

    /**
     * Returns whether an output is what {@code wanted} would make.
     *
     * @param overwriteKey the key that allows another one to be replaced
     * @param overwrite whether it does
     * @throws ConfigurationException if another one is there and may not be replaced, as may nothing that another job made, or
     *     that does not say what made it
     * @throws BadDataException if it is there, but has lost files, and may not be replaced
     */
    static boolean isMade(Configuration hadoop, Path output, Provenance wanted, String overwriteKey, boolean overwrite)
            throws IOException {
        if (!output.getFileSystem(hadoop).exists(output)) {
            return false;
        }
        Optional<Provenance> made = provenance(hadoop, output);
        if (made.isPresent() && made.get().identity().equals(wanted.identity())) {
            return isWhole(hadoop, output, overwriteKey, overwrite);
        }
        if (made.isEmpty()) {
            Optional<String> damage = Manifest.damage(hadoop, output);
            if (damage.isPresent()) {
                throw damaged(output, damage.get(), null);
            }
        }
        String job = made.map(Provenance::job).orElse("");
        if (!job.equals(wanted.job())) {
            if (overwrite && isEmpty(hadoop, output)) {
                return false;
            }
            throw new ConfigurationException(output + " is there already and "
                    + (job.isEmpty() ? "does not say what made it" : "was made by " + job) + ", so that "
                    + wanted.job() + " does not replace it; another place is needed, or to remove it by hand");
        }
        if (!overwrite) {
            throw new ConfigurationException(output + " is there already and was made otherwise: "
                    + difference(made.get(), wanted) + "; " + overwriteKey + " = true replaces it");
        }
        return false;
    }

    private static boolean isWhole(Configuration hadoop, Path output, String overwriteKey, boolean overwrite)
            throws IOException {
        Optional<String> damage = Manifest.damage(hadoop, output);
        if (damage.isPresent() && !overwrite) {
            throw new BadDataException(
                    output + " is damaged: " + damage.get() + "; " + overwriteKey + " = true makes it again");
        }
        damage.ifPresent(what -> LOG.warn("{} is damaged: {}; it is made again", output, what));
        return damage.isEmpty();
    }

    /**
     * Reads what made an output.
     *
     * @throws BadDataException if the file that says so is damaged
     */
    static Optional<Provenance> provenance(Configuration hadoop, Path output) throws IOException {
        try {
            return Provenance.read(hadoop, output);
        } catch (IOException e) {
            if (e instanceof ChecksumException || e.getCause() instanceof IllegalArgumentException) {
                throw damaged(output, Provenance.FILE + " cannot be read", e);
            }
            throw e;
        }
    }

    private static boolean isEmpty(Configuration hadoop, Path output) throws IOException {
        FileSystem fileSystem = output.getFileSystem(hadoop);
        return fileSystem.getFileStatus(output).isDirectory() && fileSystem.listStatus(output).length == 0;
    }

    /** Writes an output and what made it; it appears whole or not at all. */
    static void write(
            Configuration hadoop, Path output, Provenance made, boolean overwrite, WholeDirectory.Content content)
            throws IOException {
        WholeDirectory.write(
                hadoop, output, overwrite ? WholeDirectory.IfExists.REPLACE : WholeDirectory.IfExists.REFUSE, aside -> {
                    content.writeTo(aside);
                    made.write(hadoop, aside);
                });
    }

    /**
     * Reads a small file of an output that is there already.
     *
     * @throws BadDataException if it is not among the output's files, or damaged
     */
    static byte[] read(Configuration hadoop, Path output, String name) throws IOException {
        try {
            return SmallFile.read(hadoop, new Path(output, name));
        } catch (FileNotFoundException e) {
            throw damaged(output, "it has no " + name, e);
        } catch (ChecksumException e) {
            throw damaged(output, name + " cannot be read", e);
        }
    }

    /** Says that an output which is there already cannot be read. */
    static BadDataException damaged(Path output, String what, Exception cause) {
        return new BadDataException(
                output + " is damaged: " + what + "; without the folder, the job makes it again", cause);
    }

    /** Returns options as the nested maps that provenance holds, keys in kebab-case. */
    static Map<String, Object> asMap(Record options) {
        return JSON.convertValue(
                options, JSON.getTypeFactory().constructMapType(TreeMap.class, String.class, Object.class));
    }

    private static String difference(Provenance made, Provenance wanted) {
        Map<String, String> before = flat(made);
        Map<String, String> now = flat(wanted);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> differences = names.stream()
                .filter(name -> !Objects.equals(before.get(name), now.get(name)))
                .map(name -> name + " was " + before.getOrDefault(name, "not there") + ", is "
                        + now.getOrDefault(name, "not there"))
                .toList();
        return String.join("; ", differences);
    }

    private static Map<String, String> flat(Provenance provenance) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", provenance.options(), flat);
        flatten("fingerprint of the input", provenance.inputs(), flat);
        flatten("seed", provenance.seed(), flat);
        flatten("workers", provenance.workers(), flat);
        flatten("averaging-frequency", provenance.averagingFrequency(), flat);
        flatten("identity of the model", provenance.parentModel(), flat);
        flatten("version of Sparcode", provenance.versions().sparcode(), flat);
        flatten("version of Spark", provenance.versions().spark(), flat);
        flatten("version of DL4J", provenance.versions().dl4j(), flat);
        return flat;
    }

    /** As text: a number that was written and read again may be of another type. */
    private static void flatten(String name, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> flatten(name.isEmpty() ? "" + key : name + "." + key, entry, into));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(list.size() == 1 ? name : name + "[" + i + "]", list.get(i), into);
            }
        } else {
            into.put(name, String.valueOf(value));
        }
    }
}
