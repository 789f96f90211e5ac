#include "core/text/quote.h"

#include <gtest/gtest.h>

#include <string>

namespace hogtie {
namespace {

TEST(Printable, EscapesControlCharactersOnly) {
  EXPECT_EQ(printable("a\tb\n\x7f \\ \xc3\xa9"), "a\\x09b\\x0a\\x7f \\ \xc3\xa9");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
}

TEST(Quote, CutsLongTextsBetweenCharacters) {
  EXPECT_EQ(quote("it"), "'it'");
  EXPECT_EQ(quote(std::string(80, 'x')), "'" + std::string(80, 'x') + "'");
  EXPECT_EQ(quote(std::string(81, 'x')), "'" + std::string(80, 'x') + "...'");
  EXPECT_EQ(quote(std::string(79, 'x') + "\xc3\xa9y"), "'" + std::string(79, 'x') + "...'");
}

}  // namespace
}  // namespace hogtie
