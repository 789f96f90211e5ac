#include "core/objectives/sign_labels.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "core/data/data_error.h"
#include "core/error.h"
#include "core/text/number.h"

namespace hogtie {
namespace {

/// Labels whose meaning goes without saying.
constexpr std::array<LabelPair, 3> kUsual = {{{-1, 1}, {0, 1}, {1, 2}}};

/// The first row with another label than these.
std::optional<std::size_t> other_label(const Dataset& data, double one, double two) {
  for (std::size_t i = 0; i < data.rows(); ++i) {
    if (data.labels[i] != one && data.labels[i] != two) return i;
  }
  return std::nullopt;
}

}  // namespace

LabelPair label_pair(const Dataset& data) {
  const double first = data.labels.front();
  const auto second = other_label(data, first, first);
  if (!second) {
    throw DataError(data.path, data.lines.front(), "label", format_number(first),
                    "is that of every row; give rows of two classes");
  }
  const auto [negative, positive] = std::minmax({first, data.labels[*second]});
  if (const auto third = other_label(data, negative, positive)) {
    throw DataError(data.path, data.lines[*third], "label",
                    format_number(data.labels[*third]) + " (after " + format_number(first) +
                        " and " + format_number(data.labels[*second]) + ")",
                    "is a third one; two classes have two labels, whatever they are");
  }
  return {negative, positive};
}

Dataset with_sign_labels(Dataset data, const LabelPair& labels) {
  for (std::size_t i = 0; i < data.rows(); ++i) {
    double& label = data.labels[i];
    if (label != labels.negative && label != labels.positive) {
      throw DataError(data.path, data.lines[i], "label", format_number(label),
                      "is not one of the two that the data to train on have, " +
                          format_number(labels.negative) + " and " +
                          format_number(labels.positive));
    }
    label = label == labels.negative ? -1 : 1;
  }
  return data;
}

Dataset with_sign_labels(Dataset data) {
  const LabelPair labels = label_pair(data);
  if (std::optional<std::string> note = label_note(data, labels)) {
    data.notes.push_back(*std::move(note));
  }
  return with_sign_labels(std::move(data), labels);
}

std::optional<std::string> label_note(const Dataset& data, const LabelPair& labels) {
  const bool usual = std::any_of(kUsual.begin(), kUsual.end(), [&](const LabelPair& pair) {
    return pair.negative == labels.negative && pair.positive == labels.positive;
  });
  if (usual) return std::nullopt;
  return data.path + ": label " + format_number(labels.negative) + " is taken for -1, label " +
         format_number(labels.positive) + " for +1";
}

}  // namespace hogtie
