#include "core/objectives/registry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/data/check_magnitudes.h"
#include "core/data/data_error.h"
#include "core/data/memory_limit.h"
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

/// What the matrix is sampled by, where it is not read.
constexpr std::array kSampledTakes = {"rows"sv, "columns"sv, "observed"sv, "noise"sv,
                                      "data_seed"sv};

using Made = std::unique_ptr<const Objective>;

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

DataSource source_of(const proto::Objective& settings) {
  const proto::Data& data = settings.data();
  DataSource source{path_of(settings), data.zero_based()};
  if (data.has_digest()) {
    source.recorded.emplace(RecordedData{data.digest(), std::nullopt});
    if (data.has_size()) source.recorded->size = data.size();
  }
  return source;
}

/// Errors of data that a record names say nothing of the content: the user may not have chosen the
/// file.
template <class Make>
auto without_content(const proto::Objective& settings, Make make) {
  try {
    return make();
  } catch (const DataError& error) {
    if (!settings.data().has_digest()) throw;
    throw InputError(error.without_content());
  }
}

/// What an objective with so many coordinates, which keeps so many coordinates of samples, takes of
/// memory, it and a run with it.
double memory_of(double dimension, double support_indices) {
  return dimension * kBytesPerCoordinate + support_indices * sizeof(std::uint32_t);
}

/// Coordinates have 32 bits, and memory has bounds: see memory_allowance.
void check_size(const proto::Objective& settings, double dimension, double support_indices,
                double more_bytes, std::uint64_t file_bytes, const char* advice) {
  constexpr double kMost = 1e9;
  const double needed = memory_of(dimension, support_indices) + more_bytes;
  const double there = memory_allowance(file_bytes);
  const bool countable = dimension <= kMost && support_indices <= kMost;
  if (countable && needed <= there) return;
  throw InputError(prefix(settings) + "with " + format_six_digits(dimension) +
                   " coordinates, and " + format_six_digits(support_indices) +
                   " of its samples, needs " + gigabytes(needed) + " of memory, of at most " +
                   gigabytes(there) + (countable ? "; " : " and 1e9 of either; ") + advice);
}

ObservedMatrix read_matrix(const proto::Objective& settings) {
  for (const std::string_view name : kSampledTakes) {
    const auto* const field = settings.GetDescriptor()->FindFieldByName(std::string(name));
    if (!settings.GetReflection()->HasField(settings, field)) continue;
    throw InputError(prefix(settings) + "has its ratings from a file, which 'objective." +
                     std::string(name) + "' does not go with; set one of the two");
  }
  ObservedMatrix matrix = read_ratings(source_of(settings));
  check_magnitudes(matrix);
  check_size(settings, static_cast<double>(matrix.rows + matrix.columns) * settings.rank(),
             2.0 * static_cast<double>(matrix.value.size()) * settings.rank(), 0, matrix.size,
             "set a smaller objective.rank, fewer entries, or number users and items without gaps");
  return matrix;
}

ObservedMatrix sample_matrix(const proto::Objective& settings) {
  const double entries = 1.0 * settings.rows() * settings.columns();
  constexpr double kMost = 1e9;
  if (entries > kMost) {
    throw InputError(prefix(settings) + "would draw " + format_six_digits(entries) +
                     " entries, of at most 1e9; set fewer rows or columns");
  }
  const double rank = settings.rank();
  const double observed = entries * settings.observed();
  check_size(settings, (1.0 * settings.rows() + settings.columns()) * rank, 2 * observed * rank,
             observed * (sizeof(double) + 2 * sizeof(std::uint32_t)), 0,
             "set fewer rows or columns, or a smaller objective.rank or objective.observed");
  ObservedMatrix matrix = sample_low_rank(
      {settings.rows(), settings.columns(), settings.rank(), settings.observed(), settings.noise()},
      settings.data_seed());
  if (matrix.value.empty()) {
    throw InputError(prefix(settings) + "observes no entry; raise objective.observed");
  }
  return matrix;
}

Made make_matrix_completion(const proto::Objective& settings) {
  const bool read = settings.data().has_path();
  ObservedMatrix matrix = read ? read_matrix(settings) : sample_matrix(settings);
  return std::make_unique<MatrixCompletion>(std::move(matrix), settings.rank(), settings.l2(),
                                            settings.initial_seed());
}

Made make_two_layer(const proto::Objective& settings) {
  Dataset data = read_data(settings);
  double squares = 0;
  for (const double value : data.values) squares += value * value;
  if (squares == 0) {
    throw InputError(data.path +
                     ": squares of these values leave the range of a double; rescale the data");
  }
  check_size(settings, static_cast<double>(data.features + 3) * settings.hidden(),
             static_cast<double>(TwoLayer::support_indices(data, settings.hidden())), 0, data.size,
             "set a smaller objective.hidden, fewer rows, or number the features without gaps");
  return std::make_unique<TwoLayer>(std::move(data), settings.hidden(), settings.l2(),
                                    settings.initial_seed());
}

/// The penalty of an objective that needs one.
double positive_l2(const proto::Objective& settings, const char* advice) {
  if (settings.l2() > 0) return settings.l2();
  throw InputError(prefix(settings) + "needs l2 > 0; " + advice);
}

Made make_quadratic(const proto::Objective& settings) {
  return std::make_unique<Quadratic>(spread(settings, "curvature", settings.curvature(),
                                            std::vector<double>(settings.dimension(), 1.0)),
                                     settings.noise());
}

struct ObjectiveEntry {
  RegistryEntry listing;
  Made (*make)(const proto::Objective& settings);
};

/// In the order in which they are listed.
constexpr std::array<ObjectiveEntry, 8> kObjectives{{
    {.listing = {.name = "quadratic",
                 .description = "1/2 sum_j curvature_j x_j^2, gradients with Gaussian noise",
                 .parameters = {"dimension", "curvature", "noise", "initial", "radius"}},
     .make = make_quadratic},
    {.listing = {.name = "least_squares",
                 .description = "1/(2m) sum_i (a_i.x - b_i)^2 over rows of data",
                 .parameters = {"data", "initial", "radius"}},
     .make = [](const proto::Objective& settings) -> Made {
       return std::make_unique<LeastSquares>(read_data(settings), 0.0);
     }},
    {.listing = {.name = "ridge",
                 .description = "least_squares + l2/2 ||x||^2",
                 .parameters = {"data", "l2", "initial", "radius"}},
     .make = [](const proto::Objective& settings) -> Made {
       const double l2 = positive_l2(settings, "without regularisation use 'least_squares'");
       return std::make_unique<LeastSquares>(read_data(settings), l2);
     }},
    {.listing = {.name = "logistic",
                 .description =
                     "1/m sum_i log(1 + exp(-b_i a_i.x)) + l2/2 ||x||^2 over rows of two classes",
                 .parameters = {"data", "l2", "initial", "radius"}},
     .make = [](const proto::Objective& settings) -> Made {
       return std::make_unique<Logistic>(read_data(settings), settings.l2());
     }},
    {.listing = {.name = "hinge",
                 .description = "1/m sum_i max(0, 1 - b_i a_i.x) + l2/2 ||x||^2, the linear SVM; "
                                "not smooth: there is no L",
                 .parameters = {"data", "l2", "initial", "radius"}},
     .make = [](const proto::Objective& settings) -> Made {
       const double l2 = positive_l2(settings, "without it there can be many minimisers");
       return std::make_unique<Hinge>(read_data(settings), l2);
     }},
    {.listing = {.name = "huber",
                 .description = "1/m sum_i h(a_i.x - b_i) + l2/2 ||x||^2, h squared up to delta "
                                "and linear from there on",
                 .parameters = {"data", "delta", "l2", "initial", "radius"}},
     .make = [](const proto::Objective& settings) -> Made {
       return std::make_unique<Huber>(read_data(settings), settings.l2(), settings.delta());
     }},
    {.listing = {.name = "matrix_completion",
                 .description = "1/m sum_ij 1/2 (u_i.v_j - M_ij)^2 + l2/2 (||U||^2 + ||V||^2) over "
                                "observed entries, sampled or read; not convex: there is no x*",
                 .parameters = {"data", "rows", "columns", "rank", "observed", "noise", "data_seed",
                                "l2", "initial", "initial_seed"}},
     .make = make_matrix_completion},
    {.listing = {.name = "two_layer",
                 .description = "logistic, of v.tanh(W a_i + b) + c in the place of a_i.x; not "
                                "convex: there is no x*",
                 .parameters = {"data", "hidden", "l2", "initial", "initial_seed"}},
     .make = make_two_layer},
}};

constexpr auto kListings = [] {
  std::array<RegistryEntry, kObjectives.size()> listings;
  std::ranges::transform(kObjectives, listings.begin(), &ObjectiveEntry::listing);
  return listings;
}();

std::size_t find_objective(const proto::Objective& settings) {
  const std::size_t entry = find_entry(kListings, settings.name(), "objective", "objectives");
  check_parameters(settings, kListings[entry], "objective", {});
  check_ranges(settings, "objective");
  return entry;
}

}  // namespace

std::span<const RegistryEntry> objectives() {
  return kListings;
}

bool takes_setting(const proto::Objective& settings, std::string_view name) {
  const auto has = [](std::span<const std::string_view> names, std::string_view wanted) {
    return std::find(names.begin(), names.end(), wanted) != names.end();
  };
  if (name == "name") return true;
  const bool read = settings.data().has_path();
  if (settings.name() == "matrix_completion" && read && has(kSampledTakes, name)) return false;
  return std::any_of(kListings.begin(), kListings.end(), [&](const RegistryEntry& entry) {
    return entry.name == settings.name() && has(entry.parameters, name);
  });
}

void check_objective(const proto::Objective& settings) {
  find_objective(settings);
}

Dataset read_data(const proto::Objective& settings) {
  return without_content(settings, [&] {
    Dataset data = read_dataset(source_of(settings));
    check_magnitudes(data);
    return data;
  });
}

std::unique_ptr<const Objective> make_objective(const proto::Objective& settings) {
  return without_content(settings,
                         [&] { return kObjectives[find_objective(settings)].make(settings); });
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
