import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A member of a group: BOOTSTRAP GROUP TOPIC and settings as NAME=VALUE. Says "assigned 0,1" whenever its partitions have changed and
 * "read PARTITION VALUE" of each record, and commits what it read. Leaves when its input has a line, or ends.
 */
public class Member {
    public static void main(String[] args) throws Exception {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", args[0], "group.id", args[1],
            "auto.offset.reset", "earliest", "enable.auto.commit", false, "client.id", "java"));
        for (String setting : List.of(args).subList(3, args.length)) config.put(setting.split("=")[0], setting.split("=")[1]);
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(args[2]));
            Set<TopicPartition> told = null;
            while (System.in.available() == 0) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    System.out.println("read " + record.partition() + " " + record.value());
                }
                if (!consumer.assignment().equals(told)) {
                    told = Set.copyOf(consumer.assignment());
                    System.out.println("assigned " + told.stream().map(TopicPartition::partition).sorted()
                        .map(String::valueOf).collect(Collectors.joining(",")));
                }
                consumer.commitAsync();
            }
            consumer.commitSync();
        }
    }
}
