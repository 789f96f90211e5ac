#include <array>
#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

#include "core/files/standard_output.h"
#include "core/text/number.h"
#include "core/text/quote.h"
#include "sim/studies/train/trainer.h"
#include "sim/studies/train/write_model.h"
#include "tools/hogtie/cli/exit_status.h"
#include "tools/hogtie/cli/interrupt.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/commands/train/train.h"
#include "tools/hogtie/commands/train/train_json.h"
#include "tools/hogtie/commands/train/train_table.h"
#include "tools/hogtie/output/message.h"
#include "tools/hogtie/output/progress.h"
#include "tools/hogtie/output/results_aside.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

/// Settings of what training does not look at: x* and the constants.
constexpr std::array<std::string_view, 2> kUnused = {"success.", "objective.radius"};

void write_data(const Trainer& trainer, double seconds, std::ostream& out) {
  const Dataset& training = trainer.training();
  out << training.rows() << " samples of " << training.features << " features to train on";
  if (trainer.test()) out << ", " << trainer.test()->rows() << " to test on";
  out << "; read in " << format_six_digits(seconds) << " s\n\n";
}

void write_notes(const Trainer& trainer, const TrainReport& report) {
  for (const std::string& note : trainer.training().notes) NoteLine() << note;
  for (const std::string& warning : report.warnings) {
    NoteLine() << warning;
  }
  if (trainer.test_features() > trainer.training().features) {
    NoteLine() << "the file to test on has " << trainer.test_features()
               << " features; those that the training data lacks are left out";
  }
}

TrainReport train(const Trainer& trainer, const TrainOptions& options, const Interrupt& interrupt) {
  Progress progress(progress_stream(options.quiet), "samples");
  TrainWatch watch;
  watch.interrupted = &interrupt.flag();
  watch.progress = [&](std::uint64_t samples, std::uint64_t total) {
    progress.update(samples, total);
  };
  if (options.format == Format::kText) {
    write_epoch_names(std::cout);
    watch.epoch = [&](const Epoch& epoch) {
      progress.erase();
      write_epoch(epoch, std::cout);
    };
  }
  return trainer.train(watch);
}

/// Why it did not go to its end; empty where it did.
std::string failure(const TrainReport& report, std::uint64_t epochs) {
  const std::string when =
      "in epoch " + std::to_string(report.epochs.back().epoch) + " of " + std::to_string(epochs);
  switch (report.end) {
    case TrainReport::End::kDone:
      return "";
    case TrainReport::End::kInterrupted:
      return "interrupted " + when;
    case TrainReport::End::kDiverged:
      return "the training diverged " + when +
             "; set a smaller algorithm.step_size, or a smaller objective.l2";
    case TrainReport::End::kFailed:
      return report.detail;
  }
  return "";
}

}  // namespace

int execute_train(const TrainOptions& options) {
  const ResultsAside aside({options.model});
  // A file that cannot be written is better found out before the training.
  if (options.model) check_output(*options.model);
  const auto begin = std::chrono::steady_clock::now();
  const Trainer trainer(
      {options.experiment, {options.test, options.test_fraction}, options.epochs});
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  if (options.format == Format::kText) {
    write_settings(trainer.experiment(), std::cout, kUnused);
    std::cout << '\n';
    write_data(trainer, seconds.count(), std::cout);
  }
  Interrupt interrupt;
  interrupt.begin();
  const TrainReport report = train(trainer, options, interrupt);
  write_notes(trainer, report);
  if (options.format == Format::kJson) {
    write_train_json(trainer, settings_of(trainer.experiment(), kUnused), options.epochs, report,
                     std::cout);
  } else if (options.format == Format::kCsv) {
    write_csv(train_table(report.epochs), std::cout);
  }
  const bool usable =
      report.end == TrainReport::End::kDone || report.end == TrainReport::End::kInterrupted;
  if (options.model && usable) {
    // A write to a pipe may wait for a reader. A signal must be able to end that wait.
    std::optional<SignalsHeld> held;
    if (output_place(*options.model).kind == OutputPlace::Kind::kFile) held.emplace();
    write_model(*options.model, report.model, trainer.labels());
    if (options.format == Format::kText && !is_standard_output(*options.model)) {
      std::cout << "\nweights: " << printable(*options.model) << '\n';
    }
  }
  const std::string failed = failure(report, options.epochs);
  if (failed.empty()) return kOk;
  ErrorLine() << failed;
  return kDoesNotHold;
}

}  // namespace hogtie
