#include "core/text/number.h"

#include <gtest/gtest.h>

#include <limits>

namespace hogtie {
namespace {

TEST(FormatNumber, IsTheShortestThatReadsBack) {
  EXPECT_EQ(format_number(0.1), "0.1");
  EXPECT_EQ(format_number(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(format_number(-0.0), "-0");
  EXPECT_EQ(format_number(std::numeric_limits<double>::denorm_min()), "5e-324");
  EXPECT_EQ(format_number(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(format_number(-std::numeric_limits<double>::quiet_NaN()), "nan");
  for (const double value : {1.0 / 3.0, 1e22, 123456789.123456789, 2.2250738585072014e-308}) {
    EXPECT_EQ(parse_number(format_number(value)), value);
  }
}

TEST(FormatSixDigits, Rounds) {
  EXPECT_EQ(format_six_digits(0.1 + 0.2), "0.3");
  EXPECT_EQ(format_six_digits(1234567), "1.23457e+06");
  EXPECT_EQ(format_six_digits(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(format_six_digits(-std::numeric_limits<double>::quiet_NaN()), "nan");
}

TEST(ParseNumber, TakesFiniteDecimalsWhole) {
  EXPECT_EQ(parse_number("-2.5e-1"), -0.25);
  for (const char* text : {"", " 1", "1 ", "1x", "0x10", "+1", "1,5", "nan", "inf", "1e999"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(ParseInteger, TakesWhatFits) {
  EXPECT_EQ(parse_integer("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  for (const char* text : {"", "-1", "+1", "1.0", "1e3", "18446744073709551616", " 1"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace hogtie
