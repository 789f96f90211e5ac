#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>

namespace hogtie {

/// Where progress is displayed: stderr if that is a terminal that can erase a line; otherwise, or
/// if the user wants quiet, nullptr.
std::ostream* progress_stream(bool quiet);

/// One line that says how far a long computation is and, where the total is known, about how long
/// it still takes; it is erased at the end. It appears after two seconds, and changes at most five
/// times a second. It reads the clock and takes only numbers, so
/// that no result depends on it.
class Progress {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Displays on `out`, or nothing if that is nullptr. `label` says what is counted: "steps".
  explicit Progress(std::ostream* out, std::string label,
                    std::function<Time()> now = std::chrono::steady_clock::now);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// So many were done before: the time left is reckoned from the rest.
  void begin_at(std::uint64_t done) { before_ = done; }

  /// So many are done; of so many, if that is known. Costs a reading of the clock: to be called
  /// after a chunk of work, not after every step.
  void update(std::uint64_t done, std::optional<std::uint64_t> total = std::nullopt);

  /// Erases the line; before other output to the terminal.
  void erase();

 private:
  std::ostream* out_;
  std::string label_;
  std::function<Time()> now_;
  Time begin_;
  Time next_;
  std::uint64_t before_ = 0;
  bool shown_ = false;
};

}  // namespace hogtie
