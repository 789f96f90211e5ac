#include "core/algorithms/registry.h"

#include <array>
#include <cstddef>
#include <type_traits>
#include <variant>

#include "core/algorithms/any_algorithm.h"
#include "core/settings/registry.h"

namespace hogtie {
namespace {

constexpr std::array kAlgorithms{
#define HOGTIE_ALGORITHM(type) type::kEntry.listing,
#include "core/algorithms/algorithms.def"
#undef HOGTIE_ALGORITHM
};

template <class Algorithm>
std::shared_ptr<const AnyAlgorithm> make(const proto::Experiment& experiment,
                                         const AlgorithmContext& context) {
  return std::make_shared<const AnyAlgorithm>(std::in_place_type<Algorithm>,
                                              Algorithm::make(experiment, context));
}

constexpr std::array kFactories{
#define HOGTIE_ALGORITHM(type) make<type>,
#include "core/algorithms/algorithms.def"
#undef HOGTIE_ALGORITHM
};

std::size_t find_algorithm(const proto::Algorithm& settings) {
  const std::size_t index = find_entry(kAlgorithms, settings.name(), "algorithm", "algorithms");
  check_parameters(settings, kAlgorithms[index], "algorithm", {});
  return index;
}

const AlgorithmEntry& entry_of(const AnyAlgorithm& algorithm) {
  return std::visit([](const auto& a) -> const AlgorithmEntry& { return a.kEntry; }, algorithm);
}

}  // namespace

std::span<const RegistryEntry> algorithms() {
  return kAlgorithms;
}

void check_algorithm(const proto::Algorithm& settings) {
  find_algorithm(settings);
}

std::shared_ptr<const AnyAlgorithm> make_algorithm(const proto::Experiment& experiment,
                                                   const AlgorithmContext& context) {
  return kFactories[find_algorithm(experiment.algorithm())](experiment, context);
}

void record_algorithm(const AnyAlgorithm& algorithm, proto::Algorithm& settings) {
  std::visit(
      [&](const auto& a) {
        if constexpr (requires { a.record(settings); }) a.record(settings);
      },
      algorithm);
}

MemoryNeeds memory_needs(const AnyAlgorithm& algorithm, const Objective& f) {
  return std::visit([&](const auto& a) { return a.memory_needs(f); }, algorithm);
}

bool loses_updates(const AnyAlgorithm& algorithm) {
  return entry_of(algorithm).loses_updates;
}

bool averages(const AnyAlgorithm& algorithm) {
  return entry_of(algorithm).averages;
}

bool moves_model(const AnyAlgorithm& algorithm) {
  return entry_of(algorithm).moves_model;
}

std::vector<double> result(const AnyAlgorithm& algorithm, std::span<const double> doubles,
                           std::uint32_t auxiliary, std::span<const std::uint64_t> counters) {
  return std::visit(
      [&](const auto& a) -> std::vector<double> {
        if constexpr (requires { a.result(doubles, counters); }) {
          return a.result(doubles, counters);
        } else {
          const std::span<const double> model = doubles.first(doubles.size() - auxiliary);
          return {model.begin(), model.end()};
        }
      },
      algorithm);
}

std::uint64_t iterations_in_all(const AnyAlgorithm& algorithm) {
  return std::visit([](const auto& a) { return a.iterations_in_all(); }, algorithm);
}

}  // namespace hogtie
