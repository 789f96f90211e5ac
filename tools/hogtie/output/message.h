#pragma once

#include <iostream>
#include <ostream>
#include <sstream>
#include <string_view>

namespace hogtie {

/// One line to the user, "hogtie: ...", on stderr. It is put together with << and
/// written when it goes out of scope. Whatever it names, it stays one line and leaves the terminal
/// as it is: see printable().
class MessageLine {
 public:
  MessageLine(const MessageLine&) = delete;
  MessageLine& operator=(const MessageLine&) = delete;

  template <class Value>
  MessageLine& operator<<(const Value& value) {
    text_ << value;
    return *this;
  }

 protected:
  MessageLine(std::ostream& out, std::string_view begin) : out_(out), begin_(begin) {}
  ~MessageLine();

 private:
  std::ostream& out_;
  std::string_view begin_;
  std::ostringstream text_;
};

/// Why the command fails.
class ErrorLine final : public MessageLine {
 public:
  explicit ErrorLine(std::ostream& out = std::cerr) : MessageLine(out, "hogtie: ") {}
};

/// A fact about valid results that the user should know.
class NoteLine final : public MessageLine {
 public:
  explicit NoteLine(std::ostream& out = std::cerr) : MessageLine(out, "hogtie: note: ") {}
};

}  // namespace hogtie
