#include "tests/fuzz/program.h"

#include <array>
#include <cstddef>
#include <exception>
#include <iostream>
#include <sstream>
#include <string_view>

#include "tests/fuzz/require.h"
#include "tools/hogtie/cli/dispatch.h"
#include "tools/hogtie/cli/exit_status.h"

namespace hogtie::fuzz {
namespace {

/// While it lives, what is written to the stream goes to a text.
class Captured {
 public:
  explicit Captured(std::ostream& stream) : stream_(stream), before_(stream.rdbuf(text_.rdbuf())) {}
  ~Captured() {
    stream_.rdbuf(before_);
    stream_.clear();
  }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;

  std::string text() const { return text_.str(); }

 private:
  std::ostream& stream_;
  std::ostringstream text_;
  std::streambuf* before_;
};

bool is_control(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return (code < 0x20 && byte != '\n') || code == 0x7f;
}

/// Whether a terminal may do with the text something else than show it: controls of ASCII and of
/// Latin-1 (C1), and characters that change the direction of what follows.
bool acts_on_terminal(std::string_view text) {
  constexpr std::array<std::string_view, 9> kDirections{
      "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_control(text[i])) return true;
    if (text[i] != '\xc2' && text[i] != '\xe2') continue;
    const std::string_view rest = text.substr(i);
    if (rest[0] == '\xc2' && rest.size() > 1 && static_cast<unsigned char>(rest[1]) < 0xa0) {
      return true;
    }
    for (const std::string_view direction : kDirections) {
      if (rest.starts_with(direction)) return true;
    }
  }
  return false;
}

/// Of what an input can bring about: an internal error is none of these.
bool is_documented(int status) {
  return status == kOk || status == kDoesNotHold || status == kWrongInput || status == kCutShort ||
         status == kUnread;
}

}  // namespace

std::string command_text(const std::vector<std::string>& arguments) {
  std::string text = "hogtie";
  for (const std::string& argument : arguments) text += " '" + argument + "'";
  return text;
}

Outcome run_program(const std::vector<std::string>& arguments) {
  Outcome outcome;
  std::string escaped;
  {
    const Captured output(std::cout);
    const Captured errors(std::cerr);
    try {
      outcome.status = dispatch(arguments, std::cerr);
    } catch (const std::exception& error) {
      escaped = error.what();
    }
    outcome.output = output.text();
    outcome.errors = errors.text();
  }
  const std::string seen = command_text(arguments) + "\n" + outcome.output + outcome.errors;
  require(escaped.empty(), "an exception leaves the program", seen + escaped);
  require(is_documented(outcome.status), "an exit status that is not documented", seen);
  require(outcome.status != kWrongInput || outcome.errors.starts_with("hogtie: "),
          "a wrong input without a message", seen);
  require(!acts_on_terminal(outcome.output), "output acts on the terminal", seen);
  require(!acts_on_terminal(outcome.errors), "a message acts on the terminal", seen);
  return outcome;
}

}  // namespace hogtie::fuzz

// A worker whose stack overflows is abandoned where it stands, with the memory that its frames
// hold. No other leak is left out.
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:fiber_entry";
}
