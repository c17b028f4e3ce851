import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An idempotent producer: for each line "COUNT" of its input it writes so many records, by turns to all partitions, and
 * says "fed TOTAL" when they are acknowledged. The values of a partition are 0, 1, 2 and so on.
 */
public class Feeder {
    public static void main(String[] args) throws Exception {
        String topic = args[1];
        int partitions = Integer.parseInt(args[2]);
        Map<String, Object> config = Map.of("bootstrap.servers", args[0], "linger.ms", 5);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            int fed = 0;
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                for (int end = fed + Integer.parseInt(order); fed < end; fed++) {
                    String value = Integer.toString(fed / partitions);
                    producer.send(new ProducerRecord<>(topic, fed % partitions, null, value), Feeder::written);
                }
                producer.flush();
                System.out.println("fed " + fed);
            }
        }
    }

    private static void written(Object place, Exception failure) {
        if (failure == null) return;
        failure.printStackTrace();
        System.exit(1);
    }
}
