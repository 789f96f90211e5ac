#include "core/objectives/sign_labels.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/text/number.h"

namespace hogtie {
namespace {

bool has(const LabelPair& pair, double label) {
  return label == pair.negative || label == pair.positive;
}

constexpr std::array<LabelPair, 3> kPairs = {{{-1, 1}, {0, 1}, {1, 2}}};
constexpr const char* kWanted = "; the labels of two classes are -1 and 1, 0 and 1, or 1 and 2";

}  // namespace

LabelPair label_pair(const Dataset& data) {
  std::vector<LabelPair> possible(kPairs.begin(), kPairs.end());
  for (std::size_t i = 0; i < data.rows(); ++i) {
    const double label = data.labels[i];
    std::erase_if(possible, [&](const LabelPair& pair) { return !has(pair, label); });
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
  return possible.front();
}

Dataset with_sign_labels(Dataset data, const LabelPair& labels) {
  for (std::size_t i = 0; i < data.rows(); ++i) {
    double& label = data.labels[i];
    if (!has(labels, label)) {
      throw InputError(data.path + ":" + std::to_string(data.lines[i]) + ": label " +
                       format_number(label) + " is not one of the training data's, " +
                       format_number(labels.negative) + " and " + format_number(labels.positive));
    }
    label = label == labels.negative ? -1 : 1;
  }
  return data;
}

Dataset with_sign_labels(Dataset data) {
  const LabelPair labels = label_pair(data);
  return with_sign_labels(std::move(data), labels);
}

}  // namespace hogtie
