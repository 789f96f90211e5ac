#include "core/objectives/registry.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/data/read_dataset.h"
#include "core/error.h"
#include "core/objectives/least_squares.h"
#include "core/objectives/logistic.h"
#include "core/objectives/quadratic.h"
#include "core/settings/ranges.h"
#include "core/settings/registry.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

using namespace std::string_view_literals;

constexpr std::array kQuadraticTakes = {"dimension"sv, "curvature"sv, "noise"sv, "initial"sv,
                                        "radius"sv};
constexpr std::array kLeastSquaresTakes = {"data"sv, "initial"sv, "radius"sv};
constexpr std::array kRegularisedTakes = {"data"sv, "l2"sv, "initial"sv, "radius"sv};

constexpr std::array<RegistryEntry, 4> kObjectives = {{
    {"quadratic",
     "1/2 sum_j curvature_j x_j^2, gradients with Gaussian noise",
     {},
     kQuadraticTakes},
    {"least_squares", "1/(2m) sum_i (a_i.x - b_i)^2 over rows of data", {}, kLeastSquaresTakes},
    {"ridge", "least_squares + l2/2 ||x||^2", {}, kRegularisedTakes},
    {"logistic",
     "1/m sum_i log(1 + exp(-b_i a_i.x)) + l2/2 ||x||^2 over rows of two classes",
     {},
     kRegularisedTakes},
}};

std::string prefix(const proto::Objective& settings) {
  return "objective " + quote(settings.name()) + " ";
}

// A setting with a value for each coordinate, from none, one or so many entries.
std::vector<double> spread(const proto::Objective& settings, const std::string& field,
                           const google::protobuf::RepeatedField<double>& entries,
                           std::vector<double> otherwise) {
  const std::size_t count = otherwise.size();
  const auto given = static_cast<std::size_t>(entries.size());
  if (given == 0) return otherwise;
  if (given == 1) return std::vector<double>(count, entries[0]);
  if (given == count) return {entries.begin(), entries.end()};
  throw InputError(prefix(settings) + "has " + std::to_string(count) + " coordinates, but '" +
                   field + "' has " + std::to_string(given) + " entries; give 1 or " +
                   std::to_string(count));
}

}  // namespace

std::span<const RegistryEntry> objectives() {
  return kObjectives;
}

void check_objective(const proto::Objective& settings) {
  const std::size_t entry = find_entry(kObjectives, settings.name(), "objective", "objectives");
  check_parameters(settings, kObjectives[entry], "objective", {});
  check_ranges(settings, "objective");
}

Dataset read_data(const proto::Objective& settings) {
  if (!settings.data().has_path()) {
    throw InputError(prefix(settings) +
                     "needs a data set; set objective.data.path=FILE, in LIBSVM format");
  }
  Dataset data = read_dataset(settings.data().path());
  if (settings.data().has_digest() && settings.data().digest() != data.digest) {
    throw InputError(data.path + ": its digest is " + data.digest + ", but the settings record " +
                     quote(settings.data().digest()) + "; use the file they were made with");
  }
  return data;
}

std::unique_ptr<const Objective> make_objective(const proto::Objective& settings) {
  check_objective(settings);
  if (settings.name() == "quadratic") {
    return std::make_unique<Quadratic>(spread(settings, "curvature", settings.curvature(),
                                              std::vector<double>(settings.dimension(), 1.0)),
                                       settings.noise());
  }
  const double l2 = settings.name() == "least_squares" ? 0.0 : settings.l2();
  if (settings.name() == "ridge" && l2 == 0) {
    throw InputError(prefix(settings) + "needs l2 > 0; without regularisation use 'least_squares'");
  }
  Dataset data = read_data(settings);
  if (settings.name() == "logistic") return std::make_unique<Logistic>(std::move(data), l2);
  return std::make_unique<LeastSquares>(std::move(data), l2);
}

std::vector<double> initial_point(const proto::Objective& settings, const Objective& f) {
  check_ranges(settings, "objective");
  return spread(settings, "initial", settings.initial(), f.default_initial());
}

double ball_radius(const proto::Objective& settings, const Objective& f) {
  const std::vector<double> initial = initial_point(settings, f);
  if (settings.has_radius()) return settings.radius();
  const std::vector<double>& optimum = f.optimum();
  double sum = 0;
  for (std::size_t j = 0; j < initial.size(); ++j) {
    const double difference = initial[j] - optimum[j];
    sum += difference * difference;
  }
  return std::sqrt(sum);
}

}  // namespace hogtie
