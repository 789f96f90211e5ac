#include "core/text/shell_word.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "core/text/quote.h"

namespace hogtie {
namespace {

// The words that bash makes of a command's end, between < and >.
std::string words_of(const std::string& text) {
  const std::string script = "printf '<%s>' " + text;
  std::string argument = "'";
  for (const char c : script) argument += c == '\'' ? std::string("'\\''") : std::string(1, c);
  argument += "'";
  struct Closer {
    void operator()(std::FILE* file) const { ::pclose(file); }
  };
  const std::unique_ptr<std::FILE, Closer> output(::popen(("bash -c " + argument).c_str(), "r"));
  std::array<char, 4096> block{};
  const std::size_t count = std::fread(block.data(), 1, block.size(), output.get());
  return {block.data(), count};
}

TEST(ShellWord, QuotesWhereItMust) {
  EXPECT_EQ(shell_word("a/b-c.trace"), "a/b-c.trace");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("a b;touch X"), "'a b;touch X'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("caf\xc3\xa9"), "'caf\xc3\xa9'");
  EXPECT_EQ(shell_word("a\x1b[31m\n"), "$'a\\x1b[31m\\x0a'");
  EXPECT_EQ(shell_word("\xff'\\"), "$'\\xff\\'\\\\'");
  EXPECT_EQ(shell_word("\u202ex"), "$'\\xe2\\x80\\xaex'");
}

TEST(ShellWord, BashReadsTheSameBytes) {
  for (const std::string word : {"plain",
                                 "",
                                 "a b",
                                 "it's",
                                 "$(touch x)`id`",
                                 "a;b|c&d>e",
                                 "~",
                                 "*?[a]",
                                 "!x",
                                 "#x",
                                 "\\",
                                 "a\nb",
                                 "\x1b]0;x\x07",
                                 "\xff\xfe",
                                 "\xc2\x9b'\\x41",
                                 "caf\xc3\xa9",
                                 "\u202e\u2066 x",
                                 "\x01"
                                 "1",
                                 "\x7f"
                                 "f",
                                 "-x",
                                 "a=b"}) {
    const std::string quoted = shell_word(word);
    EXPECT_EQ(words_of(quoted), "<" + word + ">") << quoted;
    EXPECT_EQ(printable(quoted), quoted) << quoted;
  }
}

TEST(ShellPath, IsNoOption) {
  EXPECT_EQ(shell_path("-x"), "./-x");
  EXPECT_EQ(shell_path("--trace\n"), "$'./--trace\\x0a'");
  EXPECT_EQ(shell_path("a-x"), "a-x");
  EXPECT_EQ(shell_path("-"), "-");
}

}  // namespace
}  // namespace hogtie
