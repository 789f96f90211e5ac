#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/objectives/finite_sum.h"

namespace hogtie {

/// A network of two layers for two classes, with h hidden units (Rumelhart, Hinton and Williams,
/// "Learning representations by back-propagating errors", Nature 323, 1986), under the logistic
/// loss:
///   f = 1/m sum_i log(1 + exp(-b_i o_i)) + l2/2 ||x||^2,   o_i = v . tanh(W a_i + b) + c,
/// with b_i = -1 or 1. It is not convex.
///
/// A sample is a row, drawn uniformly; its support is the columns of W for the row's non-zeros, b,
/// v and c. Regularisation is shared out as EmpiricalRisk does it; columns of W for features that
/// occur in no row have none, here and in f.
///
/// Coordinates are W by columns, h for each feature; the h of b; the h of v; c.
class TwoLayer final : public FiniteSum {
 public:
  /// `data` has at least one row and one non-zero; `hidden` is h >= 1, `l2` >= 0. Labels as
  /// Logistic takes them; throws InputError, which names the line, when they are not. The starting
  /// point is drawn with `initial_seed`. Requires a dimension below 2^32.
  TwoLayer(Dataset data, std::uint32_t hidden, double l2, std::uint64_t initial_seed);

  std::size_t dimension() const override { return data_.features * hidden_ + tail(); }
  std::size_t support_max() const override { return support_max_; }
  std::size_t samples() const override { return data_.rows(); }
  Sample sample(std::size_t i) const override {
    return {i, std::span(supports_).subspan(support_begins_[i],
                                            data_.row(i).indices.size() * hidden_ + tail())};
  }
  const DataOrigin* data_origin() const override { return &data_; }

  /// By back-propagation. Calls no function of libm, so its bits do not depend on the C library.
  void gradient(const Sample& sample, std::span<const double> view, Coins&,
                std::span<double> gradient) const override;
  double value(std::span<const double> x) const override;

  const std::vector<double>* optimum() const override { return nullptr; }
  std::optional<Constants> constants(double) const override { return std::nullopt; }

  /// W and v independent and normal, of the deviations that give W a_i a mean square of about 1,
  /// taken over all rows, and v a norm of about 1; b and c are 0.
  std::vector<double> default_initial() const override;

  const Dataset& data() const { return data_; }

  /// Indices that are kept of supports with this data and h: consecutive rows with the same
  /// non-zeros share theirs.
  static std::size_t support_indices(const Dataset& data, std::size_t hidden);

  /// o of a row, from 0: the class is 1 just where it is above 0.
  double output(std::size_t row, std::span<const double> x) const;

 private:
  /// Number of the entries of b, v and c.
  std::size_t tail() const { return 2 * hidden_ + 1; }

  /// o of a row at the view of its support; `units` becomes what the hidden ones give.
  double forward(const Row& row, std::span<const double> view, std::span<double> units) const;

  Dataset data_;
  std::size_t hidden_;
  double l2_;
  std::uint64_t initial_seed_;
  std::vector<double> weights_;  // of the regularisation, by feature
  std::size_t support_max_ = 0;
  std::vector<std::uint32_t> supports_;      // one after the other
  std::vector<std::size_t> support_begins_;  // in these, of each row
};

}  // namespace hogtie
