#include "core/text/quote.h"

#include <gtest/gtest.h>

#include <string>

#include "core/text/character.h"

namespace hogtie {
namespace {

TEST(Printable, ControlCharactersAreWrittenOut) {
  EXPECT_EQ(printable("a\tb\n\x7f \\ \xc3\xa9"), "a\\x09b\\x0a\\x7f \\ \xc3\xa9");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
  // U+009B begins a control sequence, as ESC [ does.
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\u009b31m");
  EXPECT_EQ(printable("\xc2\x9f\xc2\xa0"), "\\u009f\xc2\xa0");
}

TEST(Printable, WhatTurnsOrHidesTextIsWrittenOut) {
  EXPECT_EQ(printable("a\u202eb\u2066c"), "a\\u202eb\\u2066c");
  EXPECT_EQ(printable("\u061c\u200e\u200f\u202a\u2069"), "\\u061c\\u200e\\u200f\\u202a\\u2069");
  EXPECT_EQ(printable("\u2028\u2029"), "\\u2028\\u2029");
  EXPECT_EQ(printable("\ufeff\u200b\u200d\u00ad\u2060"), "\\ufeff\\u200b\\u200d\\u00ad\\u2060");
  EXPECT_EQ(printable("\U000e0041"), "\\U000e0041");
  EXPECT_EQ(printable("\u201c\u2192\U0001f600"), "\u201c\u2192\U0001f600");
}

TEST(Printable, BytesThatAreNoUtf8AreWrittenOut) {
  EXPECT_EQ(printable("\xff"
                      "a\x80"),
            "\\xffa\\x80");
  EXPECT_EQ(printable("\xc3"), "\\xc3");                             // cut short
  EXPECT_EQ(printable("\xe2\x82 "), "\\xe2\\x82 ");                  // cut short
  EXPECT_EQ(printable("\xc0\x8a"), "\\xc0\\x8a");                    // a newline in two bytes
  EXPECT_EQ(printable("\xe0\x80\x9b"), "\\xe0\\x80\\x9b");           // in three where two will do
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // half of a surrogate pair
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
}

// Every text of up to three bytes out of these, which begin, continue and break characters.
TEST(Printable, IsPrintableUtf8AndStaysAsItIs) {
  const std::string bytes = "a\\\n\x1b\x80\x9b\xc2\xe2\xf0\xff";
  for (const char a : bytes) {
    for (const char b : bytes) {
      for (const char c : bytes) {
        const std::string once = printable(std::string{a, b, c});
        EXPECT_EQ(printable(once), once);
        for (std::size_t at = 0; at < once.size();) {
          const Character character = first_character(std::string_view(once).substr(at));
          EXPECT_TRUE(character.valid && is_shown(character)) << once;
          at += character.length;
        }
      }
    }
  }
}

TEST(Quote, CutsLongTextsBetweenCharacters) {
  EXPECT_EQ(quote("it"), "'it'");
  EXPECT_EQ(quote(std::string(80, 'x')), "'" + std::string(80, 'x') + "'");
  EXPECT_EQ(quote(std::string(81, 'x')), "'" + std::string(80, 'x') + "...'");
  EXPECT_EQ(quote(std::string(79, 'x') + "\xc3\xa9y"), "'" + std::string(79, 'x') + "...'");
  EXPECT_EQ(quote(std::string(79, 'x') + "\x80\x80"), "'" + std::string(79, 'x') + "\\x80...'");
}

}  // namespace
}  // namespace hogtie
