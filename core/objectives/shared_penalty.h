#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hogtie {

/// How the regularisation l2/2 ||x||^2 is shared out among the samples where a coordinate occurs,
/// so that stochastic gradients stay sparse: l2 / p_j for coordinate (or block of coordinates) j,
/// p_j being the fraction of samples in which it occurs (Pedregosa, Leblond and Lacoste-Julien
/// 2017); 0 where it occurs in none. `occurrences` has j as often as it occurs.
std::vector<double> shared_penalty(std::span<const std::uint32_t> occurrences,
                                   std::size_t coordinates, std::size_t samples, double l2);

}  // namespace hogtie
