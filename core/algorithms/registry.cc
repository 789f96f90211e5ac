#include "core/algorithms/registry.h"

#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/algorithms/any_algorithm.h"
#include "core/algorithms/support_weights.h"
#include "core/error.h"
#include "core/objectives/registry.h"
#include "core/settings/registry.h"
#include "core/text/quote.h"
#include "core/theory/full_sgd.h"

namespace hogtie {
namespace {

constexpr std::array<std::string_view, 3> kPlain{"step_size", "iterations", "view"};
constexpr std::array<std::string_view, 4> kFullSgd{"step_size", "iterations", "view", "epochs"};
constexpr std::array<std::string_view, 4> kDropping{"step_size", "iterations", "view", "tau_drop"};
constexpr std::array<std::string_view, 4> kMomentum{"step_size", "iterations", "view", "momentum"};
constexpr std::array<std::string_view, 4> kBuckwild{"step_size", "iterations", "view", "bits"};

constexpr std::array<std::string_view, 4> kBatch{"step_size", "iterations", "view", "batch"};
constexpr std::array<std::string_view, 2> kWholeView{"step_size", "iterations"};

constexpr std::array<std::string_view, 3> kEpochs{"step_size", "iterations", "epochs"};

constexpr std::array<std::string_view, 3> kLeashed{"step_size", "iterations", "tries"};

constexpr std::array<RegistryEntry, 16> kEntries{{
    {"epoch_sgd",
     "lock-free SGD with fetch&add (Alistarh, De Sa, Konstantinov 2018, Algorithm 1)",
     {},
     kPlain},
    {"full_sgd",
     "epochs of epoch_sgd, the step size halved from each to the next (Algorithm 2)",
     {},
     kFullSgd},
    {"sequential_sgd", "worker 0 alone: the yardstick", {}, kPlain},
    {"minibatch_sgd",
     "synchronous: every worker's gradient at the same model, between barriers of registers; whole "
     "rounds of n iterations",
     {},
     kPlain},
    {"locked_sgd", "an iteration under a lock made of a register; others spin", {}, kPlain},
    {"hogwild",
     "a coordinate's update is a read and a write, between which others' are lost (Niu et al. "
     "2011)",
     {},
     kPlain},
    {"delay_adaptive_sgd",
     "step size alpha/(1 + delay) (Mishchenko et al. 2022, Koloskova et al. 2022)",
     {},
     kPlain},
    {"dropping_sgd", "gradients with more delay than tau_drop are not applied", {}, kDropping},
    {"momentum_sgd",
     "heavy ball, a velocity for each worker (Polyak 1964, Mnih et al. 2016)",
     {},
     kMomentum},
    {"buckwild",
     "low precision: updates rounded at random to multiples of 2^-bits (De Sa et al. 2015)",
     {},
     kBuckwild},
    {"async_minibatch_sgd",
     "rounds of the first gradients computed at the model; later ones are dropped (Attia, Gaash, "
     "Koren 2024)",
     {},
     kBatch},
    {"coordinate_descent",
     "one coordinate at a time, along the gradient of f at a view of the whole model (Liu, Wright "
     "2015)",
     {},
     kWholeView},
    {"averaged_sgd",
     "epoch_sgd whose result is the average of its iterates (Polyak, Ruppert)",
     {},
     kPlain},
    {"leashed_sgd",
     "consistent snapshots: versions published by compare&swap (Backstrom et al. 2021)",
     {},
     kLeashed},
    {"kromagnon",
     "variance reduction by snapshots: sparse lock-free SVRG (Mania et al. 2017)",
     {},
     kEpochs},
    {"asaga",
     "variance reduction by remembered slopes: sparse lock-free SAGA (Leblond et al. 2017)",
     {},
     kWholeView},
}};

/// The setting, or as many as the constants ask for.
std::uint64_t epochs(const proto::Experiment& experiment, const AlgorithmContext& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  if (settings.has_epochs()) return settings.epochs();
  const auto fail = [](const std::string& what) {
    throw InputError("algorithm 'full_sgd' cannot tell its epochs: " + what +
                     "; set algorithm.epochs");
  };
  std::uint64_t count = 0;
  try {
    const auto constants = constants_of(experiment.objective(), context.objective);
    if (!constants) fail("objective '" + experiment.objective().name() + "' has no bound M");
    count = full_sgd_epochs(settings.step_size(), experiment.workers(), constants->second_moment,
                            experiment.success().epsilon());
  } catch (const std::domain_error& error) {
    fail(error.what());
  }
  constexpr std::uint64_t kMost = 1000;  // as the setting
  if (count > kMost) fail("it would be " + std::to_string(count));
  return count;
}

using Experiment = proto::Experiment;
using Context = AlgorithmContext;

/// What an iteration reads: the whole model, or, where this is empty, its sample's support.
std::span<const std::uint32_t> view_scope(const Experiment& experiment, const Context& context) {
  return context.coordinates.first(
      experiment.algorithm().view() == proto::MODEL ? context.coordinates.size() : 0);
}

template <class Algorithm>
AnyAlgorithm make_plain(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return Algorithm{settings.step_size(), settings.iterations(), view_scope(experiment, context)};
}

AnyAlgorithm make_full_sgd(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return FullSgd{settings.step_size(), settings.iterations(), epochs(experiment, context),
                 view_scope(experiment, context)};
}

AnyAlgorithm make_sequential_sgd(const Experiment& experiment, const Context& context) {
  return SequentialSgd{std::get<EpochSgd>(make_plain<EpochSgd>(experiment, context))};
}

AnyAlgorithm make_minibatch_sgd(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return MinibatchSgd{settings.step_size(), settings.iterations(), experiment.workers(),
                      view_scope(experiment, context)};
}

AnyAlgorithm make_delay_adaptive_sgd(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return DelayAdaptiveSgd{settings.step_size(), settings.iterations(),
                          view_scope(experiment, context), true,
                          std::numeric_limits<std::uint64_t>::max()};
}

AnyAlgorithm make_dropping_sgd(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return DelayAdaptiveSgd{settings.step_size(), settings.iterations(),
                          view_scope(experiment, context), false, settings.tau_drop()};
}

AnyAlgorithm make_momentum_sgd(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return MomentumSgd{settings.step_size(), settings.iterations(), view_scope(experiment, context),
                     settings.momentum()};
}

AnyAlgorithm make_buckwild(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return Buckwild{settings.step_size(), settings.iterations(), view_scope(experiment, context),
                  settings.bits()};
}

AnyAlgorithm make_async_minibatch_sgd(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return AsyncMinibatchSgd{settings.step_size(), settings.iterations(),
                           view_scope(experiment, context), settings.batch(), context.coordinates};
}

AnyAlgorithm make_coordinate_descent(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  return CoordinateDescent{settings.step_size(), settings.iterations(), context.coordinates};
}

/// The objective as a sum, or one over data. Throws InputError where it is none.
template <class Kind>
const Kind& as(const Experiment& experiment, const Context& context, const std::string& what) {
  if (const auto* const kind = dynamic_cast<const Kind*>(&context.objective)) return *kind;
  throw InputError("algorithm " + quote(experiment.algorithm().name()) + " needs " + what +
                   ", not objective " + quote(experiment.objective().name()) +
                   "; set objective.name=logistic and objective.data.path=FILE");
}

AnyAlgorithm make_leashed_sgd(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  // n + 1 versions for each of n workers: numbered by 32 bits, and to be kept in memory.
  constexpr double kMost = 1 << 28;
  const double workers = experiment.workers();
  const double dimension = static_cast<double>(context.coordinates.size());
  if (workers * (workers + 1) * dimension > kMost) {
    throw InputError("algorithm 'leashed_sgd' keeps n (n + 1) versions of the model, which for " +
                     std::to_string(experiment.workers()) + " workers and " +
                     std::to_string(context.coordinates.size()) +
                     " coordinates are more than 2^28 registers; set fewer workers or a smaller "
                     "dimension");
  }
  return LeashedSgd{settings.step_size(), settings.iterations(), experiment.workers(),
                    settings.tries(), context.coordinates};
}

AnyAlgorithm make_kromagnon(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  const auto& sum = as<FiniteSum>(experiment, context, "an objective that is a finite sum");
  constexpr std::uint64_t kDefaultEpochs = 10;
  return Kromagnon{settings.step_size(),
                   settings.iterations(),
                   settings.has_epochs() ? settings.epochs() : kDefaultEpochs,
                   experiment.workers(),
                   context.coordinates,
                   std::make_shared<const std::vector<double>>(support_weights(sum))};
}

AnyAlgorithm make_asaga(const Experiment& experiment, const Context& context) {
  const proto::Algorithm& settings = experiment.algorithm();
  const auto& risk = as<EmpiricalRisk>(experiment, context, "a linear model over data");
  auto samples = std::make_shared<std::vector<std::uint32_t>>(risk.samples());
  std::iota(samples->begin(), samples->end(), 0);
  return Asaga{settings.step_size(), settings.iterations(),
               std::make_shared<const std::vector<double>>(support_weights(risk)),
               std::move(samples)};
}

/// In the order of kEntries.
constexpr std::array<AnyAlgorithm (*)(const Experiment&, const Context&), kEntries.size()>
    kFactories{make_plain<EpochSgd>,     make_full_sgd,
               make_sequential_sgd,      make_minibatch_sgd,
               make_plain<LockedSgd>,    make_plain<Hogwild>,
               make_delay_adaptive_sgd,  make_dropping_sgd,
               make_momentum_sgd,        make_buckwild,
               make_async_minibatch_sgd, make_coordinate_descent,
               make_plain<AveragedSgd>,  make_leashed_sgd,
               make_kromagnon,           make_asaga};

std::size_t find_algorithm(const proto::Algorithm& settings) {
  const std::size_t index = find_entry(kEntries, settings.name(), "algorithm", "algorithms");
  check_parameters(settings, kEntries[index], "algorithm", {});
  return index;
}

}  // namespace

std::span<const RegistryEntry> algorithms() {
  return kEntries;
}

void check_algorithm(const proto::Algorithm& settings) {
  find_algorithm(settings);
}

std::shared_ptr<const AnyAlgorithm> make_algorithm(const proto::Experiment& experiment,
                                                   const AlgorithmContext& context) {
  return std::make_shared<const AnyAlgorithm>(
      kFactories[find_algorithm(experiment.algorithm())](experiment, context));
}

void record_algorithm(const AnyAlgorithm& algorithm, proto::Algorithm& settings) {
  if (const auto* const full = std::get_if<FullSgd>(&algorithm)) settings.set_epochs(full->epochs);
  if (const auto* const svrg = std::get_if<Kromagnon>(&algorithm)) {
    settings.set_epochs(svrg->epochs);
  }
}

MemoryNeeds memory_needs(const AnyAlgorithm& algorithm, const Objective& f) {
  return std::visit([&](const auto& a) { return a.memory_needs(f); }, algorithm);
}

bool loses_updates(const AnyAlgorithm& algorithm) {
  return std::holds_alternative<Hogwild>(algorithm);
}

bool averages(const AnyAlgorithm& algorithm) {
  return std::holds_alternative<AveragedSgd>(algorithm);
}

bool moves_model(const AnyAlgorithm& algorithm) {
  return std::holds_alternative<LeashedSgd>(algorithm);
}

std::vector<double> result(const AnyAlgorithm& algorithm, std::span<const double> doubles,
                           std::uint32_t auxiliary, std::span<const std::uint64_t> counters) {
  if (const auto* const leashed = std::get_if<LeashedSgd>(&algorithm)) {
    return leashed->result(doubles, counters);
  }
  if (const auto* const averaged = std::get_if<AveragedSgd>(&algorithm)) {
    return averaged->result(doubles, counters);
  }
  const std::span<const double> model = doubles.first(doubles.size() - auxiliary);
  return {model.begin(), model.end()};
}

std::uint64_t iterations_in_all(const AnyAlgorithm& algorithm) {
  return std::visit([](const auto& a) { return a.iterations_in_all(); }, algorithm);
}

}  // namespace hogtie
