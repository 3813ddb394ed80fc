package io.sparcode.jobs;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line, and the only place that sets an exit code. */
public final class Main {
    private Main() {}

    /** Runs the job that the arguments name; the process ends with status 0, 1, 2 or 3 ({@code ExitCode}). */
    public static void main(String[] args) {
        int status = run(args).status();
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs, prints the summary as the last line of standard output, and returns how it ended. */
    static ExitCode run(String... args) {
        CommandLine commandLine = commandLine();
        try {
            return execute(commandLine.parseArgs(args), commandLine);
        } catch (ParameterException e) {
            return refuse(e);
        }
    }

    private static ExitCode execute(ParseResult parsed, CommandLine commandLine) {
        if (CommandLine.printHelpIfRequested(parsed)) {
            if (parsed.hasSubcommand()) {
                KeyHelp.lines(command(parsed).job().sections()).forEach(System.out::println);
            }
            return ExitCode.DONE;
        }
        if (!parsed.hasSubcommand()) {
            commandLine.usage(System.err);
            System.out.println(
                    Summary.failed("", ExitCode.REFUSED, "no job is given").toJson());
            return ExitCode.REFUSED;
        }
        JobCommand command = command(parsed);
        LastLine lastLine = LastLine.of(command.job().name(), System.out);
        try {
            lastLine.say(command.call());
            return ExitCode.DONE;
        } catch (Throwable e) {
            return fail(command, e, lastLine);
        }
    }

    private static JobCommand command(ParseResult parsed) {
        return (JobCommand) parsed.subcommand().commandSpec().userObject();
    }

    private static ExitCode fail(JobCommand command, Throwable failure, LastLine lastLine) {
        StepFailure step = failure instanceof StepFailure ofPipeline ? ofPipeline : null;
        Throwable cause = step == null ? failure : step.getCause();
        ExitCode code = ExitCode.of(cause);
        String reason = Failures.reason(cause);
        Summary summary = Summary.failed(command.job().name(), code, reason);
        if (!lastLine.say(step == null ? summary : summary.in(step.step(), step.done()))) {
            // The process ends already, by a signal or by Spark, and what fails for that says nothing.
            return code;
        }
        System.err.println(
                "sparcode " + command.job().name() + (step == null ? "" : ", " + step.step()) + ": " + reason);
        if (command.isVerbose()) {
            cause.printStackTrace();
        } else if (code == ExitCode.FAILED) {
            System.err.println("(--verbose shows where)");
        }
        return code;
    }

    private static ExitCode refuse(ParameterException e) {
        String job =
                e.getCommandLine().getParent() == null ? "" : e.getCommandLine().getCommandName();
        PrintWriter err = new PrintWriter(System.err, true);
        err.println("sparcode: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("sparcode" + (job.isEmpty() ? "" : " " + job) + " --help says what there is");
        System.out.println(Summary.failed(job, ExitCode.REFUSED, e.getMessage()).toJson());
        return ExitCode.REFUSED;
    }

    private static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Root());
        Job ingest = new IngestJob();
        Job train = new TrainJob();
        Job encode = new EncodeJob();
        Job analyze = new AnalyzeJob();
        Job pipeline = new PipelineJob(List.of(ingest, train, encode, analyze));
        for (Job job : List.of(ingest, train, encode, analyze, new GenerateJob(), pipeline)) {
            CommandLine command = new CommandLine(new JobCommand(job));
            command.getCommandSpec().usageMessage().description(job.description());
            root.addSubcommand(job.name(), command);
        }
        // Colours are decided by whether standard output is a terminal, and usage may go to a standard error that is
        // none.
        return root.setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    }

    /** The command without a job. */
    @Command(
            name = "sparcode",
            description = "Trains autoencoders on image datasets with Apache Spark.",
            synopsisSubcommandLabel = "JOB",
            footer = {
                "",
                "JOB --help lists the job's keys. What stands after -- goes to spark-submit: -- --master yarn.",
                "Exit status: 0 done, 1 wrong command line or configuration, 2 bad or missing data, 3 failed while running."
            },
            usageHelpAutoWidth = true)
    private static final class Root {
        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "show this")
        private boolean help;

        @CommandLine.Spec
        private CommandSpec spec;
    }
}
