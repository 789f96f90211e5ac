#include "core/objectives/two_layer.h"

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <utility>

#include "core/numeric/tanh.h"
#include "core/objectives/logistic_loss.h"
#include "core/objectives/shared_penalty.h"
#include "core/objectives/sign_labels.h"
#include "core/random/bit_stream.h"

namespace hogtie {
namespace {

/// Whether the row, not the first, has its non-zeros where the one before has them.
bool repeats(const Dataset& data, std::size_t row) {
  return std::ranges::equal(data.row(row).indices, data.row(row - 1).indices);
}

}  // namespace

TwoLayer::TwoLayer(Dataset data, std::uint32_t hidden, double l2, std::uint64_t initial_seed)
    : data_(with_sign_labels(std::move(data))),
      hidden_(hidden),
      l2_(l2),
      initial_seed_(initial_seed),
      weights_(shared_penalty(data_.indices, data_.features, data_.rows(), l2)) {
  supports_.reserve(support_indices(data_, hidden_));
  support_begins_.reserve(data_.rows());
  const auto add = [this](std::size_t first, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) {
      supports_.push_back(static_cast<std::uint32_t>(first + k));
    }
  };
  for (std::size_t i = 0; i < data_.rows(); ++i) {
    if (i > 0 && repeats(data_, i)) {
      support_begins_.push_back(support_begins_.back());
      continue;
    }
    support_begins_.push_back(supports_.size());
    for (const std::uint32_t j : data_.row(i).indices) add(j * hidden_, hidden_);
    add(data_.features * hidden_, tail());
    support_max_ = std::max(support_max_, sample(i).support.size());
  }
}

std::size_t TwoLayer::support_indices(const Dataset& data, std::size_t hidden) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < data.rows(); ++i) {
    if (i > 0 && repeats(data, i)) continue;
    sum += data.row(i).indices.size() * hidden + 2 * hidden + 1;
  }
  return sum;
}

double TwoLayer::forward(const Row& row, std::span<const double> view,
                         std::span<double> units) const {
  const std::span<const double> biases = view.last(tail());
  const std::span<const double> outer = biases.subspan(hidden_);
  std::copy_n(biases.begin(), hidden_, units.begin());
  for (std::size_t k = 0; k < row.values.size(); ++k) {
    const double* const column = &view[k * hidden_];
    for (std::size_t u = 0; u < hidden_; ++u) units[u] += row.values[k] * column[u];
  }
  double output = view.back();
  for (std::size_t u = 0; u < hidden_; ++u) {
    units[u] = reproducible_tanh(units[u]);
    output += outer[u] * units[u];
  }
  return output;
}

void TwoLayer::gradient(const Sample& sample, std::span<const double> view, Coins&,
                        std::span<double> gradient) const {
  const Row row = data_.row(sample.index);
  const std::span<const double> biases = view.last(tail());
  const std::span<const double> outer = biases.subspan(hidden_);
  // The units stand for a while where their derivatives will.
  const std::span<double> of_biases = gradient.last(tail()).first(hidden_);
  const std::span<double> of_outer = gradient.last(tail()).subspan(hidden_, hidden_);
  const double slope = logistic_slope(forward(row, view, of_outer), row.label);
  for (std::size_t u = 0; u < hidden_; ++u) {
    const double unit = of_outer[u];
    of_biases[u] = slope * outer[u] * (1 - unit * unit);
    of_outer[u] = slope * unit + l2_ * outer[u];
  }
  for (std::size_t k = 0; k < row.values.size(); ++k) {
    const double weight = weights_[row.indices[k]];
    const double* const column = &view[k * hidden_];
    double* const of_column = &gradient[k * hidden_];
    for (std::size_t u = 0; u < hidden_; ++u) {
      of_column[u] = of_biases[u] * row.values[k] + weight * column[u];
    }
  }
  for (std::size_t u = 0; u < hidden_; ++u) of_biases[u] += l2_ * biases[u];
  gradient.back() = slope + l2_ * view.back();
}

double TwoLayer::output(std::size_t row, std::span<const double> x) const {
  const Sample picked = sample(row);
  std::vector<double> view;
  view.reserve(picked.support.size());
  for (const std::uint32_t j : picked.support) view.push_back(x[j]);
  std::vector<double> units(hidden_);
  return forward(data_.row(row), view, units);
}

double TwoLayer::value(std::span<const double> x) const {
  double sum = 0;
  for (std::size_t i = 0; i < data_.rows(); ++i) {
    sum += logistic_loss(data_.labels[i] * output(i, x));
  }
  double squares = 0;
  for (std::size_t j = 0; j < x.size(); ++j) {
    const std::size_t feature = j / hidden_;
    if (feature >= data_.features || weights_[feature] > 0) squares += x[j] * x[j];
  }
  return sum / static_cast<double>(data_.rows()) + l2_ / 2 * squares;
}

std::vector<double> TwoLayer::default_initial() const {
  double squares = 0;
  for (const double value : data_.values) squares += value * value;
  const double inner = std::sqrt(static_cast<double>(data_.rows()) / squares);
  const double outer = 1 / std::sqrt(static_cast<double>(hidden_));
  boost::random::normal_distribution<double> normal;
  BitStream random(initial_seed_, kInitialDomain);
  std::vector<double> initial(dimension(), 0.0);
  const std::size_t biases = data_.features * hidden_;
  for (std::size_t j = 0; j < biases; ++j) initial[j] = inner * normal(random);
  for (std::size_t u = 0; u < hidden_; ++u) {
    initial[biases + hidden_ + u] = outer * normal(random);
  }
  return initial;
}

}  // namespace hogtie
