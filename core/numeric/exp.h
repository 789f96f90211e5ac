#pragma once

#include <Eigen/Core>
#include <span>

#ifdef EIGEN_VECTORIZE_FMA
#error "a fused multiply-add changes the bits of reproducible_exp: compile without -mfma"
#endif

namespace hogtie {

/// e^x to within 2 units in the last place for |x| <= 700, by the rational approximation of the
/// Cephes library as Eigen evaluates it on pairs of doubles: sums, products and one quotient, never
/// libm, so that its bits do not depend on the version of the C library.
///
/// Saturates: infinity for x >= 709.79, and for x <= -709.79 the value at -709.784, about 6e-309.
/// A NaN gives a NaN.
inline double reproducible_exp(double x) {
  static_assert(Eigen::internal::packet_traits<double>::HasExp &&
                    Eigen::internal::packet_traits<double>::size >= 2,
                "Eigen would call libm here: vectorisation is off");
  // One coefficient alone would call libm.
  const Eigen::Array2d pair = Eigen::Array2d::Constant(x).exp();
  return pair[0];
}

/// The same of each value, in its place and to the bit: two at a time.
inline void reproducible_exp(std::span<double> values) {
  const auto even = static_cast<Eigen::Index>(values.size() / 2 * 2);
  Eigen::Map<Eigen::ArrayXd> pairs(values.data(), even);
  pairs = pairs.exp();
  if (values.size() % 2 == 1) values.back() = reproducible_exp(values.back());
}

}  // namespace hogtie
