#include "core/objectives/matrix_completion.h"

#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <utility>

#include "core/objectives/shared_penalty.h"
#include "core/random/bit_stream.h"

namespace hogtie {

MatrixCompletion::MatrixCompletion(ObservedMatrix matrix, std::uint32_t rank, double l2,
                                   std::uint64_t initial_seed)
    : matrix_(std::move(matrix)),
      rank_(rank),
      l2_(l2),
      initial_seed_(initial_seed),
      row_weights_(shared_penalty(matrix_.row, matrix_.rows, matrix_.value.size(), l2)),
      column_weights_(shared_penalty(matrix_.column, matrix_.columns, matrix_.value.size(), l2)) {
  supports_.reserve(samples() * 2 * rank_);
  for (std::size_t i = 0; i < samples(); ++i) {
    for (const std::size_t row : {std::size_t{matrix_.row[i]}, matrix_.rows + matrix_.column[i]}) {
      for (std::size_t k = 0; k < rank_; ++k) {
        supports_.push_back(static_cast<std::uint32_t>(row * rank_ + k));
      }
    }
  }
}

double MatrixCompletion::residual(std::size_t i, const double* u, const double* v) const {
  double product = 0;
  for (std::size_t k = 0; k < rank_; ++k) product += u[k] * v[k];
  return product - matrix_.value[i];
}

void MatrixCompletion::gradient(const Sample& sample, std::span<const double> view, Coins&,
                                std::span<double> gradient) const {
  const double* const u = view.data();
  const double* const v = u + rank_;
  const double slope = residual(sample.index, u, v);
  const double row_weight = row_weights_[matrix_.row[sample.index]];
  const double column_weight = column_weights_[matrix_.column[sample.index]];
  for (std::size_t k = 0; k < rank_; ++k) {
    gradient[k] = slope * v[k] + row_weight * u[k];
    gradient[rank_ + k] = slope * u[k] + column_weight * v[k];
  }
}

double MatrixCompletion::value(std::span<const double> x) const {
  double sum = 0;
  for (std::size_t i = 0; i < samples(); ++i) {
    const Sample picked = sample(i);
    const double error = residual(i, &x[picked.support[0]], &x[picked.support[rank_]]);
    sum += error * error;
  }
  double squares = 0;
  for (std::size_t j = 0; j < x.size(); ++j) {
    const std::size_t row = j / rank_;
    const double weight =
        row < matrix_.rows ? row_weights_[row] : column_weights_[row - matrix_.rows];
    if (weight > 0) squares += x[j] * x[j];
  }
  return sum / 2 / static_cast<double>(samples()) + l2_ / 2 * squares;
}

std::vector<double> MatrixCompletion::default_initial() const {
  double squares = 0;
  for (const double value : matrix_.value) squares += value * value;
  const double root_mean_square = std::sqrt(squares / static_cast<double>(samples()));
  // u . v has deviation sqrt(r) times the square of that of their entries.
  const double deviation = std::sqrt(root_mean_square / 4 / std::sqrt(static_cast<double>(rank_)));
  boost::random::normal_distribution<double> normal;
  BitStream random(initial_seed_, kInitialDomain);
  std::vector<double> initial(dimension());
  for (double& entry : initial) entry = deviation * normal(random);
  return initial;
}

}  // namespace hogtie
