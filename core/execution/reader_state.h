#pragma once

#include <memory>
#include <stdexcept>
#include <utility>

namespace hogtie {

/// A copy of the state of a reader.
class ReaderState {
 public:
  virtual ~ReaderState() = default;
};

/// A reader that goes back with the run that it reads. The default: one that cannot, such as one
/// that writes to a file.
class RestorableReader {
 public:
  virtual ~RestorableReader() = default;

  /// Throws std::logic_error if it cannot go back.
  virtual std::shared_ptr<const ReaderState> save() const {
    throw std::logic_error("a reader of the run cannot go back");
  }

  /// Requires a state that this reader has saved.
  virtual void restore(const ReaderState& /*state*/) {
    throw std::logic_error("a reader of the run cannot go back");
  }
};

/// A reader `Self`, of the kind `Reader`, whose state is all that its copies copy. What it only
/// refers to, such as the sink of its records, does not go back.
template <class Self, class Reader>
class CopiedReader : public Reader {
 public:
  std::shared_ptr<const ReaderState> save() const final {
    return std::make_shared<const Copy>(static_cast<const Self&>(*this));
  }
  void restore(const ReaderState& state) final {
    static_cast<Self&>(*this) = static_cast<const Copy&>(state).reader;
  }

 private:
  struct Copy final : ReaderState {
    explicit Copy(const Self& self) : reader(self) {}
    Self reader;
  };
};

}  // namespace hogtie
