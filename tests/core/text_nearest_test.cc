#include "core/text/nearest.h"

#include <gtest/gtest.h>

#include <array>

namespace hogtie {
namespace {

TEST(Nearest, OneSlipOfEachKind) {
  constexpr std::array<std::string_view, 3> kNames = {"quadratic", "ridge", "logistic"};
  EXPECT_EQ(nearest("logistic", kNames), "logistic");
  EXPECT_EQ(nearest("logstic", kNames), "logistic");     // a letter missing
  EXPECT_EQ(nearest("riddge", kNames), "ridge");         // one too many
  EXPECT_EQ(nearest("quadradic", kNames), "quadratic");  // another
  EXPECT_EQ(nearest("rigde", kNames), "ridge");          // two swapped
}

TEST(Nearest, ASwapIsOneEdit) {
  // "ab" is one swap from "ba"; by insertions, deletions and substitutions alone it would be two
  // edits away, more than half of its letters.
  constexpr std::array<std::string_view, 1> kNames = {"ba"};
  EXPECT_EQ(nearest("ab", kNames), "ba");
}

TEST(Nearest, TakesTheNearerAndOnATieTheFirst) {
  constexpr std::array<std::string_view, 3> kNames = {"stats", "start", "stair"};
  EXPECT_EQ(nearest("starts", kNames), "stats");
  EXPECT_EQ(nearest("stairs", kNames), "stair");
}

TEST(Nearest, NothingWhenAllAreFar) {
  constexpr std::array<std::string_view, 2> kNames = {"quadratic", "ridge"};
  EXPECT_EQ(nearest("xyz", kNames), "");
  EXPECT_EQ(nearest("", kNames), "");
  EXPECT_EQ(nearest("ridge", {}), "");
}

}  // namespace
}  // namespace hogtie
