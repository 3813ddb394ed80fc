package io.sparcode.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

class OptimizerTest {
    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("{\"name\":\"sgd\",\"learning-rate\":0.5}", new Sgd(0.5)),
                Arguments.of("{\"name\":\"nesterov\",\"momentum\":0.8}", new Nesterovs(0.01, 0.8)),
                Arguments.of("\"adam\"", new Adam(1e-3, 0.9, 0.999, 1e-7)),
                Arguments.of(
                        "{\"name\":\"adam\",\"learning-rate\":1,\"beta1\":0.5,\"beta2\":0.6,\"epsilon\":0.1}",
                        new Adam(1, 0.5, 0.6, 0.1)),
                Arguments.of("{\"name\":\"adam-w\",\"weight-decay\":0.1}", new Adam(1e-3, 0.9, 0.999, 1e-7)),
                Arguments.of("{\"name\":\"adadelta\",\"rho\":0.9}", new AdaDelta(0.9, 1e-7)),
                Arguments.of("{\"name\":\"rmsprop\"}", new RmsProp(1e-3, 0.9, 1e-7)),
                Arguments.of("{\"name\":\"adagrad\",\"epsilon\":1e-3}", new AdaGrad(0.01, 1e-3)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindIsReadWithItsDefaultsAndComesBackFromItsJson(String json, IUpdater expected) {
        Optimizer optimizer = Optimizer.fromJson(json);
        assertEquals(expected, optimizer.toUpdater());
        assertEquals(optimizer, Optimizer.fromJson(optimizer.toJson()));
    }

    @Test
    void theWrittenFormSaysEverySetting() {
        assertEquals(
                "{\"name\":\"adam\",\"learning-rate\":0.001,\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1.0E-7}",
                new Optimizer.Adam().toJson());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"name":"adadelta","learning-rate":1} | train.optimizer.learning-rate is not known, allowed are name, rho, epsilon
        {"name":"sgd","learning-rate":0}      | train.optimizer.learning-rate must be greater than 0 and finite, was 0.0
        {"name":"sgd","learning-rate":"fast"} | train.optimizer.learning-rate must be a number, was fast
        {"name":"adam","beta1":1}             | train.optimizer.beta1 must be at least 0 and less than 1, was 1.0
        {"name":"adam","epsilon":0}           | train.optimizer.epsilon must be greater than 0 and finite, was 0.0
        {"name":"adam-w","weight-decay":-1}   | train.optimizer.weight-decay must be at least 0 and finite, was -1.0
        {"name":"lion"}                       | train.optimizer.name must be one of sgd, nesterov, adam, adam-w, adadelta, rmsprop, adagrad, was lion
        {"learning-rate":1}                   | train.optimizer.name is missing, allowed are sgd, nesterov, adam, adam-w, adadelta, rmsprop, adagrad
        """)
    void settingsThatCannotBeAreRefusedWithTheirKey(String json, String message) {
        assertEquals(
                message,
                assertThrows(ArchitectureException.class, () -> Optimizer.fromJson(json))
                        .getMessage());
    }
}
