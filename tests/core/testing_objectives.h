#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "core/data/dataset.h"
#include "core/objectives/objective.h"
#include "core/random/coins.h"

namespace hogtie {

struct TestRow {
  double label;
  std::vector<std::pair<std::uint32_t, double>> entries;  // coordinate from 0, value
};

inline Dataset make_dataset(std::size_t features, const std::vector<TestRow>& rows) {
  Dataset data;
  data.path = "test.svm";
  data.features = features;
  for (const TestRow& row : rows) {
    for (const auto& [index, value] : row.entries) {
      data.indices.push_back(index);
      data.values.push_back(value);
    }
    data.row_offsets.push_back(data.indices.size());
    data.labels.push_back(row.label);
    data.lines.push_back(data.labels.size());
  }
  return data;
}

/// The gradient of one row at x, in all coordinates.
template <class F>
std::vector<double> row_gradient(const F& f, std::size_t row, std::span<const double> x) {
  const Sample sample = f.sample(row);
  const std::span<const std::uint32_t> support = sample.support;
  std::vector<double> view;
  for (const std::uint32_t j : support) view.push_back(x[j]);
  std::vector<double> gradient(support.size());
  Coins coins(0, 0, 0);
  f.gradient(sample, view, coins, gradient);
  std::vector<double> full(f.dimension(), 0.0);
  for (std::size_t k = 0; k < support.size(); ++k) full[support[k]] = gradient[k];
  return full;
}

/// The gradient of one row at x less that at y, in its support; computed at once.
template <class F>
std::vector<double> row_gradient_difference(const F& f, std::size_t row, std::span<const double> x,
                                            std::span<const double> y) {
  const Sample sample = f.sample(row);
  std::vector<double> view;
  for (const std::uint32_t j : sample.support) view.push_back(x[j]);
  std::vector<double> difference(view.size());
  std::vector<double> scratch(2 * view.size());
  f.gradient_difference(sample, view, y, difference, scratch);
  return difference;
}

/// E g(x), over all rows.
template <class F>
std::vector<double> mean_gradient(const F& f, std::span<const double> x) {
  const std::size_t rows = f.data().rows();
  std::vector<double> mean(f.dimension(), 0.0);
  for (std::size_t i = 0; i < rows; ++i) {
    const auto gradient = row_gradient(f, i, x);
    for (std::size_t j = 0; j < mean.size(); ++j) mean[j] += gradient[j];
  }
  for (double& entry : mean) entry /= static_cast<double>(rows);
  return mean;
}

inline double dot(std::span<const double> x, std::span<const double> y) {
  double sum = 0;
  for (std::size_t j = 0; j < x.size(); ++j) sum += x[j] * y[j];
  return sum;
}

inline double norm(std::span<const double> x) {
  return std::sqrt(dot(x, x));
}

inline std::vector<double> minus(std::span<const double> x, std::span<const double> y) {
  std::vector<double> difference(x.begin(), x.end());
  for (std::size_t j = 0; j < x.size(); ++j) difference[j] -= y[j];
  return difference;
}

/// A point at this distance from the centre, in a uniformly random direction.
inline std::vector<double> point_at(std::span<const double> centre, double distance, Coins& coins) {
  std::vector<double> direction(centre.size());
  for (double& entry : direction) entry = coins.gaussian();
  const double length = norm(direction);
  std::vector<double> point(centre.begin(), centre.end());
  for (std::size_t j = 0; j < point.size(); ++j) point[j] += distance / length * direction[j];
  return point;
}

}  // namespace hogtie
