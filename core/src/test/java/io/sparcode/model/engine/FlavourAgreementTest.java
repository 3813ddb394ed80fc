package io.sparcode.model.engine;

import static io.sparcode.model.engine.EngineAgreement.STEPS;
import static io.sparcode.model.engine.EngineAgreement.agree;
import static io.sparcode.model.engine.EngineAgreement.architecture;
import static io.sparcode.model.engine.EngineAgreement.digits;
import static io.sparcode.model.engine.EngineAgreement.optimizer;
import static io.sparcode.model.engine.EngineAgreement.vectors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.sparcode.NativeNumerics;
import io.sparcode.model.Architecture;
import io.sparcode.model.GradientClipping;
import io.sparcode.model.Optimization;
import io.sparcode.model.Optimizer;
import io.sparcode.model.Schedule;
import io.sparcode.model.TensorShape;
import io.sparcode.model.TrainingLength;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flavours as both engines train them: after 50 steps of each, everything must be the same but for rounding. */
@NativeNumerics
class FlavourAgreementTest {
    private static final Path FLAVOURS = Path.of("..", "conf", "flavours");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vanilla-linear",
                "vanilla-sigmoid",
                "sparse-l1",
                "sparse-relu",
                "multilayer",
                "multilayer-linear",
                "deep-dense",
                "stacked",
                "sparse-kl",
                "k-sparse",
                "contractive",
                "variational",
                "concrete",
                "tied-linear",
                "conv-small",
                "conv-deep",
                "conv-channel",
                "denoising-conv",
                "denoising-gaussian",
                "denoising-masked",
                "denoising-overcomplete"
            })
    void wholeFlavours(String name) {
        Config flavour =
                ConfigFactory.parseFile(FLAVOURS.resolve(name + ".conf").toFile());
        String model = flavour.getConfig("model").root().render(ConfigRenderOptions.concise());
        String optimizer = flavour.getConfig("train.optimizer").root().render(ConfigRenderOptions.concise());
        // Small differences grow by a tenth a step in training, and Adam makes the same of small gradients as of large
        // ones:
        // where there are most rectifiers and maxima to fall on the other side, 50 steps are too many to compare.
        int steps = Set.of("denoising-conv", "variational").contains(name) ? STEPS / 2 : STEPS;
        agree(
                Architecture.fromJson(model).toGraph(new TensorShape(1, 28, 28), optimizer(optimizer), 1),
                digits(16),
                steps);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'encoder':[{'type':'dense','units':20,'activation':'sigmoid'}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'},"
                        + "'penalties':[{'type':'activity-kl','weight':0.005,'rho':0.1}]}",
                "{'encoder':[{'type':'dense','units':60,'activation':'tanh'},{'type':'k-sparse','k':7}],"
                        + "'decoder':{'type':'mirror'}}",
                "{'encoder':[{'type':'dense','units':20,'activation':'tanh'},{'type':'variational','units':5}],"
                        + "'decoder':{'type':'mirror','output-activation':'sigmoid'},'loss':'binary-cross-entropy'}",
                "{'encoder':[{'type':'variational','units':4,'beta':2,'warm-up':30,'free-bits':0.05}],"
                        + "'decoder':{'type':'mirror'}}",
                "{'encoder':[{'type':'concrete','units':8}],"
                        + "'decoder':[{'type':'dense','units':12,'activation':'leaky-relu'},{'type':'dense'}]}",
                "{'encoder':[{'type':'dense','units':20,'activation':'tanh'},"
                        + "{'type':'dense','units':7,'activation':'sigmoid'}],"
                        + "'decoder':{'type':'tied','output-activation':'sigmoid'}}",
                "{'encoder':[{'type':'dense','units':20,'activation':'sigmoid'}],'decoder':'mirror',"
                        + "'penalties':[{'type':'contractive','weight':0.01}]}",
                "{'encoder':[{'type':'dense','units':20,'activation':'tanh'},"
                        + "{'type':'dense','units':7,'activation':'sigmoid'}],"
                        + "'decoder':{'type':'tied'},'penalties':[{'type':'contractive','weight':0.01}]}",
                "{'encoder':[{'type':'dense','units':20,'activation':'tanh'},"
                        + "{'type':'dense','units':17,'activation':'sigmoid'}],"
                        + "'decoder':'mirror','penalties':[{'type':'contractive','weight':0.01,'projections':2}]}"
            })
    void flavours(String json) {
        Optimization optimization = new Optimization(
                new Optimizer.Nesterov(0.05, 0.9),
                new Schedule.Constant(),
                new GradientClipping.None(),
                new TrainingLength(450, 9));
        agree(architecture(json).toGraph(TensorShape.vector(30), optimization, 1), vectors(9, 30));
    }

    @Test
    void sharedWeightsClippedByNormAndPenalised() {
        Optimization optimization = new Optimization(
                new Optimizer.Nesterov(0.05, 0.9),
                new Schedule.Constant(),
                new GradientClipping.ByNorm(0.02),
                new TrainingLength(450, 9));
        agree(
                architecture(
                                "{'encoder':[{'type':'dense','units':20,'activation':'tanh'},{'type':'dropout','rate':0.2},"
                                        + "{'type':'dense','units':7,'activation':'sigmoid'}],"
                                        + "'decoder':{'type':'tied','output-activation':'sigmoid'},"
                                        + "'penalties':[{'type':'weight-l2','weight':0.01}]}")
                        .toGraph(TensorShape.vector(30), optimization, 1),
                vectors(9, 30));
        agree(
                architecture("{'encoder':[{'type':'dense','units':7,'activation':'sigmoid'}],'decoder':'tied',"
                                + "'penalties':[{'type':'contractive','weight':0.01}]}")
                        .toGraph(TensorShape.vector(30), optimization, 1),
                vectors(9, 30));
    }
}
