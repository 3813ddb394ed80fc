package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.storage.Manifest;
import io.sparcode.storage.WholeDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest from HDFS to HDFS, with a name node and two data nodes that are real. */
class HdfsIngestIT {
    private static final int RECORDS = 40_000;

    @TempDir
    java.nio.file.Path folder;

    private MiniDFSCluster cluster;
    private FileSystem hdfs;
    private String root;

    @BeforeEach
    void startCluster() throws IOException {
        Configuration conf = new Configuration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        conf.setInt("dfs.replication", 2);
        cluster = new MiniDFSCluster.Builder(conf).numDataNodes(2).build();
        cluster.waitActive();
        hdfs = cluster.getFileSystem();
        root = hdfs.getUri() + "/lake";
    }

    @AfterEach
    void stopCluster() {
        cluster.shutdown();
    }

    private void write(String name, byte[] content) throws IOException {
        try (OutputStream out = hdfs.create(new Path(root, name))) {
            out.write(content);
        }
    }

    private IngestFixture ingest(String input) {
        return IngestFixture.of(root + "/" + input, root + "/out");
    }

    @Test
    void datasetIsReadFromHdfsAndWrittenThereAndOutlivesADataNode() throws Exception {
        write("in/train-images-idx3-ubyte", InputFixture.idxImages(RECORDS));
        write("in/train-labels-idx1-ubyte", InputFixture.idxLabels(RECORDS));

        DatasetSummary summary = ingest("in/train-im*").run();

        assertEquals(RECORDS, summary.records());
        assertEquals(0, summary.unlabelled());
        assertTrue(summary.quarantine().startsWith("hdfs://"), summary.quarantine());
        cluster.stopDataNode(0);
        DatasetStatistics again = DatasetStatistics.of(ingest("in").frame());
        assertEquals(summary.fingerprint(), again.fingerprint());
    }

    @Test
    void outputIsReplacedWholeOrRefused() throws Exception {
        write("in/cats/a.png", InputFixture.encodedGrey("png", 4, 4, 1));
        ingest("in").run();
        write("in/cats/b.png", InputFixture.encodedGrey("png", 4, 4, 2));

        assertThrows(IOException.class, () -> ingest("in").run());
        assertEquals(2, ingest("in").overwrite().run().records());
        assertEquals(2, ingest("in").frame().count());
        for (var status : hdfs.listStatus(new Path(root))) {
            assertFalse(status.getPath().getName().startsWith("_"), status.toString());
        }
    }

    @Test
    void writersThatReplaceEachOtherLeaveOneWholeDirectoryAndAFileHasNoManifest() throws Exception {
        Path out = new Path(root, "out");
        ExecutorService writers = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> written = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                written.add(writers.submit(() -> {
                    WholeDirectory.write(hdfs.getConf(), out, WholeDirectory.IfExists.REPLACE, aside -> {
                        write(aside.getName() + "/part", new byte[10]);
                        write(aside.getName() + "/out", new byte[10]);
                    });
                    return null;
                }));
            }
            for (Future<?> one : written) {
                one.get();
            }
        } finally {
            writers.shutdownNow();
        }

        assertEquals(3, hdfs.listStatus(out).length);
        assertEquals(1, hdfs.listStatus(new Path(root)).length);
        assertEquals(Optional.empty(), Manifest.damage(hdfs.getConf(), out));
        assertEquals(Optional.empty(), Manifest.damage(hdfs.getConf(), new Path(out, "part")));
    }
}
