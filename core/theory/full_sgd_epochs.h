#pragma once

#include <cstdint>

namespace hogtie {

/// The number of epochs of FullSGD, ⌈log2(2 α n M / sqrt(ε))⌉ and at least 1 (Alistarh, De Sa and
/// Konstantinov 2018, Algorithm 2), for the first epoch's step size α, n workers, a second moment
/// E||g(x)||² <= M² and the success region ||x - x*||² <= ε. The last epoch's step size
/// α / 2^(epochs - 1) is then at most sqrt(ε)/(nM), so that n gradients move the result by at most
/// sqrt(ε) in the mean.
///
/// Throws std::domain_error naming the premise unless α, M² >= 0 are finite, n >= 1, ε > 0.
std::uint64_t full_sgd_epochs(double step_size, std::uint64_t workers, double second_moment,
                              double epsilon);

}  // namespace hogtie
