import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Counts the words of the topic "lines" into the topic "counts", exactly once, until it is killed: BOOTSTRAP STATE_FOLDER. Nothing is
 * cached, so each word of a line makes one record, "WORD COUNT". Says its states, and ends with an error when its thread does.
 */
public class WordCount {
    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.putAll(Map.of("bootstrap.servers", args[0], "state.dir", args[1], "application.id", "word-count",
            "processing.guarantee", "exactly_once_v2", "num.stream.threads", 1, "statestore.cache.max.bytes", 0,
            "commit.interval.ms", 200, "consumer.session.timeout.ms", 3000, "consumer.heartbeat.interval.ms", 500));
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
            .flatMapValues(line -> List.of(line.split(" ")))
            .groupBy((key, word) -> word, Grouped.with("by-word", Serdes.String(), Serdes.String()))
            .count(Materialized.as("counts-store"))
            .toStream()
            .map((word, count) -> KeyValue.pair((String) word, word + " " + count))
            .to("counts", Produced.with(Serdes.String(), Serdes.String()));
        KafkaStreams streams = new KafkaStreams(builder.build(), config);
        CountDownLatch over = new CountDownLatch(1);
        streams.setStateListener((state, before) -> System.out.println("state " + state));
        streams.setUncaughtExceptionHandler(failure -> {
            failure.printStackTrace();
            over.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        over.await();
        System.exit(1);
    }
}
