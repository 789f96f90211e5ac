#include "sim/build_fingerprint.h"

#include <gtest/gtest.h>

#include <string>

namespace hogtie {
namespace {

TEST(BuildFingerprint, IsASha256) {
  const std::string_view digest = build_fingerprint();
  EXPECT_EQ(digest.size(), 64U);
  EXPECT_EQ(digest.find_first_not_of("0123456789abcdef"), std::string_view::npos) << digest;
}

TEST(BuildFingerprint, VersionIsDotted) {
  EXPECT_EQ(version().find_first_not_of("0123456789."), std::string_view::npos) << version();
  EXPECT_NE(version().find('.'), std::string_view::npos) << version();
}

}  // namespace
}  // namespace hogtie
