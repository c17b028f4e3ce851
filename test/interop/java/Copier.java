import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Copies a topic to another exactly once, each poll in a transaction with the offsets, until it is killed: BOOTSTRAP SOURCE COPY
 * TRANSACTIONAL_ID GROUP_PROTOCOL. Says "copied COUNT" of each
 * transaction, and "aborted WHY". Ends with an error when the producer may not go on.
 */
public class Copier {
    private static final int BATCH = 750;
    /** How long a transaction stays open with half of its records written: so long may a kill strike it there. */
    private static final long OPEN_MS = 100;

    public static void main(String[] args) throws Exception {
        String source = args[1], copy = args[2], transactionalId = args[3];
        Map<String, Object> reading = new HashMap<>(Map.of("bootstrap.servers", args[0], "group.id", "copiers",
            "isolation.level", "read_committed", "enable.auto.commit", false, "auto.offset.reset", "earliest",
            "max.poll.records", BATCH, "group.protocol", args[4]));
        // Brokers say it in groups of the consumer protocol.
        if (args[4].equals("classic")) reading.putAll(Map.of("session.timeout.ms", 3000, "heartbeat.interval.ms", 500));
        Map<String, Object> writing = Map.of("bootstrap.servers", args[0], "transactional.id", transactionalId, "linger.ms", 5);
        try (var consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer());
             var producer = new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            consumer.subscribe(List.of(source));
            while (true) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(500));
                if (!records.isEmpty()) copyAll(consumer, producer, records, copy);
            }
        } catch (Exception failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private static void copyAll(KafkaConsumer<String, String> consumer, KafkaProducer<String, String> producer,
            ConsumerRecords<String, String> records, String copy) throws InterruptedException {
        try {
            producer.beginTransaction();
            int written = 0;
            for (ConsumerRecord<String, String> record : records) {
                producer.send(new ProducerRecord<>(copy, record.partition(), record.key(), record.value()));
                if (++written != records.count() / 2) continue;
                producer.flush();
                Thread.sleep(OPEN_MS);
            }
            producer.sendOffsetsToTransaction(ends(records), consumer.groupMetadata());
            producer.commitTransaction();
            System.out.println("copied " + records.count());
        } catch (KafkaException failure) {
            // A producer that is fenced cannot abort either, and that error ends the program.
            producer.abortTransaction();
            System.out.println("aborted " + failure);
            goBack(consumer);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> ends(ConsumerRecords<String, String> records) {
        Map<TopicPartition, OffsetAndMetadata> ends = new TreeMap<>((a, b) -> Integer.compare(a.partition(), b.partition()));
        for (ConsumerRecord<String, String> record : records) {
            ends.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        return ends;
    }

    /** What was aborted is read again. */
    private static void goBack(KafkaConsumer<String, String> consumer) {
        var committed = consumer.committed(consumer.assignment());
        for (TopicPartition partition : consumer.assignment()) {
            OffsetAndMetadata place = committed.get(partition);
            if (place == null) consumer.seekToBeginning(List.of(partition));
            else consumer.seek(partition, place.offset());
        }
    }
}
