#include "core/numeric/floating_point.h"

#include <xxhash.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "core/numeric/exp.h"
#include "core/random/coins.h"

namespace hogtie {
namespace {

using Bits = std::vector<std::uint64_t>;

// A value that the compiler does not know, so that it computes nothing itself.
double opaque(double x) {
  volatile double hidden = x;
  return hidden;
}

void add(double x, Bits& bits) {
  bits.push_back(std::bit_cast<std::uint64_t>(x));
}

// a * a + c is 0 when the product is rounded, 2^-60 when it is not.
void probe_contraction(Bits& bits) {
  const double a = opaque(1 + 0x1p-30);
  const double c = opaque(-(1 + 0x1p-29));
  add(a * a + c, bits);
}

// Ties to even, and both directions.
void probe_rounding(Bits& bits) {
  for (const double sign : {1.0, -1.0}) {
    for (const double ulps : {0.25, 0.5, 0.75, 1.25, 1.5, 1.75}) {
      add(opaque(sign) + opaque(sign * ulps * 0x1p-52), bits);
    }
  }
}

// The first product overflows only in double precision, the sum rounds twice in a wider one.
void probe_excess_precision(Bits& bits) {
  add(opaque(0x1p1023) * opaque(4) * opaque(0.25), bits);
  add(opaque(1) + opaque(0x1p-53 + 0x1p-80), bits);
}

void probe_denormals(Bits& bits) {
  constexpr double kTiny = std::numeric_limits<double>::denorm_min();
  constexpr double kNormal = std::numeric_limits<double>::min();
  add(opaque(kNormal) * opaque(0.5), bits);
  add(opaque(kTiny) * opaque(0x1p100), bits);
  add(opaque(kTiny) + opaque(kTiny), bits);
  add(opaque(1.5 * kNormal) - opaque(kNormal), bits);
}

void probe_quotients_and_roots(Bits& bits) {
  for (int i = 1; i <= 256; ++i) {
    add(opaque(1) / opaque(i), bits);
    add(opaque(-0x1.23456789abcdfp+7) / opaque(std::ldexp(i, i - 128)), bits);
    add(std::sqrt(opaque(i)), bits);
    add(std::sqrt(opaque(std::ldexp(i, 2 * i - 257))), bits);
  }
}

void probe_exp(Bits& bits) {
  for (int i = -2900; i <= 2900; ++i) add(reproducible_exp(opaque(i * 0.25)), bits);
  for (int i = -1000; i <= 1000; ++i) add(reproducible_exp(opaque(i * 0x1p-9)), bits);
}

void probe_coins(Bits& bits) {
  Coins coins(1, 2, 3);
  for (int i = 0; i < 4096; ++i) add(coins.gaussian(), bits);
}

}  // namespace

std::uint64_t floating_point_fingerprint() {
  Bits bits;
  probe_contraction(bits);
  probe_rounding(bits);
  probe_excess_precision(bits);
  probe_denormals(bits);
  probe_quotients_and_roots(bits);
  probe_exp(bits);
  probe_coins(bits);
  return XXH3_64bits(bits.data(), bits.size() * sizeof(std::uint64_t));
}

}  // namespace hogtie
