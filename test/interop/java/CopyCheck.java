import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the copy of what {@link Feeder} wrote, read_committed, until it is as long as its source: "equal COUNT" when each
 * partition holds 0, 1, 2 and so on, each once; otherwise the first place where it does not.
 */
public class CopyCheck {
    public static void main(String[] args) {
        String topic = args[1];
        int partitions = Integer.parseInt(args[2]), records = Integer.parseInt(args[3]);
        long deadline = System.nanoTime() + Long.parseLong(args[4]) * 1_000_000L;
        Map<String, Object> config = Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed",
            "max.poll.records", 10_000, "auto.offset.reset", "none");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            IntStream.range(0, partitions).forEach(partition -> all.add(new TopicPartition(topic, partition)));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            int[] next = new int[partitions];
            int seen = 0;
            // As long as it should be, it must still have come to its end.
            while (seen < records || all.stream().anyMatch(one -> consumer.position(one) < end(consumer, one))) {
                if (System.nanoTime() > deadline) throw new IllegalStateException(seen + " of " + records + " have come");
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    int due = next[record.partition()]++;
                    if (Integer.parseInt(record.value()) != due) {
                        throw new IllegalStateException("partition " + record.partition() + " has " + record.value()
                            + " at offset " + record.offset() + " where " + due + " is due");
                    }
                    seen++;
                }
            }
            System.out.println("equal " + seen);
        }
    }

    private static long end(KafkaConsumer<String, String> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }
}
