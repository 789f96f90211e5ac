#include "core/numeric/floating_point.h"

#include <gtest/gtest.h>

#include <cfenv>

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

namespace hogtie {
namespace {

TEST(FloatingPointFingerprint, IsTheSameEveryTime) {
  EXPECT_EQ(floating_point_fingerprint(), floating_point_fingerprint());
}

TEST(FloatingPointFingerprint, SeesTheRoundingMode) {
  const auto nearest = floating_point_fingerprint();
  for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    ASSERT_EQ(std::fesetround(mode), 0);
    const auto rounded = floating_point_fingerprint();
    ASSERT_EQ(std::fesetround(FE_TONEAREST), 0);
    EXPECT_NE(rounded, nearest) << mode;
  }
}

#ifdef __SSE2__
TEST(FloatingPointFingerprint, SeesDenormalsFlushed) {
  constexpr unsigned kFlushResults = 0x8000;
  constexpr unsigned kFlushOperands = 0x0040;
  const auto usual = floating_point_fingerprint();
  const unsigned control = _mm_getcsr();
  for (const unsigned flush : {kFlushResults, kFlushOperands}) {
    _mm_setcsr(control | flush);
    const auto flushed = floating_point_fingerprint();
    _mm_setcsr(control);
    EXPECT_NE(flushed, usual) << flush;
  }
}
#endif

}  // namespace
}  // namespace hogtie
