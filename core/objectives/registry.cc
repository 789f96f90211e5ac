#include "core/objectives/registry.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/data/read_dataset.h"
#include "core/data/read_ratings.h"
#include "core/data/sample_low_rank.h"
#include "core/error.h"
#include "core/objectives/hinge.h"
#include "core/objectives/huber.h"
#include "core/objectives/least_squares.h"
#include "core/objectives/logistic.h"
#include "core/objectives/matrix_completion.h"
#include "core/objectives/quadratic.h"
#include "core/objectives/two_layer.h"
#include "core/settings/ranges.h"
#include "core/settings/registry.h"
#include "core/text/number.h"
#include "core/text/quote.h"

namespace hogtie {
namespace {

using namespace std::string_view_literals;

constexpr std::array kQuadraticTakes = {"dimension"sv, "curvature"sv, "noise"sv, "initial"sv,
                                        "radius"sv};
constexpr std::array kLeastSquaresTakes = {"data"sv, "initial"sv, "radius"sv};
constexpr std::array kRegularisedTakes = {"data"sv, "l2"sv, "initial"sv, "radius"sv};

constexpr std::array kHuberTakes = {"data"sv, "delta"sv, "l2"sv, "initial"sv, "radius"sv};
/// What the matrix is sampled by, where it is not read.
constexpr std::array kSampledTakes = {"rows"sv, "columns"sv, "observed"sv, "noise"sv,
                                      "data_seed"sv};
constexpr std::array kMatrixCompletionTakes = {
    "data"sv,  "rows"sv,      "columns"sv, "rank"sv,    "observed"sv,
    "noise"sv, "data_seed"sv, "l2"sv,      "initial"sv, "initial_seed"sv};
constexpr std::array kTwoLayerTakes = {"data"sv, "hidden"sv, "l2"sv, "initial"sv, "initial_seed"sv};

constexpr std::array<RegistryEntry, 8> kObjectives = {{
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
    {"hinge",
     "1/m sum_i max(0, 1 - b_i a_i.x) + l2/2 ||x||^2, the linear SVM; not smooth: there is no L",
     {},
     kRegularisedTakes},
    {"huber",
     "1/m sum_i h(a_i.x - b_i) + l2/2 ||x||^2, h squared up to delta and linear from there on",
     {},
     kHuberTakes},
    {"matrix_completion",
     "1/m sum_ij 1/2 (u_i.v_j - M_ij)^2 + l2/2 (||U||^2 + ||V||^2) over observed entries, sampled "
     "or read; not convex: there is no x*",
     {},
     kMatrixCompletionTakes},
    {"two_layer",
     "logistic, of v.tanh(W a_i + b) + c in the place of a_i.x; not convex: there is no x*",
     {},
     kTwoLayerTakes},
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

std::string path_of(const proto::Objective& settings) {
  if (settings.data().has_path()) return settings.data().path();
  throw InputError(prefix(settings) +
                   "needs a data set; set objective.data.path=FILE, in LIBSVM format");
}

void check_digest(const proto::Objective& settings, const std::string& digest) {
  if (!settings.data().has_digest() || settings.data().digest() == digest) return;
  throw InputError(settings.data().path() + ": its digest is " + digest +
                   ", but the settings record " + quote(settings.data().digest()) +
                   "; use the file they were made with");
}

/// Coordinates have 32 bits, and so many are more than memory has room for anyway.
void check_dimension(const proto::Objective& settings, double dimension) {
  constexpr double kMost = 1e9;
  if (dimension <= kMost) return;
  throw InputError(prefix(settings) + "would have " + format_six_digits(dimension) +
                   " coordinates, of at most 1e9; make it smaller");
}

/// The coordinates of samples are kept, in 32 bits each.
void check_supports(const proto::Objective& settings, double indices, const char* advice) {
  constexpr double kMost = 1e9;
  if (indices <= kMost) return;
  throw InputError(prefix(settings) + "would keep " + format_six_digits(indices) +
                   " coordinates of its samples, of at most 1e9; " + advice);
}

ObservedMatrix read_matrix(const proto::Objective& settings) {
  for (const std::string_view name : kSampledTakes) {
    const auto* const field = settings.GetDescriptor()->FindFieldByName(std::string(name));
    if (!settings.GetReflection()->HasField(settings, field)) continue;
    throw InputError(prefix(settings) + "has its ratings from a file, which 'objective." +
                     std::string(name) + "' does not go with; set one of the two");
  }
  ObservedMatrix matrix = read_ratings(settings.data().path());
  check_digest(settings, matrix.digest);
  return matrix;
}

ObservedMatrix sample_matrix(const proto::Objective& settings) {
  const double entries = 1.0 * settings.rows() * settings.columns();
  constexpr double kMost = 1e9;
  if (entries > kMost) {
    throw InputError(prefix(settings) + "would draw " + format_six_digits(entries) +
                     " entries, of at most 1e9; set fewer rows or columns");
  }
  ObservedMatrix matrix = sample_low_rank(
      {settings.rows(), settings.columns(), settings.rank(), settings.observed(), settings.noise()},
      settings.data_seed());
  if (matrix.value.empty()) {
    throw InputError(prefix(settings) + "observes no entry; raise objective.observed");
  }
  return matrix;
}

std::unique_ptr<const Objective> make_matrix_completion(const proto::Objective& settings) {
  const bool read = settings.data().has_path();
  ObservedMatrix matrix = read ? read_matrix(settings) : sample_matrix(settings);
  check_dimension(settings, static_cast<double>(matrix.rows + matrix.columns) * settings.rank());
  check_supports(settings, 2.0 * static_cast<double>(matrix.value.size()) * settings.rank(),
                 "set a smaller objective.rank, or fewer entries");
  return std::make_unique<MatrixCompletion>(std::move(matrix), settings.rank(), settings.l2(),
                                            settings.initial_seed());
}

std::unique_ptr<const Objective> make_two_layer(const proto::Objective& settings) {
  Dataset data = read_data(settings);
  check_dimension(settings, static_cast<double>(data.features + 3) * settings.hidden());
  check_supports(settings, static_cast<double>(TwoLayer::support_indices(data, settings.hidden())),
                 "set a smaller objective.hidden, or fewer rows");
  return std::make_unique<TwoLayer>(std::move(data), settings.hidden(), settings.l2(),
                                    settings.initial_seed());
}

/// Of the settings of one that needs it.
double positive_l2(const proto::Objective& settings, const char* advice) {
  if (settings.l2() > 0) return settings.l2();
  throw InputError(prefix(settings) + "needs l2 > 0; " + advice);
}

std::unique_ptr<const Objective> make_quadratic(const proto::Objective& settings) {
  return std::make_unique<Quadratic>(spread(settings, "curvature", settings.curvature(),
                                            std::vector<double>(settings.dimension(), 1.0)),
                                     settings.noise());
}

/// In the order of kObjectives.
constexpr std::array<std::unique_ptr<const Objective> (*)(const proto::Objective&),
                     kObjectives.size()>
    kFactories{
        make_quadratic,
        [](const proto::Objective& settings) -> std::unique_ptr<const Objective> {
          return std::make_unique<LeastSquares>(read_data(settings), 0.0);
        },
        [](const proto::Objective& settings) -> std::unique_ptr<const Objective> {
          const double l2 = positive_l2(settings, "without regularisation use 'least_squares'");
          return std::make_unique<LeastSquares>(read_data(settings), l2);
        },
        [](const proto::Objective& settings) -> std::unique_ptr<const Objective> {
          return std::make_unique<Logistic>(read_data(settings), settings.l2());
        },
        [](const proto::Objective& settings) -> std::unique_ptr<const Objective> {
          const double l2 = positive_l2(settings, "without it there can be many minimisers");
          return std::make_unique<Hinge>(read_data(settings), l2);
        },
        [](const proto::Objective& settings) -> std::unique_ptr<const Objective> {
          return std::make_unique<Huber>(read_data(settings), settings.l2(), settings.delta());
        },
        make_matrix_completion,
        make_two_layer,
    };

std::size_t find_objective(const proto::Objective& settings) {
  const std::size_t entry = find_entry(kObjectives, settings.name(), "objective", "objectives");
  check_parameters(settings, kObjectives[entry], "objective", {});
  check_ranges(settings, "objective");
  return entry;
}

}  // namespace

std::span<const RegistryEntry> objectives() {
  return kObjectives;
}

void check_objective(const proto::Objective& settings) {
  find_objective(settings);
}

Dataset read_data(const proto::Objective& settings) {
  Dataset data = read_dataset(path_of(settings));
  check_digest(settings, data.digest);
  return data;
}

std::unique_ptr<const Objective> make_objective(const proto::Objective& settings) {
  return kFactories[find_objective(settings)](settings);
}

std::vector<double> initial_point(const proto::Objective& settings, const Objective& f) {
  check_ranges(settings, "objective");
  return spread(settings, "initial", settings.initial(), f.default_initial());
}

std::optional<double> ball_radius(const proto::Objective& settings, const Objective& f) {
  const std::vector<double> initial = initial_point(settings, f);
  const std::vector<double>* const optimum = f.optimum();
  if (optimum == nullptr) return std::nullopt;
  if (settings.has_radius()) return settings.radius();
  double sum = 0;
  for (std::size_t j = 0; j < initial.size(); ++j) {
    const double difference = initial[j] - (*optimum)[j];
    sum += difference * difference;
  }
  return std::sqrt(sum);
}

std::optional<Constants> constants_of(const proto::Objective& settings, const Objective& f) {
  const std::optional<double> radius = ball_radius(settings, f);
  return radius ? f.constants(*radius) : std::nullopt;
}

}  // namespace hogtie
