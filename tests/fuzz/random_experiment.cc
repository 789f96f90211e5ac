#include "tests/fuzz/random_experiment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adversaries/registry.h"
#include "core/algorithms/registry.h"
#include "core/objectives/registry.h"

namespace hogtie::fuzz {
namespace {

/// 1e`from` to 1e`to`, or a value that stands out.
double magnitude(int from, int to, InputChoices& choices) {
  const auto exponents = static_cast<std::uint64_t>(to - from + 1);
  const double mantissa = 1 + static_cast<double>(choices.below(256)) / 64;
  return mantissa * std::pow(10, from + static_cast<int>(choices.below(exponents)));
}

/// One value, or one for each of `count`, or none.
template <class Add>
void add_some(std::size_t count, InputChoices& choices, const Add& add) {
  switch (choices.below(4)) {
    case 0:
      add();
      break;
    case 1:
      for (std::size_t k = 0; k < count; ++k) add();
      break;
    default:
      break;
  }
}

bool takes(const RegistryEntry& entry, std::string_view parameter) {
  return std::find(entry.parameters.begin(), entry.parameters.end(), parameter) !=
         entry.parameters.end();
}

void choose_objective(proto::Experiment& experiment, InputChoices& choices) {
  proto::Objective& objective = *experiment.mutable_objective();
  const RegistryEntry& entry = choices.one_of(objectives());
  objective.set_name(std::string(entry.name));
  if (takes(entry, "dimension")) {
    const std::uint64_t most = choices.one_in(4) ? 128 : 12;
    objective.set_dimension(static_cast<std::uint32_t>(1 + choices.below(most)));
    add_some(objective.dimension(), choices,
             [&] { objective.add_curvature(magnitude(-2, 2, choices)); });
  }
  const bool reads_ratings = takes(entry, "rows") && choices.one_in(2);
  if (takes(entry, "noise") && !reads_ratings && choices.one_in(2))
    objective.set_noise(magnitude(-3, 2, choices));
  if (takes(entry, "l2") && choices.one_in(2)) objective.set_l2(magnitude(-4, 1, choices));
  if (takes(entry, "delta") && choices.one_in(2)) objective.set_delta(magnitude(-2, 1, choices));
  if (takes(entry, "hidden")) {
    objective.set_hidden(static_cast<std::uint32_t>(1 + choices.below(4)));
  }
  if (takes(entry, "rows")) {
    objective.set_rank(static_cast<std::uint32_t>(1 + choices.below(3)));
    if (!reads_ratings) {
      objective.set_rows(static_cast<std::uint32_t>(2 + choices.below(6)));
      objective.set_columns(static_cast<std::uint32_t>(2 + choices.below(6)));
      objective.set_data_seed(choices.below(100));
    } else {
      objective.mutable_data()->set_path("ratings");
    }
  } else if (takes(entry, "data")) {
    const bool classes =
        entry.name == "logistic" || entry.name == "hinge" || entry.name == "two_layer";
    objective.mutable_data()->set_path(!classes && choices.one_in(2) ? "values.svm" : "data.svm");
  }
  if (takes(entry, "initial_seed") && choices.one_in(2)) {
    objective.set_initial_seed(choices.below(100));
  }
  if (choices.one_in(4)) {
    objective.add_initial((choices.one_in(2) ? -1 : 1) * magnitude(-2, 6, choices));
  }
  if (takes(entry, "radius") && choices.one_in(4)) objective.set_radius(magnitude(-1, 4, choices));
}

void choose_algorithm(proto::Experiment& experiment, InputChoices& choices) {
  proto::Algorithm& algorithm = *experiment.mutable_algorithm();
  const RegistryEntry& entry =
      choices.one_in(3) ? algorithms().front() : choices.one_of(algorithms());
  algorithm.set_name(std::string(entry.name));
  algorithm.set_step_size(choices.one_in(3) ? magnitude(0, 11, choices)
                                            : magnitude(-3, 0, choices));
  algorithm.set_iterations(1 + choices.below(300));
  if (takes(entry, "view") && choices.one_in(3)) algorithm.set_view(proto::MODEL);
  if (takes(entry, "epochs")) algorithm.set_epochs(1 + choices.below(4));
  if (takes(entry, "tau_drop")) algorithm.set_tau_drop(choices.below(20));
  if (takes(entry, "momentum")) {
    algorithm.set_momentum(static_cast<double>(choices.below(100)) / 100);
  }
  if (takes(entry, "batch")) algorithm.set_batch(1 + choices.below(8));
  if (takes(entry, "tries")) algorithm.set_tries(1 + choices.below(8));
  if (takes(entry, "bits")) algorithm.set_bits(static_cast<std::uint32_t>(choices.below(41)));
}

/// `portfolios` may still lie inside each other.
void choose_strategy(proto::Adversary& adversary, std::uint32_t workers, int portfolios,
                     InputChoices& choices) {
  const RegistryEntry& entry = choices.one_of(adversaries());
  adversary.set_name(std::string(entry.name));
  const auto worker = [&] { return static_cast<std::uint32_t>(choices.below(workers)); };
  if (takes(entry, "tau")) adversary.set_tau(1 + choices.below(60));
  if (takes(entry, "speeds")) {
    add_some(workers, choices, [&] { adversary.add_speeds(magnitude(-2, 2, choices)); });
  }
  if (takes(entry, "trace")) adversary.set_trace("base.trace");
  if (takes(entry, "burst")) adversary.set_burst(1 + static_cast<double>(choices.below(50)));
  if (takes(entry, "shape")) adversary.set_shape(magnitude(-1, 1, choices));
  if (entry.name == "histogram") adversary.set_schedule_file("histogram");
  if (entry.name == "fixed") {
    if (choices.one_in(4)) {
      adversary.set_schedule_file("schedule");
    } else {
      for (std::uint64_t runs = 1 + choices.below(4); runs > 0; --runs) {
        proto::Run& run = *adversary.add_schedule();
        run.set_worker(worker());
        run.set_steps(static_cast<std::uint32_t>(1 + choices.below(40)));
      }
    }
  }
  if (takes(entry, "depth")) adversary.set_depth(static_cast<std::uint32_t>(1 + choices.below(6)));
  if (takes(entry, "horizon") && choices.one_in(2)) adversary.set_horizon(1 + choices.below(3000));
  if (takes(entry, "members")) {
    adversary.set_phase(1 + choices.below(64));
    adversary.set_switching(choices.one_in(2) ? proto::ROTATE : proto::BANDIT);
    for (std::uint64_t members = portfolios > 0 ? choices.below(4) : 0; members > 0; --members) {
      choose_strategy(*adversary.add_members(), workers, portfolios - 1, choices);
    }
  }
}

void choose_adversary(proto::Experiment& experiment, InputChoices& choices) {
  proto::Adversary& adversary = *experiment.mutable_adversary();
  const std::uint32_t workers = experiment.workers();
  choose_strategy(adversary, workers, 2, choices);
  if (choices.one_in(4)) adversary.set_tau_max(choices.below(30));
  if (choices.one_in(4)) adversary.set_wait_max(workers - 1 + choices.below(100));
  if (!choices.one_in(4)) return;
  for (std::uint64_t crashes = 1 + choices.below(3); crashes > 0; --crashes) {
    proto::Crash& crash = *adversary.add_crashes();
    crash.set_worker(static_cast<std::uint32_t>(choices.below(workers)));
    crash.set_step(choices.below(2000));
  }
}

void choose_success(proto::Experiment& experiment, InputChoices& choices) {
  proto::Success& success = *experiment.mutable_success();
  const std::string& objective = experiment.objective().name();
  const bool convex = objective != "two_layer" && objective != "matrix_completion";
  const std::uint64_t choice = choices.below(4);
  if (choice == 0) {
    success.set_gradient_norm(magnitude(-3, 1, choices));
  } else if (choice == 1 || !convex) {
    success.set_loss(magnitude(-3, 1, choices));
  } else {
    success.set_epsilon(magnitude(-4, 1, choices));
  }
  if (choices.one_in(4)) success.set_every(1 + choices.below(20));
}

/// Some runs are those of threads, few enough for the threads not to wait for processors long.
void choose_machine(proto::Experiment& experiment, InputChoices& choices) {
  constexpr std::uint32_t kMostThreads = 4;
  constexpr std::uint64_t kMostIterations = 60;
  proto::Machine& machine = *experiment.mutable_machine();
  if (!choices.one_in(12)) return;
  machine.set_kind(proto::THREADS);
  experiment.set_workers(std::min(experiment.workers(), kMostThreads));
  proto::Algorithm& algorithm = *experiment.mutable_algorithm();
  algorithm.set_iterations(std::min(algorithm.iterations(), kMostIterations));
  if (choices.one_in(2)) machine.set_order(proto::RELAXED);
  if (choices.one_in(2)) machine.set_layout(proto::CACHE_LINE);
  experiment.mutable_adversary()->clear_crashes();
  experiment.mutable_limits()->clear_steps();
}

}  // namespace

proto::Experiment random_experiment(InputChoices& choices) {
  constexpr std::uint64_t kMostSteps = 3000;
  proto::Experiment experiment;
  experiment.set_workers(static_cast<std::uint32_t>(1 + choices.below(9)));
  experiment.set_seed(choices.below(1000));
  choose_objective(experiment, choices);
  choose_algorithm(experiment, choices);
  choose_adversary(experiment, choices);
  choose_success(experiment, choices);
  experiment.mutable_limits()->set_steps(1 + choices.below(kMostSteps));
  experiment.mutable_limits()->set_spins(1 + choices.below(kMostSteps));
  choose_machine(experiment, choices);
  return experiment;
}

}  // namespace hogtie::fuzz
