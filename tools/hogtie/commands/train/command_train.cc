#include <iostream>

#include "tools/hogtie/cli/command.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/help.h"
#include "tools/hogtie/commands/train/train.h"

namespace hogtie {
namespace {

constexpr HelpPage kTrainHelp = {
    .usage = "hogtie train DATA [OPTION...]",
    .description =
        "Trains logistic regression on a file in LIBSVM format (plain, .gz, .bz2, .xz or .zst; -\n"
        "is standard input) on real threads without locks (Hogwild!): the algorithm, objective\n"
        "and coins of `hogtie run --set machine=threads`. Of two labels, whatever they are, the\n"
        "larger one is the positive class. After every epoch it prints the objective f(x), the\n"
        "mean loss on the samples (without the regularisation) and the accuracy. An epoch draws\n"
        "as many samples as there are to train on, with replacement; each has 0.9 times the\n"
        "step size of the one before, as in the experiments of Niu et al. (2011).\n\n"
        "What the experiment does not set is\n"
        "  workers               a thread for each processor\n"
        "  machine.order         RACY: Hogwild! as first published, and the fastest. Sparse\n"
        "                        samples lose few updates by it; RELAXED loses none\n"
        "  objective.l2          1 / samples\n"
        "  algorithm.step_size   of the first epoch: 1 / max L_i, the largest with which no\n"
        "                        single sample overshoots\n"
        "  algorithm.iterations  as many as samples: the length of an epoch\n\n"
        "Rows are put into the part to test on by coins that depend on the seed and the\n"
        "number of the row. Features that only the file to test on has are left out of it. A\n"
        "training on one thread does the same every time. Ctrl-C ends it at the next samples:\n"
        "the model of then is evaluated and saved.\n\n"
        "A model is saved in the text format of LIBLINEAR: six lines of header, of which\n"
        "'label' names the class of a.x > 0 first, then a weight a line.",
    .examples =
        "hogtie train data.svm.zst --test-split 0.2\n"
        "hogtie train zero.svm --zero-based\n"
        "hogtie train data.svm --test test.svm --epochs 50 --model data.model\n"
        "hogtie train data.svm --set workers=2 --set machine.order=RELAXED --set "
        "objective.l2=1e-5\n"
        "hogtie train --experiment tools/examples/breast_cancer.textproto --set workers=2\n"
        "hogtie train data.svm --test-split 0.2 --format csv > epochs.csv",
    .does_not_hold = "it diverged, was interrupted, or a worker failed",
};

int train_command(std::span<const std::string> arguments) {
  const auto options = train_options();
  const CommandLine line(options, arguments);
  if (line.has("help")) {
    std::cout << help_text(kTrainHelp, options);
    return kOk;
  }
  return execute_train(read_train(line));
}

}  // namespace

constexpr Command commands::train{
    .name = "train",
    .summary = "train logistic regression on threads: loss and accuracy every epoch",
    .run = train_command};

}  // namespace hogtie
