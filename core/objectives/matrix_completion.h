#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/data/observed_matrix.h"
#include "core/objectives/finite_sum.h"

namespace hogtie {

/// Matrix completion by factors U (p x r) and V (q x r) of a matrix M of which m entries are
/// observed, one of the sparse problems of Hogwild! (Niu, Recht, Re and Wright 2011, Section 2;
/// Koren, Bell and Volinsky, "Matrix factorization techniques for recommender systems", Computer
/// 42, 2009):
///   f(U, V) = 1/m sum_{(i, j) observed} 1/2 (u_i . v_j - M_ij)^2 + l2/2 (||U||^2 + ||V||^2).
/// It is not convex: rotations of the factors do not change f, and 0 is a saddle point.
///
/// A sample is an entry (i, j), drawn uniformly, and its support u_i and v_j, row i of U and row j
/// of V. Regularisation is shared out as EmpiricalRisk does it, l2 times m over the entries of row
/// i or column j; rows and columns without an entry have none, here and in f.
///
/// Coordinates are U by rows, then V by rows.
class MatrixCompletion final : public FiniteSum {
 public:
  /// `matrix` has at least one entry; `rank` is r >= 1, `l2` >= 0. The starting point is drawn with
  /// `initial_seed`. Requires (p + q) r < 2^32.
  MatrixCompletion(ObservedMatrix matrix, std::uint32_t rank, double l2,
                   std::uint64_t initial_seed);

  std::size_t dimension() const override { return (matrix_.rows + matrix_.columns) * rank_; }
  std::size_t support_max() const override { return 2 * rank_; }
  std::size_t samples() const override { return matrix_.value.size(); }
  Sample sample(std::size_t i) const override {
    return {i, std::span(supports_).subspan(i * 2 * rank_, 2 * rank_)};
  }
  const DataOrigin* data_origin() const override {
    return matrix_.path.empty() ? nullptr : &matrix_;
  }

  void gradient(const Sample& sample, std::span<const double> view, Coins&,
                std::span<double> gradient) const override;
  double value(std::span<const double> x) const override;

  const std::vector<double>* optimum() const override { return nullptr; }
  std::optional<Constants> constants(double) const override { return std::nullopt; }

  /// Independent normal entries, small: of the deviation with which u_i . v_j has a quarter of the
  /// observed entries' root mean square.
  std::vector<double> default_initial() const override;

  const ObservedMatrix& matrix() const { return matrix_; }

 private:
  double residual(std::size_t i, const double* u, const double* v) const;

  ObservedMatrix matrix_;
  std::size_t rank_;
  double l2_;
  std::uint64_t initial_seed_;
  std::vector<double> row_weights_;  // of the regularisation, by row
  std::vector<double> column_weights_;
  std::vector<std::uint32_t> supports_;  // of all samples, one after the other
};

}  // namespace hogtie
