#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "core/data/read_dataset.h"
#include "core/objectives/logistic.h"
#include "core/random/coins.h"
#include "core/random/trial_seed.h"
#include "core/system/processors.h"
#include "sim/studies/train/trainer.h"
#include "sim/studies/train/write_model.h"
#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::content;
using testing::error_of;
using testing::experiment_of;

const std::string kData = HOGTIE_TEST_DATA "/breast-cancer.svm";

TrainRequest request_of(std::vector<std::string> settings, const std::string& data = kData) {
  settings.push_back("objective.data.path=" + data);
  return {experiment_of(settings), {}, 10};
}

TrainReport train(const TrainRequest& request, const TrainWatch& watch = {}) {
  return Trainer(request).train(watch);
}

class Training : public testing::InDirectory {};

TEST_F(Training, OfOneThreadIsPlainSgd) {
  // The textbook loop: epoch k has the coins of worker 0 and the k-th seed, and 0.9^(k-1) of the
  // step size.
  const Logistic f(read_dataset(kData), 1.0 / 569);
  std::vector<double> x(30, 0.0);
  std::vector<double> view;
  std::vector<double> gradient;
  double step_size = 1 / f.lipschitz_max();
  for (std::uint64_t epoch = 1; epoch <= 2; ++epoch) {
    for (std::uint64_t t = 0; t < 569; ++t) {
      Coins coins(trial_seed(7, epoch), 0, t);
      const Sample sample = f.draw(coins);
      const auto support = sample.support;
      view.clear();
      for (const std::uint32_t j : support) view.push_back(x[j]);
      gradient.resize(support.size());
      f.gradient(sample, view, coins, gradient);
      for (std::size_t k = 0; k < support.size(); ++k) x[support[k]] += -step_size * gradient[k];
    }
    step_size *= 0.9;
  }
  for (const char* const order : {"RELAXED", "RACY", "SEQ_CST"}) {
    TrainRequest request =
        request_of({"workers=1", "seed=7", std::string("machine.order=") + order});
    request.epochs = 2;
    const TrainReport report = train(request);
    EXPECT_EQ(report.end, TrainReport::End::kDone);
    EXPECT_EQ(report.model, x) << order;
    EXPECT_DOUBLE_EQ(report.epochs.back().objective, f.value(x));
  }
}

TEST_F(Training, FillsInWhatIsNotSet) {
  const Trainer trainer(request_of({}));
  const proto::Experiment& experiment = trainer.experiment();
  EXPECT_EQ(experiment.objective().name(), "logistic");
  EXPECT_EQ(experiment.objective().l2(), 1.0 / 569);
  EXPECT_EQ(experiment.algorithm().iterations(), 569u);
  EXPECT_EQ(experiment.algorithm().step_size(),
            1 / Logistic(read_dataset(kData), 1.0 / 569).lipschitz_max());
  EXPECT_EQ(experiment.workers(), usable_processors());
  EXPECT_EQ(experiment.machine().kind(), proto::THREADS);
  EXPECT_EQ(experiment.machine().order(), proto::RACY);

  const Trainer given(
      request_of({"objective.l2=0.5", "algorithm.iterations=9", "algorithm.step_size=0.25",
                  "workers=3", "machine.order=RELAXED"}));
  EXPECT_EQ(given.experiment().objective().l2(), 0.5);
  EXPECT_EQ(given.experiment().algorithm().iterations(), 9u);
  EXPECT_EQ(given.experiment().algorithm().step_size(), 0.25);
  EXPECT_EQ(given.experiment().workers(), 3u);
  EXPECT_EQ(given.experiment().machine().order(), proto::RELAXED);
}

TEST_F(Training, ComesNearTheMinimiser) {
  const Logistic f(read_dataset(kData), 1.0 / 569);
  const double least = f.value(*f.optimum());
  const LogisticScore best = logistic_score(f.data(), *f.optimum());
  ASSERT_GT(best.accuracy, 0.97);
  for (const char* const order : {"RELAXED", "RACY", "SEQ_CST"}) {
    for (const char* const workers : {"1", "2", "3"}) {
      TrainRequest request =
          request_of({std::string("workers=") + workers, std::string("machine.order=") + order});
      request.epochs = 30;
      const TrainReport report = train(request);
      // In 30 epochs the step size falls to a twentieth of 1/L_max; what is left of f(x) - f(x*) is
      // below a tenth of what there was in the beginning, and it tells the classes as well as x*
      // but for one row in 30.
      const Epoch& last = report.epochs.back();
      EXPECT_LT(last.objective - least, (report.epochs.front().objective - least) / 10);
      EXPECT_GT(last.training.accuracy, best.accuracy - 1.0 / 30);
    }
  }
}

TEST_F(Training, LossesFall) {
  // With steps so small that their noise is far below what an epoch gains.
  TrainRequest request = request_of({"workers=1", "algorithm.step_size=0.003"});
  request.test.fraction = 0.25;
  const TrainReport report = train(request);
  ASSERT_EQ(report.epochs.size(), 11u);
  EXPECT_NEAR(report.epochs[0].objective, std::log(2), 1e-12);
  for (std::size_t k = 1; k < report.epochs.size(); ++k) {
    EXPECT_LT(report.epochs[k].objective, report.epochs[k - 1].objective);
    EXPECT_LT(report.epochs[k].training.loss, report.epochs[k - 1].training.loss);
    EXPECT_LT(report.epochs[k].test->loss, report.epochs[k - 1].test->loss);
    EXPECT_EQ(report.epochs[k].epoch, k);
    EXPECT_EQ(report.epochs[k].samples, Trainer(request).training().rows());
  }
}

TEST_F(Training, OfOneThreadIsRepeatable) {
  TrainRequest request = request_of({"workers=1"});
  request.test.fraction = 0.25;
  const TrainReport first = train(request);
  EXPECT_EQ(train(request).model, first.model);
  request.experiment.set_seed(2);
  EXPECT_NE(train(request).model, first.model);
}

// Labels that are separable, without regularisation: no minimiser that could be computed.
TEST_F(Training, NeedsNoMinimiser) {
  const std::string data = put("separable.svm", "1 1:1\n-1 1:-1\n");
  const TrainReport report = train(request_of({"workers=1", "objective.l2=0"}, data));
  EXPECT_EQ(report.end, TrainReport::End::kDone);
  EXPECT_EQ(report.epochs.back().training.accuracy, 1);
}

TEST_F(Training, BeginsWhereItIsTold) {
  const std::string data = put("two.svm", "1 1:1\n-1 2:1\n");
  const Trainer trainer(request_of({"objective.initial=2,-1"}, data));
  // Margins 2 and 1.
  EXPECT_DOUBLE_EQ(trainer.train({}).epochs[0].training.loss,
                   (std::log1p(std::exp(-2)) + std::log1p(std::exp(-1))) / 2);
}

TEST_F(Training, AnInterruptLeavesAModel) {
  const std::atomic<bool> interrupted{true};
  TrainWatch watch;
  watch.interrupted = &interrupted;
  TrainReport report = train(request_of({"algorithm.iterations=1000000000000"}), watch);
  EXPECT_EQ(report.end, TrainReport::End::kInterrupted);
  ASSERT_EQ(report.epochs.size(), 2u);
  EXPECT_LT(report.epochs[1].samples, 1000000000000u);
  EXPECT_TRUE(std::isfinite(report.epochs[1].objective));
  // Between epochs, too.
  report = train(request_of({"algorithm.iterations=1"}), watch);
  EXPECT_EQ(report.end, TrainReport::End::kInterrupted);
  EXPECT_EQ(report.epochs.size(), 2u);
}

TEST_F(Training, EndsWhereItDiverges) {
  const TrainReport report =
      train(request_of({"workers=1", "algorithm.step_size=1000", "objective.l2=1"}));
  EXPECT_EQ(report.end, TrainReport::End::kDiverged);
  EXPECT_LT(report.epochs.size(), 11u);
}

TEST_F(Training, TellsEpochsAsTheyCome) {
  std::vector<std::uint64_t> epochs;
  TrainWatch watch;
  watch.epoch = [&](const Epoch& epoch) { epochs.push_back(epoch.epoch); };
  TrainRequest request = request_of({});
  request.epochs = 3;
  train(request, watch);
  EXPECT_EQ(epochs, (std::vector<std::uint64_t>{0, 1, 2, 3}));
}

TEST_F(Training, TestsOnAnotherFile) {
  const std::string data = put("data.svm", "2 1:1 3:1\n1 2:1\n");
  TrainRequest request = request_of({}, data);
  // Of one class, with a feature that there is nothing to learn of, and with fewer.
  request.test.file = put("more.svm", "2 3:1 4:5\n");
  const Trainer more(request);
  EXPECT_EQ(more.test()->labels, std::vector<double>{1});
  EXPECT_EQ(more.test()->indices, std::vector<std::uint32_t>{2});
  EXPECT_EQ(more.test_features(), 4u);
  EXPECT_EQ(more.training().features, 3u);
  EXPECT_EQ(more.train({}).epochs.back().test->accuracy, 1);
  request.test.file = put("fewer.svm", "1 1:1\n2 1:1\n");
  EXPECT_EQ(Trainer(request).test()->features, 3u);
}

TEST_F(Training, RejectsWhatCannotBeTrained) {
  const auto error = [&](const std::vector<std::string>& settings, const std::string& data = kData,
                         const TestSource& test = {}) {
    TrainRequest request = request_of(settings, data);
    request.test = test;
    return error_of([&] { Trainer trainer(request); });
  };
  EXPECT_EQ(error({"objective.name=ridge"}),
            "what is trained is logistic regression, not objective 'ridge'; set "
            "objective.name=logistic");
  EXPECT_EQ(error({"algorithm.name=full_sgd"}),
            "training runs epoch_sgd once an epoch, not algorithm 'full_sgd'; set "
            "algorithm.name=epoch_sgd");
  EXPECT_EQ(error({"machine=simulated"}),
            "training runs on threads; set machine=threads, or use `hogtie run`");
  EXPECT_EQ(error({"objective.noise=1"}),
            "objective 'logistic' takes no 'noise'; it takes: data, l2, initial, radius");
  const std::string many = HOGTIE_TEST_DATA "/diabetes.svm";
  EXPECT_EQ(error({}, many), many +
                                 ":3: label 141 (after 151 and 75) is a third one; two classes "
                                 "have two labels, whatever they are");
  EXPECT_EQ(error({}, kData, {many, {}}),
            many + ":1: label 151 is not one of the two that the data to train on have, -1 and 1");
  const std::string two = put("two.svm", "1 1:1\n-1 2:1\n");
  EXPECT_EQ(error({}, two, {{}, 1e-12}),
            two +
                ": with a fraction of 1e-12 to test on, no sample is left for that; choose "
                "another fraction or seed");
  EXPECT_EQ(error({}, two, {{}, 1 - 1e-12}),
            two +
                ": with a fraction of 0.999999999999 to test on, no sample is left to train on; "
                "choose another fraction or seed");
}

TEST_F(Training, SavesAModel) {
  write_model(path("model"), std::vector<double>{0.1, -2, 0}, {1, 2});
  EXPECT_EQ(content(path("model")),
            "solver_type L2R_LR\nnr_class 2\nlabel 2 1\nnr_feature 3\nbias -1\nw\n0.1\n-2\n0\n");
  EXPECT_EQ(error_of([&] {
              write_model(path("no/model"), std::vector<double>{1}, {1, 2});
            }),
            "cannot write '" + path("no/model") +
                "': No such file or directory; create its directory or give another path");
}

}  // namespace
}  // namespace hogtie
