#include "core/objectives/sign_labels.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/text/number.h"

namespace hogtie {
namespace {

struct Pair {
  double negative;
  double positive;
  bool has(double label) const { return label == negative || label == positive; }
};

constexpr std::array<Pair, 3> kPairs = {{{-1, 1}, {0, 1}, {1, 2}}};
constexpr const char* kWanted =
    "; logistic regression takes the labels -1 and 1, 0 and 1, or 1 and 2";

}  // namespace

Dataset with_sign_labels(Dataset data) {
  std::vector<Pair> possible(kPairs.begin(), kPairs.end());
  for (std::size_t i = 0; i < data.rows(); ++i) {
    const double label = data.labels[i];
    std::erase_if(possible, [&](const Pair& pair) { return !pair.has(label); });
    if (possible.empty()) {
      throw InputError(data.path + ":" + std::to_string(data.lines[i]) + ": label " +
                       format_number(label) + (i > 0 ? " does not go with those before it" : "") +
                       kWanted);
    }
  }
  // A second label leaves one pair; without one, every label equals the first.
  const double first = data.labels.front();
  bool both = false;
  for (const double label : data.labels) both = both || label != first;
  if (!both) {
    throw InputError(data.path + ": every label is " + format_number(first) + kWanted);
  }
  for (double& label : data.labels) label = label == possible.front().negative ? -1 : 1;
  return data;
}

}  // namespace hogtie
